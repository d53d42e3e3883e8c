-- A row is a month of one of the $max_rows authors with the most posts in the 36 months up to that of $last.
-- The months are the same for each author: from the first with a post, and twelve at least.
with recent_months as (
    select
        author_id,
        month,
        posts
    from cadence.authors_monthly
    where site = $site and month > date_trunc('month', $last) - interval 36 months and month <= $last
),
author_totals as (
    select
        author_id,
        sum(posts)::bigint as author_posts,
        count(*) over () as authors
    from recent_months
    group by author_id
    order by author_posts desc, author_id asc
    limit $max_rows
),
first_months as (
    select least(min(month), date_trunc('month', $last) - interval 11 months) as month
    from recent_months
),
months as (
    select (first_months.month + to_months(steps.range::integer))::date as month
    from first_months
    inner join range(36) as steps on first_months.month + to_months(steps.range::integer) <= $last
)
select
    author_id,
    authors.name as author,
    strftime(month, '%Y-%m') as month,
    strftime(month, '%B %Y') as name,
    coalesce(recent_months.posts, 0) as posts,
    author_totals.author_posts,
    author_totals.authors
from author_totals
cross join months
left join recent_months using (author_id, month)
inner join core.authors as authors using (author_id)
where authors.site = $site
order by author_totals.author_posts desc, author_id asc, months.month asc
