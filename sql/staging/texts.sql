/*---
description: Live posts with the text that each brings; those of one site, language and text bring one text.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  text_key: Its text, as the lake names it.
  path: The file, relative to the site.
  title: As written, else made of the file name.
  lang: Language, as the post or the site's defaults say.
  words: Words of the body.
  published_at: When it is published.
  published_on: The site's calendar day of that.
  text_id: The earliest post with this text, ties by path.
checks:
  each_post_once: (select count(*) from staging.texts) = (select count(*) from staging.posts where is_live)
---*/
with posts as (
    select
        posts.site,
        posts.post_id,
        posts.text_key,
        source.path,
        source.title,
        source.lang,
        source.words,
        posts.published_at,
        posts.published_on,
        -- a text of a few words ("Closed today.") is no evidence, so such a post stands for itself
        coalesce(case when source.words >= 20 then source.body_sha256 end, posts.post_id) as content
    from staging.posts as posts
    join lake.posts as source using (row_key)
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
    first_value(post_id) over (partition by site, lang, content order by published_at, path) as text_id
from posts
order by site, path
