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
select
    posts.site,
    posts.post_id,
    categories.category.id as category_id,
    categories.position,
    categories.category.as_written
from staging.posts as posts
join lake.posts as source using (site, post_id)
cross join unnest(source.category_refs) with ordinality as categories(category, position)
where posts.is_live
order by posts.site, posts.post_id, categories.position
