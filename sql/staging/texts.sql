/*---
description: Live posts with their texts. Posts of one site and language with the same body have one text. A body that
  comes back under other headlines is a template, such as an open thread. Then only posts of one headline have one text.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  text_key: Key of the post's text in the lake.
  path: The file, relative to the site.
  title: The title as written, else made from the file name.
  headline: The words and numbers of the title in lower case, with a space between. The part before a colon within the
    first 25 characters is left out, unless it has a number (Episode 12).
  lang: The language of the post, if its front matter, the site's defaults or its path name one. Only posts of one
    language have one text.
  translation_key: The key in the front matter that a text and its translations have in common.
  words: Words of the body.
  published_at: When it is published.
  published_on: The day of published_at on the site's calendar.
  text_id: The earliest post with this text. Ties go to the first path.
  is_separated: An editor has taken the post out of its story (seeds.story_overrides).
checks:
  each_post_once: (select count(*) from staging.texts) = (select count(*) from staging.posts where is_live)
---*/
with separated_paths as (
    select distinct
        site,
        path
    from seeds.story_overrides
    where apart_from <> ''
),
live_posts as (
    select
        posts.site,
        posts.post_id,
        posts.text_key,
        lake_posts.path,
        lake_posts.title,
        array_to_string(
            regexp_extract_all(
                lower(regexp_replace(lake_posts.title, '^[^:0-9]{2,24}:', '', 'g')),
                '[\p{L}\p{M}\p{N}]+(?:\.\p{N}+)*'
            ), ' '
        ) as headline,
        case when languages.lang_source <> 'text' then languages.lang end as lang,
        lake_posts.translation_key,
        lake_posts.words,
        posts.published_at,
        posts.published_on,
        -- Equal texts of a few words ("Closed today.") prove nothing, so such a post has a text of its own.
        coalesce(
            case when lake_posts.words >= 20 and separated.path is null then lake_posts.body_sha256 end, posts.post_id
        ) as content_key,
        separated.path is not null as is_separated
    from staging.posts as posts
    inner join lake.posts as lake_posts using (row_key)
    inner join staging.languages as languages on posts.site = languages.site and posts.post_id = languages.post_id
    left join separated_paths as separated on posts.site = separated.site and lake_posts.path = separated.path
    where posts.is_live
),
template_bodies as (
    select
        site,
        lang,
        content_key
    from live_posts
    group by site, lang, content_key
    having count(distinct published_on) > 3
        -- A short body that comes back after days is one too. A long one was published again.
        or (max(published_on) > min(published_on) + 3 and max(words) < 100)
)
select
    live_posts.site,
    live_posts.post_id,
    live_posts.text_key,
    live_posts.path,
    live_posts.title,
    live_posts.headline,
    live_posts.lang,
    live_posts.translation_key,
    live_posts.words,
    live_posts.published_at,
    live_posts.published_on,
    first_value(live_posts.post_id) over (
        partition by
            live_posts.site,
            live_posts.lang,
            live_posts.content_key,
            case when template_bodies.site is not null then live_posts.headline end
        order by live_posts.published_at, live_posts.path
    ) as text_id,
    live_posts.is_separated
from live_posts
left join template_bodies
    on live_posts.site = template_bodies.site
    and live_posts.lang is not distinct from template_bodies.lang
    and live_posts.content_key = template_bodies.content_key
order by live_posts.site, live_posts.path
