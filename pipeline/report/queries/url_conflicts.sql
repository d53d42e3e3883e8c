-- One row: the addresses that several posts share, and those posts.
select
    count(*) as addresses,
    coalesce(sum(len(post_ids)), 0)::bigint as posts
from core.url_conflicts
where site = $site
