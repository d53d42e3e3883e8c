-- One row: the stories of a site that several posts tell, of all time, and the posts from $first to $last.
with story_counts as (
    select count(*) as stories
    from core.stories
    where site = $site
),
republished_counts as (
    select
        count(*) as republished,
        coalesce(sum(posts - 1), 0)::bigint as repeats
    from cadence.republishing
    where site = $site
),
recent_counts as (
    select
        coalesce(sum(posts), 0)::bigint as recent_posts,
        coalesce(sum(posts - stories), 0)::bigint as recent_repeats
    from cadence.daily
    where site = $site and day between $first and $last
)
select
    story_counts.stories,
    republished_counts.republished,
    republished_counts.repeats,
    recent_counts.recent_posts,
    recent_counts.recent_repeats
from story_counts
cross join republished_counts
cross join recent_counts
