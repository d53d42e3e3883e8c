/*---
description: Every image in the text of a live post, in Markdown, HTML and Hugo's shortcode figure.
grain: [site, post_id, position]
columns:
  site: The site.
  post_id: The live post.
  position: Place among the images of the post, from 1.
  url: Where the image is, relative to the site's url if it is within the site. As written where Liquid decides it. Null
    if none is given.
  alt: The alternative text. Empty for an image that says that it needs none. Null if nothing is said.
checks:
  each_image_once:
    (select count(*) from core.post_images) = (select coalesce(sum(images), 0) from core.posts where is_live)
---*/
with image_entries as (
    select
        posts.site,
        posts.post_id,
        unnest(lake_posts.image_refs) as image
    from staging.posts as posts
    inner join lake.posts as lake_posts using (row_key)
    where posts.is_live
)
select
    image_entries.site,
    image_entries.post_id,
    cast(image_entries.image.position as bigint) as position,
    image_entries.image.url,
    image_entries.image.alt
from image_entries
order by image_entries.site, image_entries.post_id, image_entries.image.position
