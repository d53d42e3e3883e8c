-- A row is a domain that a site links to, one of the $max_rows to which it links most, or all sites together.
with domains as (
    select
        site,
        domain,
        count(*) as links,
        count(distinct post_id) as posts,
        sum(count(*)) over (partition by domain) as links_of_all_sites
    from core.post_links
    where domain is not null
    group by site, domain
)
select
    site,
    domain,
    links,
    posts
from domains
qualify
    row_number() over (partition by site order by links desc, domain asc) <= $max_rows
    or dense_rank() over (order by links_of_all_sites desc, domain asc) <= $max_rows
order by site asc, links desc, domain asc
