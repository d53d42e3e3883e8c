/*---
description: The titles of live posts, taken apart into what the site puts before titles and what is the post's own.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  prefix: The part before the colon, as written, where it is one of staging.prefixes; else null.
  headline: The title without it.
checks:
  each_post_once: (select count(*) from staging.titles) = (select count(*) from staging.posts where is_live)
  headline_is_not_empty: headline <> '' or prefix is null
---*/
with titles as (
    select
        posts.site,
        posts.post_id,
        trim(source.title) as title,
        trim(regexp_extract(trim(source.title), '^([^:]{2,24}):', 1)) as prefix,
        trim(regexp_extract(trim(source.title), '(?s)^[^:]{2,24}:(.*)$', 1)) as headline
    from staging.posts as posts
    join lake.posts as source using (row_key)
    where posts.is_live
)
select
    titles.site,
    titles.post_id,
    case when prefixes.prefix is not null and titles.headline <> '' then titles.prefix end as prefix,
    case when prefixes.prefix is not null and titles.headline <> '' then titles.headline else titles.title end as headline
from titles
left join staging.prefixes as prefixes on prefixes.site = titles.site and prefixes.prefix = lower(titles.prefix)
order by titles.site, titles.post_id
