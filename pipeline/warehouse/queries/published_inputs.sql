-- One row: what the file was built from, and when the clock alone outdates it; all null in a file without sites.
with next_posts as (
    select
        site,
        min(published_at) as next_post_at
    from core.posts
    where is_future
    group by site
),
latest_refreshes as (
    select coalesce(max(refresh_id), '') as refresh_id
    from core.refreshes
)
select
    max(sites.as_of) as as_of,
    max(sites.lake_id) as lake_id,
    max(sites.build_id) as build_id,
    -- Tables change with the site's day, and when a future post becomes due.
    min(least(sites.next_day_at, coalesce(next_posts.next_post_at, sites.next_day_at))) as next_due_at,
    max(latest_refreshes.refresh_id) as refresh_id
from core.sites as sites
left join next_posts using (site)
cross join latest_refreshes
