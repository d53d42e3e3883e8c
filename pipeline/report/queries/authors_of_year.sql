-- A row is an author of the months after $after, up to $last, most posts first, beside all posts of those months.
with site_counts as (
    select sum(posts)::bigint as site_posts
    from cadence.monthly
    where site = $site and month > $after and month <= $last
)
select
    authors_monthly.author_id,
    sum(authors_monthly.posts)::bigint as posts,
    min(authors_monthly.first_month) > $after as is_new,
    any_value(site_counts.site_posts) as site_posts
from cadence.authors_monthly as authors_monthly
cross join site_counts
where authors_monthly.site = $site and authors_monthly.month > $after and authors_monthly.month <= $last
group by authors_monthly.author_id
order by posts desc, authors_monthly.author_id asc
