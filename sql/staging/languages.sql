/*---
description: The language of each live post. A post that names none is told by its folder or else by its text.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  text_key: Key of the post's text in the lake.
  lang: The language as the post or the site's defaults name it. Else the folder of the post whose name is a language,
    if the texts in it do not say otherwise. Else the language of the text, by its script or its stop words
    (seeds.stop_words). They must make up a tenth of its words, and there must be two of them. Else und.
  lang_source: Where the language comes from (front_matter, defaults, path, text).
  terms_lang: The first part of the language (en of en-GB) in lower case. A post of und is read for its terms as most
    posts of its site are.
checks:
  lang_is_not_empty: lang <> ''
  source_is_known: lang_source in ('front_matter', 'defaults', 'path', 'text')
  terms_lang_is_lower_case: terms_lang = lower(terms_lang) and terms_lang <> ''
  each_live_post_once: (select count(*) from staging.languages) = (select count(*) from staging.posts where is_live)
---*/
with scripts as (
    select
        letters.lang,
        letters.first_letter,
        letters.end_letter,
        letters.weight
    from (
        values
        ('el', 'Ͱ', 'Ѐ', 1), ('hy', 'Ա', 'א', 1), ('he', 'א', '؀', 1), ('bn', 'ঀ', '਀', 1), ('pa', '਀', '઀', 1),
        ('gu', '઀', '଀', 1), ('ta', '஀', 'ఀ', 1), ('te', 'ఀ', 'ಀ', 1), ('kn', 'ಀ', 'ഀ', 1), ('ml', 'ഀ', '඀', 1),
        ('si', '඀', 'ก', 1), ('th', 'ก', '຀', 1), ('lo', '຀', 'ༀ', 1), ('my', 'က', 'Ⴀ', 1), ('ka', 'Ⴀ', 'ᄀ', 1),
        ('km', 'ក', '᠀', 1), ('zh', '㐀', 'ꀀ', 1), ('ko', '가', '힤', 1),
        -- Japanese has the letters of Chinese too, and kana besides.
        ('ja', 'ぁ', '㄀', 3)
    ) as letters (lang, first_letter, end_letter, weight)
),
stop_words as (
    select
        word,
        lang,
        -- A word of several languages tells little.
        1 / count(*) over (partition by word) as weight
    from seeds.stop_words
),
live_posts as (
    select
        posts.site,
        posts.post_id,
        posts.text_key,
        lake_posts.path,
        lake_posts.words,
        nullif(trim(lake_posts.lang), '') as lang,
        coalesce(lake_posts.lang_source, 'front_matter') as lang_source
    from staging.posts as posts
    inner join lake.posts as lake_posts using (row_key)
    where posts.is_live
),
unnamed_posts as (
    select
        site,
        post_id,
        text_key,
        path,
        words
    from live_posts
    where lang is null
),
opening_words as (
    select
        text_key,
        unnest(openings.words) as word
    from lake.openings as openings
    inner join unnamed_posts using (text_key)
),
opening_languages as (
    select
        opening_words.text_key,
        stop_words.lang,
        sum(stop_words.weight) as weight,
        sum(sum(stop_words.weight)) over (partition by opening_words.text_key) as weight_of_all
    from opening_words
    inner join stop_words using (word)
    group by opening_words.text_key, stop_words.lang
),
-- Most posts open with stop words of one language. The words of the others are looked at all.
clear_openings as (
    select
        text_key,
        lang
    from opening_languages
    where weight >= 2 and weight >= 0.7 * weight_of_all
),
unclear_posts as (
    select
        text_key,
        unnamed_posts.words
    from unnamed_posts
    left join clear_openings using (text_key)
    where clear_openings.text_key is null
),
unclear_words as (
    select
        text_key,
        unclear_posts.words,
        terms.term as word,
        terms.n + terms.title_n as occurrences
    from lake.terms as terms
    inner join unclear_posts using (text_key)
    where terms.words = 1
),
evidence as (
    select
        unclear_words.text_key,
        unclear_words.words,
        stop_words.lang,
        unclear_words.occurrences,
        unclear_words.occurrences * stop_words.weight as weight
    from unclear_words
    inner join stop_words using (word)
    union all
    select
        unclear_words.text_key,
        unclear_words.words,
        scripts.lang,
        unclear_words.occurrences,
        unclear_words.occurrences * scripts.weight as weight
    from unclear_words
    inner join scripts on unclear_words.word >= scripts.first_letter and unclear_words.word < scripts.end_letter
    where unclear_words.word >= 'Ͱ'
),
text_languages as (
    select
        text_key,
        lang,
        row_number() over (partition by text_key order by sum(weight) desc, lang asc) as preference
    from evidence
    group by text_key, lang
    having sum(occurrences) >= greatest(2, 0.1 * max(words))
),
told_languages as (
    select
        text_key,
        lang
    from text_languages
    where preference = 1
    union all
    select
        text_key,
        lang
    from clear_openings
),
unnamed_folders as (
    select
        site,
        post_id,
        text_key,
        string_split(path, '/') as folders,
        unnest(string_split(path, '/')) as folder
    from unnamed_posts
    -- Few sites have such folders, so one look at the whole path is quicker.
    where regexp_matches(path, '(^|/)[a-z]{2}([-_][A-Za-z]{2,4})?/')
),
language_folders as (
    select
        unnamed_folders.site,
        unnamed_folders.folder
    from unnamed_folders
    left join told_languages using (text_key)
    where length(unnamed_folders.folder) between 2 and 7
        and regexp_full_match(unnamed_folders.folder, '[a-z]{2}([-_][A-Za-z]{2,4})?')
        and substr(unnamed_folders.folder, 1, 2) in (
            'ar', 'bg', 'bn', 'ca', 'cs', 'da', 'de', 'el', 'en', 'es', 'et', 'eu', 'fa', 'fi', 'fr', 'gl', 'he', 'hi',
            'hr', 'hu', 'hy', 'id', 'is', 'it', 'ja', 'ka', 'ko', 'lt', 'lv', 'mk', 'ms', 'nb', 'nl', 'nn', 'no', 'pl',
            'pt', 'ro', 'ru', 'sk', 'sl', 'sq', 'sr', 'sv', 'ta', 'th', 'tl', 'tr', 'uk', 'ur', 'uz', 'vi', 'zh'
        )
    group by unnamed_folders.site, unnamed_folders.folder
    -- "it" may be a department.
    having
        count(*) filter (where told_languages.lang = substr(unnamed_folders.folder, 1, 2))
        >= count(*) filter (where told_languages.lang <> substr(unnamed_folders.folder, 1, 2))
),
folders_of_posts as (
    select
        unnamed_folders.site,
        unnamed_folders.post_id,
        unnamed_folders.folder,
        row_number() over (
            partition by unnamed_folders.site, unnamed_folders.post_id
            order by list_position(unnamed_folders.folders, unnamed_folders.folder)
        ) as place
    from unnamed_folders
    inner join language_folders using (site, folder)
),
post_languages as (
    select
        live_posts.site,
        live_posts.post_id,
        live_posts.text_key,
        coalesce(live_posts.lang, folders_of_posts.folder, told_languages.lang, 'und') as lang,
        case
            when live_posts.lang is not null then live_posts.lang_source
            when folders_of_posts.folder is not null then 'path'
            else 'text'
        end as lang_source
    from live_posts
    left join folders_of_posts
        on live_posts.site = folders_of_posts.site
        and live_posts.post_id = folders_of_posts.post_id
        and folders_of_posts.place = 1
    left join told_languages using (text_key)
),
site_languages as (
    select
        site,
        regexp_extract(lower(lang), '^[^-_]+') as lang,
        row_number() over (
            partition by site order by count(*) desc, regexp_extract(lower(lang), '^[^-_]+') asc
        ) as preference
    from post_languages
    where lang <> 'und'
    group by site, regexp_extract(lower(lang), '^[^-_]+')
)
select
    post_languages.site,
    post_languages.post_id,
    post_languages.text_key,
    post_languages.lang,
    post_languages.lang_source,
    coalesce(
        nullif(regexp_extract(lower(nullif(post_languages.lang, 'und')), '^[^-_]+'), ''),
        site_languages.lang,
        'und'
    ) as terms_lang
from post_languages
left join site_languages on post_languages.site = site_languages.site and site_languages.preference = 1
order by post_languages.site, post_languages.post_id
