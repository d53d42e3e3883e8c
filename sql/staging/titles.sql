/*---
description: The titles of live posts, split into the prefix that the site puts before titles and the post's own words.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  prefix: The part before the colon, as written, if staging.prefixes has it. Else null.
  headline: The title without the prefix.
checks:
  each_post_once: (select count(*) from staging.titles) = (select count(*) from staging.posts where is_live)
  headline_is_not_empty: headline <> '' or prefix is null
---*/
with split_titles as (
    select
        posts.site,
        posts.post_id,
        trim(lake_posts.title) as title,
        trim(regexp_extract(trim(lake_posts.title), '^([^:]{2,24}):', 1)) as prefix,
        trim(regexp_extract(trim(lake_posts.title), '(?s)^[^:]{2,24}:(.*)$', 1)) as headline
    from staging.posts as posts
    inner join lake.posts as lake_posts using (row_key)
    where posts.is_live
)
select
    split_titles.site,
    split_titles.post_id,
    case when prefixes.prefix is not null and split_titles.headline <> '' then split_titles.prefix end as prefix,
    case
        when prefixes.prefix is not null and split_titles.headline <> '' then split_titles.headline
        else split_titles.title
    end as headline
from split_titles
left join staging.prefixes as prefixes
    on split_titles.site = prefixes.site and prefixes.prefix = lower(split_titles.prefix)
order by split_titles.site, split_titles.post_id
