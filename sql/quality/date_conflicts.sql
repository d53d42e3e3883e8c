/*---
description: Posts and drafts whose date is another day than the one in their file name. The site's generator follows
  the date. One day of difference is often a time written in another zone than the site's.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  path: The file, relative to the site.
  file_name_on: The day in the file name.
  published_on: The day that the site's generator takes, in the site's time zone.
  days_apart: Days from file_name_on to published_on. Negative if the date is earlier than the file name.
  date_as_written: Text of the date.
  date_source: Where the date is written (front_matter, defaults).
  is_live: The post is live.
checks:
  days_differ: days_apart <> 0
  each_conflict_once:
    (select count(*) from quality.date_conflicts) = (select count(*) from core.posts where has_date_conflict)
---*/
select
    posts.site,
    posts.post_id,
    posts.path,
    lake_posts.file_name_on,
    posts.published_on,
    date_diff('day', lake_posts.file_name_on, posts.published_on) as days_apart,
    posts.date_as_written,
    posts.date_source,
    posts.is_live
from core.posts as posts
inner join staging.posts as staging_posts using (site, post_id)
inner join lake.posts as lake_posts using (row_key)
where posts.has_date_conflict
order by posts.site, posts.path
