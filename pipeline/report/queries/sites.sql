-- A row is a site of the published file, with its first week and its newest week that has a story.
with site_weeks as (
    select
        site,
        min(weekly.week) as first_week,
        max(weekly.week) filter (where weekly.stories > 0) as newest_week
    from cadence.weekly as weekly
    inner join core.sites as sites using (site)
    where weekly.week <= sites.today
    group by site
)
select
    site,
    sites.title,
    sites.timezone,
    sites.as_of at time zone sites.timezone as as_of_local,
    sites.today,
    date_trunc('week', sites.today)::date as this_week,
    site_weeks.first_week,
    site_weeks.newest_week
from core.sites as sites
left join site_weeks using (site)
order by site
