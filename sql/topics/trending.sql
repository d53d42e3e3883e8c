/*---
description: Topics with far more recent stories than the 26 weeks before suggest. A row needs at least 3 stories, twice
  the expected number, and a z of 2.
grain: [site, topic_id]
columns:
  site: The site.
  topic_id: The topic.
  days: Number of recent days, today included. 7, or 28 on a site with fewer than 20 stories in the last 7 days.
  stories: Stories about the topic first published in these days.
  expected: Stories in these days if the topic had the same share here as in the 26 weeks before. Half a story is added
    to the topic's count in those weeks.
  z: sqrt(stories) + sqrt(stories + 1) - sqrt(4 * expected + 1).
  rank: 1 for the highest z. Ties go to the topic with more stories, then by topic_id.
checks:
  more_than_expected: stories >= 3 and stories >= 2 * expected - 0.001 and z >= 2
  days_are_7_or_28: days in (7, 28)
---*/
with sites_with_days as (
    select
        site,
        sites.today,
        case when sum(daily.stories) filter (where daily.day > sites.today - 7) >= 20 then 7 else 28 end as days
    from core.sites as sites
    inner join cadence.daily as daily using (site)
    where daily.day <= sites.today
    group by site, sites.today
),
stories_per_site as (
    select
        site,
        sum(daily.stories) filter (where daily.day > sites.today - sites.days) as recent,
        sum(daily.stories) filter (where daily.day <= sites.today - sites.days) as earlier
    from sites_with_days as sites
    inner join cadence.daily as daily using (site)
    where daily.day between sites.today - sites.days - 181 and sites.today
    group by site
),
stories_per_topic as (
    select
        site,
        story_topics.topic_id,
        sites.days,
        count(*) filter (where story_topics.published_on > sites.today - sites.days) as recent,
        count(*) filter (where story_topics.published_on <= sites.today - sites.days) as earlier
    from sites_with_days as sites
    inner join topics.story_topics as story_topics using (site)
    where story_topics.published_on between sites.today - sites.days - 181 and sites.today
    group by site, story_topics.topic_id, sites.days
),
topics_with_expected as (
    select
        site,
        stories_per_topic.topic_id,
        stories_per_topic.days,
        stories_per_topic.recent as stories,
        (stories_per_topic.earlier + 0.5) * stories_per_site.recent / nullif(stories_per_site.earlier, 0) as expected
    from stories_per_topic
    inner join stories_per_site using (site)
    where stories_per_topic.recent >= 3
),
topics_with_z as (
    select
        *,
        round(sqrt(stories) + sqrt(stories + 1) - sqrt(4 * expected + 1), 3) as z
    from topics_with_expected
    where stories >= 2 * expected
)
select
    site,
    topic_id,
    days,
    stories,
    round(expected, 3) as expected,
    z,
    row_number() over (partition by site order by z desc, stories desc, topic_id asc) as rank
from topics_with_z
where z >= 2
order by site, rank
