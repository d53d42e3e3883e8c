-- A row is a month in which an author has a post, oldest first; months after $after, up to $last.
select
    author_id,
    month,
    posts
from cadence.authors_monthly
where site = $site and month > $after and month <= $last
order by month, author_id
