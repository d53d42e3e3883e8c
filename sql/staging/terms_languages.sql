/*---
description: The language in which a live post is read for its terms. Posts that name none share one per site, the one
  whose stop words they use most.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  text_key: Its text, as lake.terms names it.
  lang: The first part of the language that the post or the site's defaults name (en of en-GB), in lower case; else the
    language of seeds.stop_words whose words make up most of the site's posts without one (of a thousand of them, as
    their keys draw them), if that is a tenth of all their words; else und.
checks:
  lang_is_lower_case: lang = lower(lang) and lang <> ''
  each_live_post_once:
    (select count(*) from staging.terms_languages) = (select count(*) from staging.posts where is_live)
---*/
with named as (
    select
        posts.site,
        posts.post_id,
        posts.text_key,
        nullif(regexp_extract(lower(trim(source.lang)), '^[^-_]+'), '') as lang
    from staging.posts as posts
    join lake.posts as source using (row_key)
    where posts.is_live
),
nameless as (
    select
        site,
        text_key,
        row_number() over (partition by site order by text_key) as place
    from named
    where lang is null
),
counted as (
    select
        nameless.site,
        terms.term,
        sum(terms.n) as n
    from lake.terms as terms
    join nameless using (text_key)
    -- keys are hashes, so that these are as good as drawn by lot, and more would say nothing else
    where terms.words = 1 and nameless.place <= 1000
    group by nameless.site, terms.term
),
candidates as (
    select
        counted.site,
        stop_words.lang,
        row_number() over (
            partition by counted.site order by sum(counted.n) desc, stop_words.lang
        ) as preference,
        sum(counted.n) as n
    from counted
    join seeds.stop_words as stop_words on stop_words.word = counted.term
    group by counted.site, stop_words.lang
),
guesses as (
    select
        candidates.site,
        candidates.lang
    from candidates
    join (select site, sum(n) as n from counted group by site) as totals using (site)
    where candidates.preference = 1 and candidates.n >= 0.1 * totals.n
)
select
    site,
    named.post_id,
    named.text_key,
    coalesce(named.lang, guesses.lang, 'und') as lang
from named
left join guesses using (site)
order by site, named.post_id
