/*---
description: The categories of a post in their order, those of its folder first; the first is its section.
grain: [site, post_id, category_id]
columns:
  site: The site.
  post_id: The post, a live one.
  category_id: The category.
  position: Place among the post's categories, from 1.
  as_written: The category as this post spells it.
---*/
with named as (
    select
        posts.site,
        posts.post_id,
        source.category_refs as categories,
        unnest(source.category_refs) as category
    from staging.posts as posts
    join lake.posts as source using (row_key)
    where posts.is_live
)
select
    site,
    post_id,
    category.id as category_id,
    cast(list_position(categories, category) as bigint) as position,
    category.as_written
from named
order by site, post_id, position
