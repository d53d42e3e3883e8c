/*---
description: Topics that are told of together more often than chance would have it. From 3 stories on, 5 on sites with
  more than 1,000; a pair whose labels share a word says nothing new and is left out.
grain: [site, topic_a, topic_b]
columns:
  site: The site.
  topic_a: The topic that sorts first.
  topic_b: The other.
  stories: Stories about both.
  npmi: How tied they are, from 0 (as chance has it) to 1 (never one without the other); normalised pointwise mutual
    information.
  lift: How many times as often as chance would have it.
checks:
  each_pair_once: topic_a < topic_b
  tied: npmi between 0.1 and 1 and lift > 1
  often_enough: stories >= 3
---*/
with totals as (
    select
        site,
        sum(stories) as stories
    from cadence.weekly
    group by site
),
candidates as (
    select
        site,
        topic_id,
        -- numbers are quicker to group than names
        cast(row_number() over (order by site, topic_id) as integer) as topic,
        topics.stories,
        totals.stories as all_stories,
        case when totals.stories > 1000 then 5 else 3 end as at_least,
        regexp_extract_all(lower(topics.label), '[\p{L}\p{M}\p{N}]+') as words
    from topics.topics as topics
    join totals using (site)
    where topics.stories >= case when totals.stories > 1000 then 5 else 3 end
),
told as (
    select
        story_topics.site,
        story_topics.story_id,
        candidates.topic
    from topics.story_topics as story_topics
    join candidates using (site, topic_id)
),
counted as (
    select
        a.topic as one,
        b.topic as other,
        count(*) as stories
    from told as a
    join told as b on b.site = a.site and b.story_id = a.story_id and b.topic > a.topic
    group by a.topic, b.topic
    having count(*) >= 3
),
compared as (
    select
        a.site,
        a.topic_id as topic_a,
        b.topic_id as topic_b,
        counted.stories,
        a.all_stories,
        counted.stories * a.all_stories / (a.stories * b.stories) as lift
    from counted
    join candidates as a on a.topic = counted.one
    join candidates as b on b.topic = counted.other
    where counted.stories >= a.at_least and not list_has_any(a.words, b.words)
),
scored as (
    select
        *,
        -- both in every story are as tied as can be, and no surprise: 0
        round(ln(lift) / nullif(ln(all_stories / stories), 0), 4) as npmi
    from compared
    where lift > 1
)
select
    site,
    topic_a,
    topic_b,
    stories,
    npmi,
    round(lift, 2) as lift
from scored
where npmi >= 0.1
order by site, topic_a, topic_b
