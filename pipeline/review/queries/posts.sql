-- The columns of core.posts that core.url_conflicts reads.
select
    posts.site,
    posts.post_id,
    posts.is_live,
    lake_posts.path,
    lake_posts.url
from staging.posts as posts
inner join lake.posts as lake_posts using (row_key)
