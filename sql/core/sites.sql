/*---
description: The sites of this warehouse, and the moment and the sources that it was built from.
grain: [site]
columns:
  site: The site, a name or the name of its folder.
  title: As the site's configuration gives it.
  url: As the site's configuration gives it.
  timezone: The site's time zone, an IANA name.
  as_of: The moment that decides what is live.
  today: The site's calendar day at as_of.
  next_day_at: The site's next midnight after as_of; from then on these tables are a day old.
  lake_id: The content of the lake that this was built from.
  build_id: Everything that this was built from, models included.
checks:
  as_of_is_today: next_day_at > as_of and cast(cast(as_of as timestamptz) at time zone timezone as date) = today
---*/
with dated as (
    select
        site,
        title,
        url,
        timezone,
        getvariable('as_of') as as_of,
        cast(cast(getvariable('as_of') as timestamptz) at time zone timezone as date) as today
    from site.sites
),
midnights as (
    select
        *,
        cast(today + interval 1 day as timestamp) at time zone timezone as midnight
    from dated
)
select
    site,
    title,
    url,
    timezone,
    as_of,
    today,
    -- where clocks go back from one o'clock to midnight that is twice, and the day begins with the first
    case
        when cast(cast(midnight - interval 1 hour as timestamptz) at time zone timezone as date) > today
        then midnight - interval 1 hour
        else midnight
    end as next_day_at,
    getvariable('lake_id') as lake_id,
    getvariable('build_id') as build_id
from midnights
order by site
