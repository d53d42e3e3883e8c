/*---
description: Lengths of a site's silences. A silence is the time from one story to the next. All stories published by
  as_of count. Hours are rounded to 4 digits, so that a second is not 0.
grain: [site]
columns:
  site: The site. A site without a story has no row.
  median_hours: Half of the silences are this long or shorter. Null if the site has a single story. A quantile lies
    between two silences where it falls between them (quantile_cont).
  p90_hours: Nine tenths of the silences are this long or shorter. Null if the site has a single story.
  longest_hours: Length of the longest silence. Null if the site has a single story.
  longest_from: Start of the longest silence, the earliest of equals. Null if the site has a single story.
  open_gap_hours: Hours from the newest story to as_of.
  late_after_hours: >-
    The site is late if open_gap_hours is more than this. The value is 1.25 times the longest silence of the 52 weeks
    before the newest story. Null if these weeks have fewer than 10 silences.
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
        lead(published_at) over (partition by site order by published_at, story_id) as next_published_at,
        max(published_at) over (partition by site) - interval 364 days as recent_since
    from core.posts
    where is_live and not is_future and post_id = story_id
),
silences_with_length as (
    select
        *,
        date_diff('second', published_at, next_published_at) as seconds,
        -- A silence that began before the 52 weeks counts only with its part inside them.
        case
            when next_published_at >= recent_since
            then date_diff('second', greatest(published_at, recent_since), next_published_at)
        end as recent_seconds
    from silences
),
silences_by_length as (
    select
        *,
        row_number()
            over (partition by site order by seconds desc nulls last, published_at asc, story_id asc)
            as length_rank
    from silences_with_length
)
select
    site,
    -- Between two lengths in whole seconds, these percentiles fall on tenths of a second. Further digits are rounding
    -- errors of the engine.
    round(round(quantile_cont(silences_by_length.seconds, 0.5), 1) / 3600, 4) as median_hours,
    round(round(quantile_cont(silences_by_length.seconds, 0.9), 1) / 3600, 4) as p90_hours,
    round(max(silences_by_length.seconds) / 3600, 4) as longest_hours,
    max(silences_by_length.published_at) filter (
        where silences_by_length.length_rank = 1 and silences_by_length.seconds is not null
    ) as longest_from,
    round(
        date_diff('second', max(silences_by_length.published_at), max(sites.as_of)) / 3600, 4
    ) as open_gap_hours,
    case
        when count(silences_by_length.recent_seconds) >= 10
        then round(1.25 * max(silences_by_length.recent_seconds) / 3600, 4)
    end as late_after_hours
from silences_by_length
inner join core.sites as sites using (site)
group by site
order by site
