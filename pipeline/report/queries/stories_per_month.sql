-- A row is a month up to this one, oldest first; a mean needs twelve months that are over.
select
    month,
    strftime(month, '%B %Y') as name,
    posts,
    stories,
    case when is_complete then rolling_12 end as mean
from cadence.monthly
where site = $site and month <= $today
order by month
