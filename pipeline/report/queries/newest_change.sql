-- One row: the newest refresh of a site that found a change, else its first; later ones may not have found any.
-- A site whose history was lost has no refresh: this one counts as its first.
with refreshes_with_changes as (
    select distinct
        site,
        refresh_id
    from core.changes
),
refreshes as (
    select
        site,
        refresh_id,
        refreshes.started_at,
        lag(refreshes.started_at) over (order by refresh_id) as previous_started_at,
        row_number() over (order by refresh_id) = 1 as is_first,
        row_number() over (order by refresh_id desc) = 1 as is_last,
        refreshes_with_changes.refresh_id is not null as has_changes
    from core.refreshes as refreshes
    left join refreshes_with_changes using (site, refresh_id)
    where site = $site
),
listed_refreshes as (
    select
        site,
        refresh_id,
        started_at,
        previous_started_at,
        is_first,
        is_last
    from refreshes
    where has_changes or is_first
)
select
    coalesce(listed_refreshes.refresh_id, '') as refresh_id,
    coalesce(listed_refreshes.started_at, sites.as_of) at time zone $timezone as started_local,
    listed_refreshes.previous_started_at at time zone $timezone as previous_started_local,
    coalesce(listed_refreshes.is_first, true) as is_first,
    coalesce(listed_refreshes.is_last, true) as is_last
from core.sites as sites
left join listed_refreshes using (site)
where site = $site
order by listed_refreshes.refresh_id desc
limit 1
