/*---
description: Occurrences of terms that do not count, because they say nothing about the subject of a post. They stand in
  a prefix of its title or in a phrase that opens many posts. Other occurrences of the same words count.
grain: [site, text_key, term]
columns:
  site: The site.
  text_key: Key of the post's text in lake.terms.
  term: The term, one word or two.
  n: Occurrences in the body that do not count.
  title_n: Occurrences in the title that do not count.
checks:
  masks_something: n > 0 or title_n > 0
---*/
with masked_word_places as (
    select distinct
        posts.site,
        text_key,
        phrase_starts.place + steps.step as place
    from lake.openings as openings
    inner join staging.posts as posts using (text_key)
    cross join range(1, 11) as phrase_starts (place)
    inner join staging.terms_openings as phrases
        on posts.site = phrases.site
        and phrases.phrase = array_to_string(
            list_slice(openings.words, phrase_starts.place, phrase_starts.place + 2), ' '
        )
    cross join range(0, 3) as steps (step)
),
masked_pair_places as (
    -- A pair of words is masked if either of its words is, and only once.
    select distinct
        masked_word_places.site,
        masked_word_places.text_key,
        masked_word_places.place - steps.step as place
    from masked_word_places
    cross join range(0, 2) as steps (step)
),
masked_occurrences as (
    select
        posts.site,
        text_key,
        terms.term,
        0 as n,
        terms.prefix_n as title_n
    from lake.terms as terms
    inner join staging.posts as posts using (text_key)
    inner join staging.titles as titles on posts.site = titles.site and posts.post_id = titles.post_id
    where titles.prefix is not null and terms.prefix_n > 0
    union all
    select
        masked_word_places.site,
        text_key,
        array_to_string(
            list_slice(openings.words, masked_word_places.place, masked_word_places.place), ' '
        ) as term,
        1 as n,
        0 as title_n
    from masked_word_places
    inner join lake.openings as openings using (text_key)
    union all
    select
        masked_pair_places.site,
        text_key,
        array_to_string(
            list_slice(openings.words, masked_pair_places.place, masked_pair_places.place + 1), ' '
        ) as term,
        1 as n,
        0 as title_n
    from masked_pair_places
    inner join lake.openings as openings using (text_key)
    where masked_pair_places.place between 1 and len(openings.words) - 1
)
select
    site,
    text_key,
    term,
    cast(sum(n) as integer) as n,
    cast(sum(title_n) as integer) as title_n
from masked_occurrences
group by site, text_key, term
order by site, text_key, term
