-- A row is a week up to this one, oldest first; a mean needs twelve weeks that are over.
select
    week,
    posts,
    stories,
    case when is_complete then rolling_12 end as mean,
    year_before,
    is_complete
from cadence.weekly
where site = $site and week <= $today
order by week
