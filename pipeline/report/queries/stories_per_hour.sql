-- A row is an hour of the week: weekday 1 for Monday, hour 0 to 23.
select
    weekday,
    hour,
    stories
from cadence.hours
where site = $site
order by weekday, hour
