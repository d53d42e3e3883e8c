-- A row is a field of the front matter of a site, with the live posts that fill it.
select
    site,
    field,
    posts,
    filled
from quality.completeness
order by site, field
