/*---
description: When a topic came, peaked and went. For topics with 3 stories or more, on large sites with one in 1,000 of
  all stories or with 10.
grain: [site, topic_id]
columns:
  site: The site.
  topic_id: The topic.
  stories: Stories about it.
  first_week: Week of its first story.
  peak_week: Week with the most of its stories; the earliest of equals.
  peak_stories: Stories about it in that week.
  last_week: Week of its last story.
  half_life_weeks: Weeks from the peak until half of the stories from the peak on were told; 0 if the peak's week had
    them.
  recent: Stories about it in the last 13 weeks, today's included.
  expected: Stories that these weeks would have at the topic's share of all stories before them, half a story added to
    that share's count.
  stage: gone, without a story in the last 26 weeks; rising or fading, with far more or fewer stories than expected in
    the last 13 (z of 2 and more); else steady.
checks:
  weeks_are_in_order: first_week <= peak_week and peak_week <= last_week
  half_life_ends_in_time: half_life_weeks between 0 and date_diff('day', peak_week, last_week) / 7
  stage_is_known: stage in ('rising', 'steady', 'fading', 'gone')
  gone_is_not_recent: stage <> 'gone' or recent = 0
  often_enough: stories >= 3 and peak_stories between 1 and stories
---*/
with weeks as (
    select
        site,
        topic_id,
        weekly.week,
        weekly.stories,
        row_number() over (partition by site, topic_id order by weekly.stories desc, weekly.week) as place,
        sites.today
    from topics.weekly as weekly
    join core.sites as sites using (site)
),
peaks as (
    select
        site,
        topic_id,
        week as peak_week,
        stories as peak_stories
    from weeks
    where place = 1
),
since_peak as (
    select
        site,
        topic_id,
        weeks.week,
        peaks.peak_week,
        sum(weeks.stories) over (partition by site, topic_id order by weeks.week) as told,
        sum(weeks.stories) over (partition by site, topic_id) as to_tell
    from weeks
    join peaks using (site, topic_id)
    where weeks.week >= peaks.peak_week
),
half_lives as (
    select
        site,
        topic_id,
        date_diff('day', peak_week, min(week)) // 7 as half_life_weeks
    from since_peak
    where 2 * told >= to_tell
    group by site, topic_id, peak_week
),
spans as (
    select
        site,
        topic_id,
        cast(sum(stories) as bigint) as stories,
        min(week) as first_week,
        max(week) as last_week,
        cast(coalesce(sum(stories) filter (where week > today - 91 and week <= today), 0) as bigint) as recent,
        cast(coalesce(sum(stories) filter (where week <= today - 91), 0) as bigint) as before,
        coalesce(bool_or(week > today - 182), false) as is_alive
    from weeks
    group by site, topic_id
),
totals as (
    select
        site,
        sum(weekly.stories) filter (where weekly.week > sites.today - 91 and weekly.week <= sites.today) as recent,
        sum(weekly.stories) filter (where weekly.week <= sites.today - 91) as before,
        greatest(3, least(10, 0.001 * sum(weekly.stories))) as at_least
    from cadence.weekly as weekly
    join core.sites as sites using (site)
    group by site
),
compared as (
    select
        site,
        spans.*,
        round((spans.before + 0.5) * coalesce(totals.recent, 0) / nullif(totals.before, 0), 3) as expected
    from spans
    join totals using (site)
    where spans.stories >= totals.at_least
),
scored as (
    select
        *,
        2 * (sqrt(recent + 0.375) - sqrt(expected + 0.375)) as z
    from compared
)
select
    site,
    topic_id,
    scored.stories,
    scored.first_week,
    peaks.peak_week,
    peaks.peak_stories,
    scored.last_week,
    half_lives.half_life_weeks,
    scored.recent,
    scored.expected,
    case
        when not scored.is_alive then 'gone'
        when scored.z >= 2 then 'rising'
        when scored.z <= -2 then 'fading'
        else 'steady'
    end as stage
from scored
join peaks using (site, topic_id)
join half_lives using (site, topic_id)
order by site, topic_id
