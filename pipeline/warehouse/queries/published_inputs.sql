-- One row: what the file was built from, and when the clock alone outdates it; all null in a file without sites.
with no_posts as (
    select
        cast(null as timestamptz) as live_from,
        cast(null as timestamptz) as live_until
    where false
),
posts as (
    select * from core.posts
    -- A file of an earlier release lacks these columns.
    union all by name
    select * from no_posts
),
moments as (
    select
        site,
        unnest([published_at, live_from, live_until]) as moment
    from posts
),
next_posts as (
    select
        site,
        min(moment) as next_post_at
    from moments
    where moment > (select max(sites.as_of) from core.sites as sites)
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
    -- Tables change with the site's day, and when a post becomes due or expires.
    min(least(sites.next_day_at, coalesce(next_posts.next_post_at, sites.next_day_at))) as next_due_at,
    max(latest_refreshes.refresh_id) as refresh_id
from core.sites as sites
left join next_posts using (site)
cross join latest_refreshes
