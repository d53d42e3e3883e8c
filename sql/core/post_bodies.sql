/*---
description: The text of every live post. It is kept apart from core.posts, which is quicker to read without it.
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
    lake_posts.body
from staging.posts as posts
inner join lake.posts as lake_posts using (row_key)
where posts.is_live
order by posts.site, lake_posts.path
