/*---
description: Pairs of topics that share stories more often than chance explains. A pair needs at least 3 stories, or 5
  on a site with more than 1,000. A pair whose labels share a word says nothing new and is left out.
grain: [site, topic_a, topic_b]
columns:
  site: The site.
  topic_a: The topic that sorts first.
  topic_b: The other topic.
  stories: Stories about both topics.
  npmi: Normalised pointwise mutual information, from 0 (as often together as by chance) to 1 (never one without the
    other).
  lift: Stories about both topics, divided by the number that chance explains.
checks:
  each_pair_once: topic_a < topic_b
  tied: npmi between 0.1 and 1 and lift > 1
  often_enough: stories >= 3
---*/
with stories_per_site as (
    select
        site,
        sum(stories) as stories
    from cadence.weekly
    group by site
),
frequent_topics as (
    select
        site,
        topics.topic_id,
        -- Grouping by a number is faster than grouping by a text.
        cast(row_number() over (order by site, topics.topic_id) as integer) as topic_number,
        topics.stories,
        stories_per_site.stories as site_stories,
        case when stories_per_site.stories > 1000 then 5 else 3 end as min_stories,
        regexp_extract_all(lower(topics.label), '[\p{L}\p{M}\p{N}]+') as label_words
    from topics.topics as topics
    inner join stories_per_site using (site)
    where topics.stories >= case when stories_per_site.stories > 1000 then 5 else 3 end
),
frequent_story_topics as (
    select
        site,
        story_topics.story_id,
        frequent_topics.topic_number
    from topics.story_topics as story_topics
    inner join frequent_topics using (site, topic_id)
),
stories_per_pair as (
    select
        a.topic_number as number_a,
        b.topic_number as number_b,
        count(*) as stories
    from frequent_story_topics as a
    inner join frequent_story_topics as b
        on a.site = b.site and a.story_id = b.story_id and a.topic_number < b.topic_number
    group by a.topic_number, b.topic_number
    having count(*) >= 3
),
pairs_with_lift as (
    select
        a.site,
        a.topic_id as topic_a,
        b.topic_id as topic_b,
        stories_per_pair.stories,
        a.site_stories,
        stories_per_pair.stories * a.site_stories / (a.stories * b.stories) as lift
    from stories_per_pair
    inner join frequent_topics as a on stories_per_pair.number_a = a.topic_number
    inner join frequent_topics as b on stories_per_pair.number_b = b.topic_number
    where stories_per_pair.stories >= a.min_stories and not list_has_any(a.label_words, b.label_words)
),
pairs_with_npmi as (
    select
        *,
        -- Two topics in every story are always together, which is no surprise. nullif makes their npmi null, so that
        -- the pair is left out.
        round(ln(lift) / nullif(ln(site_stories / stories), 0), 4) as npmi
    from pairs_with_lift
    where lift > 1
)
select
    site,
    topic_a,
    topic_b,
    stories,
    npmi,
    round(lift, 2) as lift
from pairs_with_npmi
where npmi >= 0.1
order by site, topic_a, topic_b
