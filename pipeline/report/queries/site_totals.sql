-- One row: what is live on a site, its authors, and the files that could not be read as posts.
with post_counts as (
    select
        count(*) as posts,
        count(*) filter (where post_id = story_id) as stories,
        max(published_on) as newest_on
    from core.posts
    where site = $site and is_live
),
author_counts as (
    select count(*) as authors
    from core.authors
    where site = $site and posts > 0
),
file_counts as (
    select count(*) as problems
    from core.files
    where site = $site and fate = 'problem'
)
select
    post_counts.posts,
    post_counts.stories,
    post_counts.newest_on,
    author_counts.authors,
    file_counts.problems
from post_counts
cross join author_counts
cross join file_counts
