/*---
description: Posts and drafts, and what the site shows of them at as_of.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  row_key: Its row in lake.posts.
  text_key: Its text, as lake.terms, lake.fingerprints and lake.openings name it.
  published_at: When it is published; null for a draft without a date.
  published_on: The site's calendar day of that.
  is_future: Dated after as_of.
  is_live: Jekyll's default build writes it at as_of.
checks:
  live_is_dated: not is_live or published_on is not null
  each_post_once:
    (select count(*) from staging.posts) = (select count(*) from lake.files where fate in ('post', 'draft'))
---*/
with dated as (
    select
        posts.site,
        posts.post_id,
        row_key,
        posts.text_key,
        posts.published_at,
        posts.published_on,
        coalesce(posts.published_at > getvariable('as_of'), false) as is_future,
        posts.published_at is not null and not posts.is_below_drafts and not posts.is_hidden as is_ready,
        sites.future as shows_future
    from lake.posts as posts
    join site.sites as sites using (site)
    -- what a file held before may have a row yet
    join lake.files as files using (row_key)
    where posts.fate <> 'problem'
)
select
    site,
    post_id,
    row_key,
    text_key,
    published_at,
    published_on,
    is_future,
    is_ready and (shows_future or not is_future) as is_live
from dated
order by site, post_id
