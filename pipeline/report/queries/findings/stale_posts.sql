-- A row is a post that is old, still linked to and not known to be edited, those most linked to first, with the number
-- of all.
select
    site,
    count(*) over (partition by site) as total,
    coalesce(posts.title, '') as title,
    posts.path,
    coalesce(posts.url, '') as url,
    posts.published_on::varchar as published_on,
    stale_posts.linked_by,
    stale_posts.has_history
from quality.stale_posts as stale_posts
inner join core.posts as posts using (site, post_id)
qualify
    row_number() over (partition by site order by stale_posts.linked_by desc, posts.published_on asc, post_id asc)
    <= $max_rows
order by site asc, stale_posts.linked_by desc, posts.published_on asc, post_id asc
