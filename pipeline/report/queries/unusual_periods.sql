-- A row is a day, week or month out of the ordinary, latest first, with the number of them all.
select
    case unit
        when 'week' then strftime(period, 'Week of %-d %b %Y')
        when 'month' then strftime(period, '%B %Y')
        else strftime(period, '%a, %-d %b %Y')
    end as name,
    kind,
    reason,
    count(*) over () as total
from cadence.anomalies
where site = $site
order by period desc, unit desc
limit $max_rows
