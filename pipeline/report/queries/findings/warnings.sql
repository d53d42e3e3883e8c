-- A row is what is odd about a file, the latest first, with the number of them all.
select
    site,
    count(*) over (partition by site) as total,
    path,
    line,
    kind,
    detail,
    first_seen_at::date::varchar as first_seen_on
from core.problems
where severity = 'warning' and kind <> 'url_conflict'
qualify row_number() over (partition by site order by first_seen_at desc nulls first, path asc, kind asc) <= $max_rows
order by site asc, first_seen_at desc nulls first, path asc, kind asc
