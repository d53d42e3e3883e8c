/*---
description: Superseded by topics.moved, and kept for one release. Topics with far more recent stories than the 26 weeks
  before suggest. A row needs at least 3 stories, twice the expected number, and a z of 2. Of such rows chance makes
  many. is_signal marks those that it does not explain.
grain: [site, topic_id]
columns:
  site: The site.
  topic_id: The topic.
  days: Number of recent days, today included. 7, or 28 on a site with fewer than 20 stories in the last 7 days.
  stories: Stories about the topic first published in these days.
  expected: Stories in these days if the topic had the same share here as in the 26 weeks before. Half a story is added
    to the topic's count in those weeks.
  z: sqrt(stories) + sqrt(stories + 1) - sqrt(4 * expected + 1).
  p: Chance of at least so many stories about the topic in these days, if the site's stories were dealt out to the days
    anew (hypergeometric).
  is_signal: p is small although many topics were looked at, all with 3 stories or more in these days and weeks. At most
    one in ten such rows is chance (Benjamini and Hochberg).
  rank: 1 for the highest z. Ties go to the topic with more stories, then by topic_id.
checks:
  more_than_expected: stories >= 3 and stories >= 2 * expected - 0.001 and z >= 2
  days_are_7_or_28: days in (7, 28)
  signals_are_rare: not is_signal or p < 0.1
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
        cast(coalesce(sum(daily.stories) filter (where daily.day > sites.today - sites.days), 0) as bigint) as recent,
        cast(coalesce(sum(daily.stories) filter (where daily.day <= sites.today - sites.days), 0) as bigint) as earlier
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
topics_per_site as (
    select
        site,
        count(*) as topics
    from stories_per_topic
    where recent + earlier >= 3
    group by site
),
topics_with_expected as (
    select
        site,
        stories_per_topic.topic_id,
        stories_per_topic.days,
        stories_per_topic.recent as stories,
        (stories_per_topic.earlier + 0.5) * stories_per_site.recent / nullif(stories_per_site.earlier, 0) as expected,
        chance_to_share(
            stories_per_topic.recent,
            stories_per_site.recent,
            stories_per_topic.recent + stories_per_topic.earlier,
            stories_per_site.recent + stories_per_site.earlier
        ) as p
    from stories_per_topic
    inner join stories_per_site using (site)
    where stories_per_topic.recent >= 3
),
topics_with_z as (
    select
        *,
        z_score(stories, expected) as z
    from topics_with_expected
    where stories >= 2 * expected
),
cutoffs as (
    select
        site,
        signal_cutoff(list(topics.p order by topics.p), max(topics_per_site.topics)) as cutoff
    from topics_with_z as topics
    inner join topics_per_site using (site)
    group by site
)
select
    site,
    topics.topic_id,
    cast(topics.days as bigint) as days,
    topics.stories,
    round(topics.expected, 3) as expected,
    topics.z,
    topics.p,
    coalesce(topics.p <= cutoffs.cutoff, false) as is_signal,
    row_number() over (partition by site order by topics.z desc, topics.stories desc, topics.topic_id asc) as rank
from topics_with_z as topics
inner join cutoffs using (site)
where topics.z >= 2
order by site, rank
