/*---
description: How long a site is silent between one story and the next, over all stories published by as_of.
grain: [site]
columns:
  site: The site, if it has a story.
  median_hours: Half of the silences are no longer; null with a single story.
  p90_hours: Nine in ten are no longer; null with a single story.
  longest_hours: The longest; null with a single story.
  longest_from: When the longest began, the earliest of equals; null with a single story.
  open_gap_hours: From the newest story to as_of.
  late_after_hours: >-
    The site is late after this: a quarter more than the longest silence of the 52 weeks before its newest story; null
    where those have fewer than 10.
checks:
  longer_is_longer: coalesce(median_hours <= p90_hours and p90_hours <= longest_hours, longest_hours is null)
  longest_began: (longest_hours is null) = (longest_from is null)
  open_gap_is_not_negative: open_gap_hours >= 0
warnings:
  newest_is_not_late: coalesce(open_gap_hours <= late_after_hours, true)
---*/
with silences as (
    select
        site,
        story_id,
        published_at,
        lead(published_at) over (partition by site order by published_at, story_id) as until,
        max(published_at) over (partition by site) - interval 364 days as year_ago
    from core.posts
    where is_live and not is_future and post_id = story_id
),
measured as (
    select
        *,
        date_diff('second', published_at, until) as seconds,
        -- of a silence that began before, what lies in the year
        case when until >= year_ago then date_diff('second', greatest(published_at, year_ago), until) end as recent
    from silences
),
ranked as (
    select
        *,
        row_number() over (partition by site order by seconds desc nulls last, published_at, story_id) as place
    from measured
)
select
    site,
    -- between two silences lie tenths of a second; what is below is the engine's
    round(round(quantile_cont(seconds, 0.5), 1) / 3600, 2) as median_hours,
    round(round(quantile_cont(seconds, 0.9), 1) / 3600, 2) as p90_hours,
    round(max(seconds) / 3600, 2) as longest_hours,
    max(published_at) filter (where place = 1 and seconds is not null) as longest_from,
    round(date_diff('second', max(published_at), max(sites.as_of)) / 3600, 2) as open_gap_hours,
    case
        when count(recent) >= 10
        then round(1.25 * max(recent) / 3600, 2)
    end as late_after_hours
from ranked
join core.sites as sites using (site)
group by site
order by site
