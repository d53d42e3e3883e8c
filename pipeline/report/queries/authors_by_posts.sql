-- A row is an author with a live post, those with the most posts first.
select
    author_id,
    name,
    posts,
    stories,
    first_on,
    last_on
from core.authors
where site = $site and posts > 0
order by posts desc, author_id asc
