-- A row is a site: its posts and drafts, those not of the future, its live posts that hold text, and their words.
select
    site,
    count(posts.post_id) as posts,
    count(posts.post_id) filter (where not posts.is_future) as due_posts,
    count(posts.post_id) filter (where posts.words > 0) as texts,
    coalesce(sum(posts.words), 0)::bigint as words
from core.sites
left join core.posts as posts using (site)
group by site
