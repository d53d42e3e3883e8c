-- A row is an author, with the name to show.
select
    site,
    author_id,
    name
from core.authors
order by site, author_id
