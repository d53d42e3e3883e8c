/*---
description: Prefixes that a site puts before the titles of its posts, such as "Breaking:". Each is used on at least
  five posts and one post in 200, or it was exchanged for another one when a story was published again.
grain: [site, prefix]
columns:
  site: The site.
  prefix: The text before the colon, in lower case.
  posts: Live posts with it.
checks:
  prefix_is_short: length(prefix) between 2 and 24
  prefix_is_used: posts > 0
---*/
with title_prefixes as (
    select
        posts.site,
        posts.post_id,
        nullif(trim(lower(regexp_extract(trim(lake_posts.title), '^([^:]{2,24}):', 1))), '') as prefix
    from staging.posts as posts
    inner join lake.posts as lake_posts using (row_key)
    where posts.is_live
),
posts_per_site as (
    select
        site,
        count(*) as posts
    from title_prefixes
    group by site
),
stories_with_several_prefixes as (
    select
        site,
        stories.story_id
    from title_prefixes
    inner join staging.stories as stories using (site, post_id)
    group by site, stories.story_id
    having count(distinct title_prefixes.prefix) > 1
),
posts_per_prefix as (
    select
        site,
        title_prefixes.prefix,
        count(*) as posts,
        count(stories_with_several_prefixes.story_id) as exchanged_posts
    from title_prefixes
    inner join staging.stories using (site, post_id)
    left join stories_with_several_prefixes using (site, story_id)
    where length(title_prefixes.prefix) >= 2
    group by site, title_prefixes.prefix
)
select
    site,
    posts_per_prefix.prefix,
    posts_per_prefix.posts
from posts_per_prefix
inner join posts_per_site using (site)
where posts_per_prefix.exchanged_posts > 0 or posts_per_prefix.posts >= greatest(5, 0.005 * posts_per_site.posts)
order by site, posts_per_prefix.prefix
