-- A row is a site: the counts of its last refresh, its live posts, and how old the data is at $now. That counts from
-- $current_at, when a refresh last found it current, but for a site that is $unread from the last refresh that read it.
with latest_refreshes as (
    select
        site,
        max(refresh_id) as refresh_id
    from core.refreshes
    group by site
),
live_posts as (
    select
        site,
        count(*) as live,
        max(published_local) as newest
    from core.posts
    where is_live
    group by site
)
select
    site,
    sites.as_of,
    date_trunc(
        'minute',
        $now::timestamptz - if(
            list_contains($unread::varchar[], site),
            refreshes.as_of,
            greatest(sites.as_of, if($current_at::timestamptz <= $now::timestamptz, $current_at::timestamptz, null))
        )
    ) as age,
    refreshes.files,
    refreshes.posts,
    coalesce(live_posts.live, 0) as live,
    refreshes.problems,
    live_posts.newest
from core.sites as sites
left join latest_refreshes using (site)
left join core.refreshes as refreshes using (site, refresh_id)
left join live_posts using (site)
order by site
