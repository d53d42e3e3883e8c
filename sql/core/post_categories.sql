/*---
description: The categories of a post in their order, those of its folder first; the first is its section.
grain: [site, post_id, category_id]
columns:
  site: The site.
  post_id: The post, live or not.
  category_id: The category.
  position: Place among the post's categories, from 1.
  as_written: The category as this post spells it.
---*/
select
    posts.site,
    posts.post_id,
    categories.category.id as category_id,
    categories.position,
    categories.category.as_written
from lake.posts as posts
cross join unnest(posts.category_refs) with ordinality as categories(category, position)
order by posts.site, posts.post_id, categories.position
