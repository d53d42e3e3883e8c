-- One row: the silences of a site between its stories; none if it has no live story.
with newest_stories as (
    select
        site,
        max(published_on) as newest_on
    from core.posts
    where is_live and post_id = story_id and not is_future
    group by site
)
select
    gaps.median_hours,
    gaps.longest_hours,
    gaps.longest_from at time zone $timezone as longest_from_local,
    gaps.open_gap_hours,
    newest_stories.newest_on
from cadence.gaps as gaps
left join newest_stories using (site)
where site = $site
