/*---
description: What is hot now. Topics with far more stories of late than the 26 weeks before that let expect; from 3
  stories on, twice the expected and z 2.
grain: [site, topic_id]
columns:
  site: The site.
  topic_id: The topic.
  days: What of late means; the last 7 days, today included, or 28 on a site with fewer than 20 stories in those 7.
  stories: Stories about the topic first published in these days.
  expected: Stories if they had the topic's share of the 26 weeks before, half a story added to that share's count.
  z: sqrt(stories) + sqrt(stories + 1) - sqrt(4 * expected + 1).
  rank: 1 for the highest z, then for more stories, ties by the topic.
checks:
  more_than_expected: stories >= 3 and stories >= 2 * expected - 0.001 and z >= 2
  days_are_7_or_28: days in (7, 28)
---*/
with paces as (
    select
        site,
        sites.today,
        case when sum(daily.stories) filter (where daily.day > sites.today - 7) >= 20 then 7 else 28 end as days
    from core.sites as sites
    join cadence.daily as daily using (site)
    where daily.day <= sites.today
    group by site, sites.today
),
totals as (
    select
        site,
        sum(daily.stories) filter (where daily.day > paces.today - paces.days) as recent,
        sum(daily.stories) filter (where daily.day <= paces.today - paces.days) as before
    from paces
    join cadence.daily as daily using (site)
    where daily.day between paces.today - paces.days - 181 and paces.today
    group by site
),
counted as (
    select
        site,
        story_topics.topic_id,
        paces.days,
        count(*) filter (where story_topics.published_on > paces.today - paces.days) as recent,
        count(*) filter (where story_topics.published_on <= paces.today - paces.days) as before
    from paces
    join topics.story_topics as story_topics using (site)
    where story_topics.published_on between paces.today - paces.days - 181 and paces.today
    group by site, story_topics.topic_id, paces.days
),
compared as (
    select
        site,
        counted.topic_id,
        counted.days,
        counted.recent as stories,
        (counted.before + 0.5) * totals.recent / nullif(totals.before, 0) as expected
    from counted
    join totals using (site)
    where counted.recent >= 3
),
scored as (
    select
        *,
        round(sqrt(stories) + sqrt(stories + 1) - sqrt(4 * expected + 1), 3) as z
    from compared
    where stories >= 2 * expected
)
select
    site,
    topic_id,
    days,
    stories,
    round(expected, 3) as expected,
    z,
    row_number() over (partition by site order by z desc, stories desc, topic_id) as rank
from scored
where z >= 2
order by site, rank
