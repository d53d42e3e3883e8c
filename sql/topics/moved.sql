/*---
description: Topics that have more or fewer stories than chance explains, in the last 13 whole weeks against the 52
  before. A subject is tested once, by the topic that names it. It needs at least 5 stories in the 65 weeks. A site
  without a story in 26 weeks is at rest. Its 13 weeks end with that of its last story.
grain: [site, topic_id]
columns:
  site: The site.
  topic_id: The topic that names its subject (see topics.topics.subject_id).
  last_week: Monday of the last of the 13 weeks.
  stories: Stories about the topic in the 13 weeks.
  before: Stories about it in the 52 weeks before.
  year_before: Stories about it in the same 13 weeks of the year before. They are the first 13 of the 52.
  expected: Stories in the 13 weeks if the topic had the same share here as in the 52 before.
  low: Fewest stories that are no surprise. It is expected - 1.645 * sqrt(v), and never below 0. Here v is expected,
    but at least 0.5, times 1 + n / m, with n stories of the site in the 13 weeks and m in the 52.
  high: Most stories that are no surprise, expected + 1.645 * sqrt(v).
  p: Chance of a number as far from the expected one in either direction (binomial, twice the smaller tail).
  q: Rate of false signals if this p were the limit (Benjamini and Hochberg, over all topics of this table and site).
  is_signal: q is 0.1 or less, and the stories are at least 1.5 times the expected ones, or at most 1 / 1.5 of them.
checks:
  often_enough: stories + before >= 5 and year_before <= before
  expected_lies_between: low <= expected and expected <= high and low >= 0
  chances_are_shares: p between 0 and 1 and q between 0 and 1
  signals_are_rare: not is_signal or q <= 0.1
  names_a_subject: (site, topic_id) in (select (site, subject_id) from topics.topics)
---*/
with newest_days as (
    select
        site,
        sites.today,
        max(daily.day) as newest_on
    from core.sites as sites
    inner join cadence.daily as daily using (site)
    where daily.stories > 0 and daily.day <= sites.today
    group by site, sites.today
),
periods as (
    select
        site,
        case
            when newest_on >= today - 182 then cast(date_trunc('week', today) as date)
            else cast(date_trunc('week', newest_on) as date) + 7
        end as until
    from newest_days
),
stories_per_site as (
    select
        site,
        cast(coalesce(sum(weekly.stories) filter (where weekly.week >= periods.until - 91), 0) as bigint) as stories,
        cast(coalesce(sum(weekly.stories) filter (where weekly.week < periods.until - 91), 0) as bigint) as before
    from cadence.weekly as weekly
    inner join periods using (site)
    where weekly.week >= periods.until - 455 and weekly.week < periods.until
    group by site
),
stories_per_topic as (
    select
        site,
        weekly.topic_id,
        periods.until,
        cast(coalesce(sum(weekly.stories) filter (where weekly.week >= periods.until - 91), 0) as bigint) as stories,
        cast(coalesce(sum(weekly.stories) filter (where weekly.week < periods.until - 91), 0) as bigint) as before,
        cast(coalesce(sum(weekly.stories) filter (where weekly.week < periods.until - 364), 0) as bigint) as year_before
    from topics.weekly as weekly
    inner join topics.topics as topics using (site, topic_id)
    inner join periods using (site)
    where
        topics.topic_id = topics.subject_id
        and weekly.week >= periods.until - 455
        and weekly.week < periods.until
    group by site, weekly.topic_id, periods.until
    having sum(weekly.stories) >= 5
),
tested_topics as (
    select
        site,
        topics.topic_id,
        topics.until - 7 as last_week,
        topics.stories,
        topics.before,
        topics.year_before,
        sites.stories / sites.before as ratio,
        topics.before * sites.stories / sites.before as expected,
        chance_to_differ(
            topics.stories, topics.stories + topics.before, sites.stories / (sites.stories + sites.before)
        ) as p
    from stories_per_topic as topics
    inner join stories_per_site as sites using (site)
    where sites.stories > 0 and sites.before > 0
),
tested_topics_with_rank as (
    select
        *,
        1.645 * sqrt(greatest(expected, 0.5) * (1 + ratio)) as margin,
        count(*) over (partition by site) as tested,
        count(*) over (partition by site order by p) as p_rank
    from tested_topics
),
topics_with_q as (
    select
        *,
        min(p * tested / p_rank) over (partition by site order by p desc) as q
    from tested_topics_with_rank
)
select
    site,
    topic_id,
    last_week,
    stories,
    before,
    year_before,
    round(expected, 3) as expected,
    round(greatest(expected - margin, 0), 3) as low,
    round(expected + margin, 3) as high,
    p,
    round(least(q, 1), 4) as q,
    q <= 0.1 and (stories >= 1.5 * expected or stories <= expected / 1.5) as is_signal
from topics_with_q
order by site, topic_id
