-- A row is a link within a site that leads nowhere, those of the newest posts first, with the number of them all.
select
    site,
    count(*) over (partition by site) as total,
    posts.path,
    post_links.text,
    post_links.url
from core.post_links as post_links
inner join core.posts as posts using (site, post_id)
where post_links.is_broken
qualify
    row_number() over (partition by site order by posts.published_at desc, post_id asc, post_links.position asc)
    <= $max_rows
order by site asc, posts.published_at desc, post_id asc, post_links.position asc
