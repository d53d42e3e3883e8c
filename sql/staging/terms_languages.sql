/*---
description: The language in which a live post is read for its terms. The posts of a site that name no language share
  one, whose stop words they use most.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  text_key: Key of the post's text in lake.terms.
  lang: The first part of the language that the post or the site's defaults name (en of en-GB), in lower case. Else the
    language of seeds.stop_words whose words occur most often in the site's posts that name none. At most a thousand of
    these posts are read, as drawn by their keys. The stop words must make up a tenth of all their words.
    Else und.
checks:
  lang_is_lower_case: lang = lower(lang) and lang <> ''
  each_live_post_once:
    (select count(*) from staging.terms_languages) = (select count(*) from staging.posts where is_live)
---*/
with live_posts as (
    select
        posts.site,
        posts.post_id,
        posts.text_key,
        nullif(regexp_extract(lower(trim(lake_posts.lang)), '^[^-_]+'), '') as lang
    from staging.posts as posts
    inner join lake.posts as lake_posts using (row_key)
    where posts.is_live
),
posts_without_language as (
    select
        site,
        text_key,
        row_number() over (partition by site order by text_key) as draw_number
    from live_posts
    where lang is null
),
word_counts as (
    select
        posts_without_language.site,
        terms.term as word,
        sum(terms.n) as occurrences
    from lake.terms as terms
    inner join posts_without_language using (text_key)
    -- Keys are hashes, so the first thousand are a random sample. A larger one would give the same language.
    where terms.words = 1 and posts_without_language.draw_number <= 1000
    group by posts_without_language.site, terms.term
),
words_per_site as (
    select
        site,
        sum(occurrences) as occurrences
    from word_counts
    group by site
),
stop_words_per_language as (
    select
        word_counts.site,
        stop_words.lang,
        row_number() over (
            partition by word_counts.site order by sum(word_counts.occurrences) desc, stop_words.lang asc
        ) as preference,
        sum(word_counts.occurrences) as occurrences
    from word_counts
    inner join seeds.stop_words as stop_words using (word)
    group by word_counts.site, stop_words.lang
),
site_languages as (
    select
        stop_words_per_language.site,
        stop_words_per_language.lang
    from stop_words_per_language
    inner join words_per_site using (site)
    where stop_words_per_language.preference = 1
        and stop_words_per_language.occurrences >= 0.1 * words_per_site.occurrences
)
select
    site,
    live_posts.post_id,
    live_posts.text_key,
    coalesce(live_posts.lang, site_languages.lang, 'und') as lang
from live_posts
left join site_languages using (site)
order by site, live_posts.post_id
