/*---
description: Posts and drafts, and whether the site shows them at as_of.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  row_key: Key of the post's row in lake.posts.
  text_key: Key of the post's text in lake.terms, lake.fingerprints and lake.openings.
  published_at: When it is published. Null for a draft without a date.
  published_on: The day of published_at on the site's calendar.
  is_future: It is dated after as_of, or shown only from a later moment on.
  is_live: The site's generator writes it by default at as_of.
checks:
  live_is_dated: not is_live or published_on is not null
  each_post_once:
    (select count(*) from staging.posts) = (select count(*) from lake.files where fate in ('post', 'draft'))
---*/
with current_posts as (
    select
        posts.site,
        posts.post_id,
        row_key,
        posts.text_key,
        posts.published_at,
        posts.published_on,
        coalesce(posts.published_at > getvariable('as_of'), false) as is_dated_later,
        coalesce(posts.live_from > getvariable('as_of'), false) as is_shown_later,
        coalesce(posts.live_until <= getvariable('as_of'), false) as is_expired,
        posts.published_at is not null and posts.fate = 'post' and not posts.is_hidden as is_ready,
        sites.future as shows_future
    from lake.posts as posts
    inner join site.sites as sites using (site)
    -- The lake may still hold rows of earlier versions of a file.
    inner join lake.files using (row_key)
    where posts.fate in ('post', 'draft')
)
select
    site,
    post_id,
    row_key,
    text_key,
    published_at,
    published_on,
    is_dated_later or is_shown_later as is_future,
    is_ready and (shows_future or not is_shown_later) and not is_expired as is_live
from current_posts
order by site, post_id
