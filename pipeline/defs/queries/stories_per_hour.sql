-- A row is an hour of the week of a site: weekday 1 for Monday, hour 0 to 23.
select
    site,
    weekday,
    hour,
    stories
from cadence.hours
order by site, weekday, hour
