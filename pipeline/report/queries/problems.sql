-- A row is a problem of a severity, the latest first, with the number of them all and of their files.
select
    path || coalesce(':' || nullif(line, 0), '') as place,
    replace(kind, '_', ' ') as problem,
    detail,
    count(*) over () as total,
    count(distinct path) over () as files
from core.problems
where site = $site and severity = $severity
order by first_seen_at desc nulls first, path asc, kind asc
limit $max_rows
