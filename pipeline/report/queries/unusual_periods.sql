-- A row is a day or week out of the ordinary, latest first, with the number of them all.
select
    period,
    unit,
    kind,
    reason,
    count(*) over () as total
from cadence.anomalies
where site = $site
order by period desc, unit desc
limit $max_rows
