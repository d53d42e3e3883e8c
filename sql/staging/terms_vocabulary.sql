/*---
description: Terms that tell a site's stories apart, in each language. They are not stop words, and they occur neither
  in very few stories nor in very many. Only the first post of a story counts, because a copy may add words from
  elsewhere.
grain: [site, lang, term]
columns:
  site: The site.
  lang: The language.
  term: One word or two, in lower case. Each has at least two letters, and none is a stop word.
  words: 1 or 2.
  stories: Stories whose first post has it. At least 3 and 0.15 % of all stories, or 2 if there are fewer than 200
    stories. At most 20 % of all stories, or 2 if there are fewer than 10.
  all_stories: Stories of the language.
checks:
  not_rare: stories >= case when all_stories < 200 then 2 else greatest(3, 0.0015 * all_stories) end
  not_everywhere: stories <= greatest(2, 0.2 * all_stories)
  words_are_counted: words = len(string_split(term, ' '))
---*/
with first_posts as (
    select
        languages.site,
        languages.text_key,
        languages.terms_lang as lang
    from staging.languages as languages
    inner join staging.stories as stories using (site, post_id)
    where stories.post_id = stories.story_id
),
stories_per_language as (
    select
        site,
        lang,
        count(*) as stories,
        case when count(*) < 200 then 2 else greatest(3, 0.0015 * count(*)) end as min_stories,
        greatest(2, 0.2 * count(*)) as max_stories
    from first_posts
    group by site, lang
),
stories_per_term as (
    select
        first_posts.site,
        first_posts.lang,
        terms.term,
        terms.words,
        count(*) as stories
    from lake.terms as terms
    inner join first_posts using (text_key)
    left join staging.terms_masked as masked using (text_key, term)
    where terms.n + terms.title_n > coalesce(masked.n + masked.title_n, 0)
    group by first_posts.site, first_posts.lang, terms.term, terms.words
),
distinctive_terms as (
    select
        site,
        lang,
        stories_per_term.term,
        stories_per_term.words,
        stories_per_term.stories,
        stories_per_language.stories as all_stories,
        string_split(stories_per_term.term, ' ') as parts
    from stories_per_term
    inner join stories_per_language using (site, lang)
    where stories_per_term.stories between stories_per_language.min_stories and stories_per_language.max_stories
        and regexp_full_match(stories_per_term.term, '[^ ]{2,}( [^ ]{2,})?')
        and regexp_matches(stories_per_term.term, '\p{L}')
)
select
    distinctive_terms.site,
    distinctive_terms.lang,
    distinctive_terms.term,
    distinctive_terms.words,
    distinctive_terms.stories,
    distinctive_terms.all_stories
from distinctive_terms
left join seeds.stop_words as first_stop_words
    on distinctive_terms.lang = first_stop_words.lang and first_stop_words.word = distinctive_terms.parts[1]
left join seeds.stop_words as last_stop_words
    on distinctive_terms.lang = last_stop_words.lang and last_stop_words.word = distinctive_terms.parts[-1]
where first_stop_words.word is null and last_stop_words.word is null
order by distinctive_terms.site, distinctive_terms.lang, distinctive_terms.term
