-- A row is a day of the calendar, oldest first.
select
    day,
    posts,
    stories
from cadence.daily
where site = $site and day between $first and $last
order by day
