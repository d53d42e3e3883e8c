-- A row is a site, with the first and the last of the weeks that charts of the recent past show.
-- They are the last 104 weeks; of a site that has been silent for longer, those that end with its newest story.
with site_weeks as (
    select
        site,
        min(weekly.week) as oldest_week,
        max(weekly.week) filter (where weekly.stories > 0) as newest_week
    from cadence.weekly as weekly
    inner join core.sites as sites using (site)
    where weekly.week <= sites.today
    group by site
),
last_weeks as (
    select
        site,
        site_weeks.oldest_week,
        if(
            site_weeks.newest_week < date_trunc('week', sites.today) - interval 103 weeks,
            site_weeks.newest_week,
            date_trunc('week', sites.today)
        )::date as last_week
    from core.sites as sites
    left join site_weeks using (site)
)
select
    site,
    coalesce(nullif(sites.title, ''), site) as title,
    sites.generator,
    sites.timezone,
    sites.as_of at time zone sites.timezone as as_of_local,
    sites.today,
    greatest(
        coalesce(last_weeks.oldest_week, last_weeks.last_week),
        last_weeks.last_week - interval 103 weeks
    )::date as first_week,
    last_weeks.last_week
from core.sites as sites
inner join last_weeks using (site)
order by site
