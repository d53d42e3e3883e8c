-- One row: the posts that are not live, each counted for its first reason, and the files that are no posts.
with file_counts as (
    select
        count(*) filter (where fate = 'problem') as problems,
        count(*) filter (where fate = 'page') as pages,
        count(*) filter (where fate = 'ignored') as ignored
    from core.files
    where site = $site
),
post_counts as (
    select
        count(*) filter (where not is_live and is_future) as future_posts,
        count(*) filter (where not is_live and is_hidden and not is_future) as hidden_posts,
        count(*) filter (where not is_live and not is_hidden and not is_future and is_draft) as drafts,
        count(*) filter (where not is_live and not is_hidden and not is_future and not is_draft) as expired_posts
    from core.posts
    where site = $site
)
select
    post_counts.future_posts,
    post_counts.hidden_posts,
    post_counts.drafts,
    post_counts.expired_posts,
    file_counts.pages,
    file_counts.problems,
    file_counts.ignored
from post_counts
cross join file_counts
