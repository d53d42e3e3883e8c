-- A row is a day of the calendar, oldest first; its row is the weekday of a year, its column the week of it.
select
    day,
    year(day) || '-' || isodow(day) as row,
    (dayofyear(day) + isodow(date_trunc('year', day)) - 2) // 7 as "column",
    posts,
    stories
from cadence.daily
where site = $site and day between $first and $last
order by day
