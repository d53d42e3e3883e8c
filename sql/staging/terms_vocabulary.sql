/*---
description: Terms that tell a site's stories apart, in each language. Not stop words, and neither rare nor everywhere.
grain: [site, lang, term]
columns:
  site: The site.
  lang: The language.
  term: One word or two, in lower case, of two letters or more each, none of them a stop word.
  words: 1 or 2.
  stories: Stories of the language that have it; at least 3 and 0.15 % of all (2, where there are fewer than 200), at most
    20 % (2, where there are fewer than 10).
  all_stories: Stories of the language.
checks:
  not_rare: stories >= case when all_stories < 200 then 2 else greatest(3, 0.0015 * all_stories) end
  not_everywhere: stories <= greatest(2, 0.2 * all_stories)
  words_are_counted: words = len(string_split(term, ' '))
---*/
with totals as (
    select
        languages.site,
        languages.lang,
        count(distinct stories.story_id) as all_stories
    from staging.terms_languages as languages
    join staging.stories as stories using (site, post_id)
    group by languages.site, languages.lang
),
frequent as (
    -- a term has at least as many posts as stories: this prunes most of them before anything is joined
    select
        site,
        term
    from lake.terms
    group by site, term
    having count(*) >= 2
),
spelled as (
    select
        site,
        term,
        string_split(term, ' ') as parts
    from frequent
    where regexp_full_match(term, '[\p{L}\p{M}\p{N}]{2,}( [\p{L}\p{M}\p{N}]{2,})?')
        and regexp_full_match(term, '.*\p{L}.*')
),
meaningful as (
    select
        spelled.site,
        spelled.term,
        totals.lang
    from spelled
    join totals using (site)
    left join seeds.stop_words as firsts on firsts.lang = totals.lang and firsts.word = spelled.parts[1]
    left join seeds.stop_words as lasts on lasts.lang = totals.lang and lasts.word = spelled.parts[-1]
    where firsts.word is null and lasts.word is null
),
counted as (
    select
        terms.site,
        languages.lang,
        terms.term,
        terms.words,
        count(distinct stories.story_id) as stories
    from lake.terms as terms
    join staging.terms_languages as languages using (site, post_id)
    join meaningful
        on meaningful.site = terms.site and meaningful.lang = languages.lang and meaningful.term = terms.term
    join staging.stories as stories on stories.site = terms.site and stories.post_id = terms.post_id
    left join staging.terms_masked as masked
        on masked.site = terms.site and masked.post_id = terms.post_id and masked.term = terms.term
    where terms.n + terms.title_n > coalesce(masked.n + masked.title_n, 0)
    group by terms.site, languages.lang, terms.term, terms.words
)
select
    site,
    lang,
    counted.term,
    counted.words,
    counted.stories,
    totals.all_stories
from counted
join totals using (site, lang)
where counted.stories >= case when totals.all_stories < 200 then 2 else greatest(3, 0.0015 * totals.all_stories) end
    and counted.stories <= greatest(2, 0.2 * totals.all_stories)
order by site, lang, counted.term
