/*---
description: Posts and drafts with the text that each brings. Live posts of one site, language and text bring one text.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  path: The file, relative to the site.
  title: As written, else made of the file name.
  lang: Language, as the post or the site's defaults say.
  words: Words of the body.
  is_live: Jekyll's default build writes it at as_of.
  published_at: When it is published; null for a draft without a date.
  published_on: The site's calendar day of that.
  text_id: The earliest live post with this text, ties by path; a post that is not live brings its own.
checks:
  each_post_once: (select count(*) from staging.texts) = (select count(*) from staging.posts)
  a_draft_brings_its_own: is_live or text_id = post_id
---*/
with posts as (
    select
        site,
        post_id,
        source.path,
        source.title,
        source.lang,
        source.words,
        posts.is_live,
        posts.published_at,
        posts.published_on,
        -- a text of a few words ("Closed today.") is no evidence, so such a post stands for itself
        coalesce(case when posts.is_live and source.words >= 20 then source.body_sha256 end, post_id) as content
    from staging.posts as posts
    join lake.posts as source using (site, post_id)
)
select
    site,
    post_id,
    path,
    title,
    lang,
    words,
    is_live,
    published_at,
    published_on,
    first_value(post_id) over (partition by site, lang, content order by published_at, path) as text_id
from posts
order by site, path
