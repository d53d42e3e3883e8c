/*---
description: The categories of a post in their order. Those of its folder come first, and the first one is its section.
grain: [site, post_id, category_id]
columns:
  site: The site.
  post_id: The live post.
  category_id: The category.
  position: Place among the post's categories, from 1.
  as_written: The category as this post spells it.
---*/
with category_entries as (
    select
        posts.site,
        posts.post_id,
        lake_posts.category_refs as categories,
        unnest(lake_posts.category_refs) as category
    from staging.posts as posts
    inner join lake.posts as lake_posts using (row_key)
    where posts.is_live
)
select
    category_entries.site,
    category_entries.post_id,
    category_entries.category.id as category_id,
    cast(list_position(category_entries.categories, category_entries.category) as bigint) as position,
    category_entries.category.as_written
from category_entries
order by category_entries.site, category_entries.post_id, position
