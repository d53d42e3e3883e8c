-- A row is a live post dated to another day than its file name, the farthest apart first, with the number of all.
select
    site,
    count(*) over (partition by site) as total,
    path,
    published_on::varchar as published_on,
    days_apart
from quality.date_conflicts
where is_live
qualify row_number() over (partition by site order by abs(days_apart) desc, path asc) <= $max_rows
order by site asc, abs(days_apart) desc, path asc
