/*---
description: What a site puts before the titles of its posts, such as "Breaking:". Used on one post in 200 and on five at
  least, or exchanged for another when a story is published again.
grain: [site, prefix]
columns:
  site: The site.
  prefix: The text before the colon, in lower case.
  posts: Live posts with it.
checks:
  prefix_is_short: length(prefix) between 2 and 24
  prefix_is_used: posts > 0
---*/
with titles as (
    select
        posts.site,
        posts.post_id,
        nullif(trim(lower(regexp_extract(trim(source.title), '^([^:]{2,24}):', 1))), '') as prefix
    from staging.posts as posts
    join lake.posts as source using (row_key)
    where posts.is_live
),
sites as (
    select
        site,
        count(*) as posts
    from titles
    group by site
),
exchanges as (
    select
        site,
        stories.story_id
    from titles
    join staging.stories as stories using (site, post_id)
    group by site, stories.story_id
    having count(distinct titles.prefix) > 1
),
counted as (
    select
        site,
        titles.prefix,
        count(*) as posts,
        count(exchanges.story_id) as exchanged
    from titles
    join staging.stories as stories using (site, post_id)
    left join exchanges using (site, story_id)
    where length(titles.prefix) >= 2
    group by site, titles.prefix
)
select
    site,
    counted.prefix,
    counted.posts
from counted
join sites using (site)
where counted.exchanged > 0 or counted.posts >= greatest(5, 0.005 * sites.posts)
order by site, counted.prefix
