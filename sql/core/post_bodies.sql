/*---
description: The text of every live post. Apart from core.posts, which stays quick to read without it.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  body: The file after its front matter, as written.
checks:
  each_live_post_once: (select count(*) from core.post_bodies) = (select count(*) from core.posts where is_live)
---*/
select
    posts.site,
    posts.post_id,
    source.body
from staging.posts as posts
join lake.posts as source using (row_key)
where posts.is_live
order by posts.site, source.path
