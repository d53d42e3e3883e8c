/*---
description: Live posts with their texts. Posts of one site and language with the same body have one text.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  text_key: Key of the post's text in the lake.
  path: The file, relative to the site.
  title: The title as written, else made from the file name.
  lang: The language that the post or the site's defaults name.
  words: Words of the body.
  published_at: When it is published.
  published_on: The day of published_at on the site's calendar.
  text_id: The earliest post with this text. Ties go to the first path.
checks:
  each_post_once: (select count(*) from staging.texts) = (select count(*) from staging.posts where is_live)
---*/
with live_posts as (
    select
        posts.site,
        posts.post_id,
        posts.text_key,
        lake_posts.path,
        lake_posts.title,
        lake_posts.lang,
        lake_posts.words,
        posts.published_at,
        posts.published_on,
        -- Equal texts of a few words ("Closed today.") prove nothing, so such a post has a text of its own.
        coalesce(case when lake_posts.words >= 20 then lake_posts.body_sha256 end, posts.post_id) as content_key
    from staging.posts as posts
    inner join lake.posts as lake_posts using (row_key)
    where posts.is_live
)
select
    site,
    post_id,
    text_key,
    path,
    title,
    lang,
    words,
    published_at,
    published_on,
    first_value(post_id) over (partition by site, lang, content_key order by published_at, path) as text_id
from live_posts
order by site, path
