-- A row is a site with its files, and those that the page does not count, each for its first reason.
with files_per_site as (
    select
        site,
        count(*) as files,
        count(*) filter (where fate = 'problem') as problems,
        count(*) filter (where fate = 'page') as pages,
        count(*) filter (where fate = 'ignored') as ignored
    from core.files
    group by site
),
posts_per_site as (
    select
        site,
        count(*) filter (where if(posts.is_live, posts.published_on > sites.today, posts.is_future)) as future_posts,
        count(*) filter (where not posts.is_live and not posts.is_future and posts.is_hidden) as hidden_posts,
        count(*) filter (
            where not posts.is_live and not posts.is_future and not posts.is_hidden and posts.is_draft
        ) as drafts,
        count(*) filter (
            where not posts.is_live and not posts.is_future and not posts.is_hidden and not posts.is_draft
        ) as expired_posts
    from core.posts as posts
    inner join core.sites as sites using (site)
    group by site
),
warnings_per_site as (
    select
        site,
        count(distinct path) as files_with_warnings
    from core.problems
    where severity = 'warning'
    group by site
)
select
    site,
    coalesce(files_per_site.files, 0) as files,
    coalesce(files_per_site.problems, 0) as problems,
    coalesce(warnings_per_site.files_with_warnings, 0) as files_with_warnings,
    coalesce(posts_per_site.drafts, 0) as drafts,
    coalesce(posts_per_site.future_posts, 0) as future_posts,
    coalesce(posts_per_site.hidden_posts, 0) as hidden_posts,
    coalesce(posts_per_site.expired_posts, 0) as expired_posts,
    coalesce(files_per_site.pages, 0) as pages,
    coalesce(files_per_site.ignored, 0) as ignored
from core.sites
left join files_per_site using (site)
left join posts_per_site using (site)
left join warnings_per_site using (site)
order by site
