-- A row is an author of the twelve months up to that of $last, most posts first, beside all posts of those months.
with site_counts as (
    select sum(posts)::bigint as site_posts
    from cadence.monthly
    where site = $site and month > date_trunc('month', $last) - interval 12 months and month <= $last
)
select
    authors.name,
    sum(authors_monthly.posts)::bigint as posts,
    min(authors_monthly.first_month) > date_trunc('month', $last) - interval 12 months as is_new,
    any_value(site_counts.site_posts) as site_posts
from cadence.authors_monthly as authors_monthly
inner join core.authors as authors using (site, author_id)
cross join site_counts
where
    site = $site
    and authors_monthly.month > date_trunc('month', $last) - interval 12 months
    and authors_monthly.month <= $last
group by author_id, authors.name
order by posts desc, author_id asc
