-- A row is a problem of one of the severities.
select
    site,
    path,
    line,
    severity,
    kind,
    detail
from core.problems
where list_contains($severities, severity)
order by all
