-- A row is a file that a refresh found changed, the newest posts first.
select
    changes.change,
    coalesce(posts.title, posts.slug, '') as title,
    path || coalesce(', was ' || nullif(changes.moved_from, ''), '') as file
from core.changes as changes
left join core.posts as posts using (site, path)
where site = $site and changes.refresh_id = $refresh_id
order by posts.published_at desc nulls last, path asc
limit $max_rows
