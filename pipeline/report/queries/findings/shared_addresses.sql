-- A row is an address that several live posts share, those of most posts first, with the number of them all.
select
    site,
    count(*) over (partition by site) as total,
    url,
    paths
from core.url_conflicts
qualify row_number() over (partition by site order by len(paths) desc, url asc) <= $max_rows
order by site asc, len(paths) desc, url asc
