/*---
description: Occurrences of terms that say nothing of what a post is about, because they stand in a prefix of its title
  or in a phrase that opens many posts; other occurrences of the same words count.
grain: [site, text_key, term]
columns:
  site: The site.
  text_key: The post's text, as lake.terms names it.
  term: The term, one word or two.
  n: Occurrences in the body that do not count.
  title_n: Occurrences in the title that do not count.
checks:
  masks_something: n > 0 or title_n > 0
---*/
with places as (
    select distinct
        posts.site,
        text_key,
        starts.place + steps.step as place
    from lake.openings as openings
    join staging.posts as posts using (text_key)
    cross join range(1, 11) as starts(place)
    join staging.terms_openings as phrases
        on phrases.site = posts.site
        and phrases.phrase = array_to_string(list_slice(openings.words, starts.place, starts.place + 2), ' ')
    cross join range(0, 3) as steps(step)
),
pairs as (
    -- a pair of words is masked with either of them, and once
    select distinct
        site,
        text_key,
        places.place - steps.step as place
    from places
    cross join range(0, 2) as steps(step)
),
masked as (
    select
        posts.site,
        text_key,
        terms.term,
        0 as n,
        terms.prefix_n as title_n
    from lake.terms as terms
    join staging.posts as posts using (text_key)
    join staging.titles as titles on titles.site = posts.site and titles.post_id = posts.post_id
    where titles.prefix is not null and terms.prefix_n > 0
    union all
    select
        places.site,
        text_key,
        array_to_string(list_slice(openings.words, places.place, places.place), ' ') as term,
        1 as n,
        0 as title_n
    from places
    join lake.openings as openings using (text_key)
    union all
    select
        pairs.site,
        text_key,
        array_to_string(list_slice(openings.words, pairs.place, pairs.place + 1), ' ') as term,
        1 as n,
        0 as title_n
    from pairs
    join lake.openings as openings using (text_key)
    where pairs.place between 1 and len(openings.words) - 1
)
select
    site,
    text_key,
    term,
    cast(sum(n) as integer) as n,
    cast(sum(title_n) as integer) as title_n
from masked
group by site, text_key, term
order by site, text_key, term
