-- A row is a weekday that had a day in the site's time, 1 for Monday.
select
    isodow(day) as weekday,
    sum(stories)::bigint as stories
from cadence.daily
where site = $site
group by isodow(day)
order by weekday
