/*---
description: Occurrences of terms that say nothing of what a post is about, because they stand in a prefix of its title
  or in a phrase that opens many posts; other occurrences of the same words count.
grain: [site, post_id, term]
columns:
  site: The site.
  post_id: The post.
  term: The term, one word or two.
  n: Occurrences in the body that do not count.
  title_n: Occurrences in the title that do not count.
checks:
  masks_something: n > 0 or title_n > 0
---*/
with prefixed as (
    select
        terms.site,
        terms.post_id,
        terms.term,
        0 as n,
        terms.prefix_n as title_n
    from lake.terms as terms
    join staging.titles as titles using (site, post_id)
    where titles.prefix is not null and terms.prefix_n > 0
),
words as (
    select
        openings.site,
        openings.post_id,
        opening.place,
        opening.word,
        lead(opening.word, 1) over following as next_word,
        lead(opening.word, 2) over following as last_word
    from lake.openings as openings
    cross join unnest(openings.words) with ordinality as opening(word, place)
    window following as (partition by openings.site, openings.post_id order by opening.place)
),
places as (
    select distinct
        words.site,
        words.post_id,
        words.place + steps.step as place
    from words
    join staging.terms_openings as phrases
        on phrases.site = words.site
        and phrases.phrase = words.word || ' ' || words.next_word || ' ' || words.last_word
    cross join range(0, 3) as steps(step)
),
opened as (
    select
        site,
        post_id,
        words.word as term
    from words
    join places using (site, post_id, place)
    union all
    -- a pair of words is masked with either of them
    select distinct
        words.site,
        words.post_id,
        words.word || ' ' || words.next_word as term
    from words
    join places
        on places.site = words.site
        and places.post_id = words.post_id
        and places.place between words.place and words.place + 1
    where words.next_word is not null
),
masked as (
    select
        site,
        post_id,
        term,
        n,
        title_n
    from prefixed
    union all
    select
        site,
        post_id,
        term,
        1 as n,
        0 as title_n
    from opened
)
select
    site,
    post_id,
    term,
    cast(sum(n) as integer) as n,
    cast(sum(title_n) as integer) as title_n
from masked
group by site, post_id, term
order by site, post_id, term
