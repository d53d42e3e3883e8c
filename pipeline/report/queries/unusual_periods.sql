-- A row is a day or week out of the ordinary, latest first, with the number of them all.
select
    if(unit = 'week', strftime(period, 'Week of %-d %b %Y'), strftime(period, '%a, %-d %b %Y')) as name,
    kind,
    reason,
    count(*) over () as total
from cadence.anomalies
where site = $site
order by period desc, unit desc
limit $max_rows
