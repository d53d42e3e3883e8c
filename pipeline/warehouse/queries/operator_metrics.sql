-- One row: the numbers of all sites together that an operator plots.
with live_posts as (
    select count(*) as live_posts
    from core.posts
    where is_live
),
stories as (
    select count(*) as stories
    from core.stories
),
newest_stories as (
    select min(open_gap_hours) as newest_age_hours
    from cadence.gaps
),
file_counts as (
    select
        count(*) filter (where fate = 'post') as posts,
        count(*) filter (where fate = 'problem') as problems,
        count(*) filter (where fate <> 'ignored') as candidates
    from core.files
)
select
    file_counts.posts,
    live_posts.live_posts,
    stories.stories,
    file_counts.problems,
    round(file_counts.problems / greatest(file_counts.candidates, 1), 4) as share_rejected,
    newest_stories.newest_age_hours
from file_counts
cross join live_posts
cross join stories
cross join newest_stories
