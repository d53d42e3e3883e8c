-- A row is a site with the build of its tables: the same rows, the same page.
select
    site,
    build_id,
    epoch(as_of) as as_of_s
from core.sites
order by site
