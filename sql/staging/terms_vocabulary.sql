/*---
description: Terms that tell a site's stories apart, in each language. Not stop words, and neither rare nor everywhere.
  A story counts by its first post, so that what copies bring along from elsewhere is no subject.
grain: [site, lang, term]
columns:
  site: The site.
  lang: The language.
  term: One word or two, in lower case, of two letters or more each, none of them a stop word.
  words: 1 or 2.
  stories: Stories whose first post has it; at least 3 and 0.15 % of all (2, where there are fewer than 200), at most 20
    % (2, where there are fewer than 10).
  all_stories: Stories of the language.
checks:
  not_rare: stories >= case when all_stories < 200 then 2 else greatest(3, 0.0015 * all_stories) end
  not_everywhere: stories <= greatest(2, 0.2 * all_stories)
  words_are_counted: words = len(string_split(term, ' '))
---*/
with heads as (
    select
        languages.site,
        languages.text_key,
        languages.lang
    from staging.terms_languages as languages
    join staging.stories as stories using (site, post_id)
    where stories.post_id = stories.story_id
),
totals as (
    select
        site,
        lang,
        count(*) as all_stories
    from heads
    group by site, lang
),
counted as (
    select
        heads.site,
        heads.lang,
        terms.term,
        terms.words,
        count(*) as stories
    from lake.terms as terms
    join heads using (text_key)
    left join staging.terms_masked as masked using (text_key, term)
    where terms.n + terms.title_n > coalesce(masked.n + masked.title_n, 0)
    group by heads.site, heads.lang, terms.term, terms.words
),
telling as (
    select
        site,
        lang,
        counted.term,
        counted.words,
        counted.stories,
        totals.all_stories,
        string_split(counted.term, ' ') as parts
    from counted
    join totals using (site, lang)
    where counted.stories >= case when totals.all_stories < 200 then 2 else greatest(3, 0.0015 * totals.all_stories) end
        and counted.stories <= greatest(2, 0.2 * totals.all_stories)
        and regexp_full_match(counted.term, '[^ ]{2,}( [^ ]{2,})?')
        and regexp_matches(counted.term, '\p{L}')
)
select
    telling.site,
    telling.lang,
    telling.term,
    telling.words,
    telling.stories,
    telling.all_stories
from telling
left join seeds.stop_words as firsts on firsts.lang = telling.lang and firsts.word = telling.parts[1]
left join seeds.stop_words as lasts on lasts.lang = telling.lang and lasts.word = telling.parts[-1]
where firsts.word is null and lasts.word is null
order by telling.site, telling.lang, telling.term
