-- A row is one of the $max_rows domains that a site links to most, with the number of them all.
select
    site,
    count(*) over (partition by site) as total,
    domain,
    count(*) as links,
    count(distinct post_id) as posts
from core.post_links
where domain is not null
group by site, domain
qualify row_number() over (partition by site order by count(*) desc, domain asc) <= $max_rows
order by site asc, links desc, domain asc
