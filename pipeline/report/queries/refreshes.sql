-- A row is a refresh of a site, oldest first, and whether it found a change.
with refreshes_with_changes as (
    select distinct
        site,
        refresh_id
    from core.changes
)
select
    refresh_id,
    refreshes.started_at at time zone $timezone as started_local,
    refreshes_with_changes.refresh_id is not null as has_changes
from core.refreshes as refreshes
left join refreshes_with_changes using (site, refresh_id)
where site = $site
order by refresh_id
