-- A row is a site, with its today as days since 1970, and the moment that decided what is live on its clock.
select
    site,
    coalesce(nullif(trim(title), ''), site) as title,
    coalesce(base_url, '') as url,
    generator,
    timezone,
    strftime(as_of at time zone timezone, '%H:%M') as as_of_local,
    today - date '1970-01-01' as today
from core.sites
order by site
