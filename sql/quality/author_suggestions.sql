/*---
description: Pairs of authors of a site who are probably one. Nobody is joined by this table; a line in
  sql/seeds/author_aliases.csv (alias b, canonical a) does that.
grain: [site, a, b]
columns:
  site: The site.
  a: The author to keep; one of the registry before one who is not, then the one with more posts.
  b: The other one.
  rule: >-
    What their names have in common: all but case and accents (accents), letters (compact), words (order), a
    beginning (longer), initials (initials), all but a typing error (typo). The first of these that applies.
  score: How sure that is, from 0 to 1.
  a_name: Name of the one.
  b_name: Name of the other.
  a_posts: Live posts of the one.
  b_posts: Live posts of the other.
checks:
  rule_is_known: rule in ('accents', 'compact', 'order', 'longer', 'initials', 'typo')
  score_is_a_share: score > 0 and score <= 1
  not_oneself: a <> b
  somebody_writes: a_posts + b_posts > 0
---*/
with spelled as (
    -- a name and every spelling: "J. Doe" may be one author's only name and another's by-line
    select site, author_id, name as spelling from core.authors
    union
    select site, author_id, unnest(spellings) as spelling from core.authors
),
names as (
    select distinct
        site,
        author_id,
        lower(spelling) as spelling,
        regexp_extract_all(lower(strip_accents(spelling)), '[\p{L}\p{M}\p{N}]+') as parts
    from spelled
),
keyed as (
    select
        site,
        author_id,
        spelling,
        array_to_string(parts, ' ') as bare,
        array_to_string(parts, '') as compact,
        array_to_string(list_sort(parts), ' ') as sorted,
        parts,
        parts[-1] as surname
    from names
    where len(parts) > 0
),
variants as (
    -- two names that are one typing error apart have a variant in common that lacks one letter
    select
        site,
        author_id,
        compact,
        unnest(list_distinct(list_append(
            list_transform(
                range(1, length(compact) + 1), lambda i: substr(compact, 1, i - 1) || substr(compact, i + 1)
            ),
            compact
        ))) as variant
    from keyed
    where length(compact) between 6 and 60  -- a variant for each letter, each as long as the name
),
pairs as (
    select a.site, a.author_id as one, b.author_id as other, 1 as preference, 'accents' as rule, 1.0 as score
    from keyed as a join keyed as b on a.site = b.site and a.bare = b.bare and a.author_id < b.author_id
    union all
    select a.site, a.author_id, b.author_id, 2, 'compact', 1.0
    from keyed as a join keyed as b on a.site = b.site and a.compact = b.compact and a.author_id < b.author_id
    union all
    select a.site, a.author_id, b.author_id, 3, 'order', 0.95
    from keyed as a join keyed as b on a.site = b.site and a.sorted = b.sorted and a.author_id < b.author_id
    union all
    -- "Jane Doe" and "Jane Doe, Executive Director"
    select a.site, least(a.author_id, b.author_id), greatest(a.author_id, b.author_id), 4, 'longer', 0.8
    from keyed as a
    join keyed as b on a.site = b.site and a.parts[1] = b.parts[1] and a.author_id <> b.author_id
    where len(a.parts) >= 2 and len(b.parts) > len(a.parts) and list_slice(b.parts, 1, len(a.parts)) = a.parts
    union all
    -- "J. Doe" and "Jane Doe"
    select a.site, least(a.author_id, b.author_id), greatest(a.author_id, b.author_id), 5, 'initials', 0.7
    from keyed as a
    join keyed as b on a.site = b.site and a.surname = b.surname and a.author_id <> b.author_id
    where
        len(a.parts) >= 2 and len(b.parts) >= 2
        and length(a.parts[1]) = 1 and length(b.parts[1]) > 1 and starts_with(b.parts[1], a.parts[1])
    union all
    select
        a.site, a.author_id, b.author_id, 6, 'typo',
        round(1 - 1.0 / greatest(length(a.compact), length(b.compact)), 2)
    from variants as a
    join variants as b on a.site = b.site and a.variant = b.variant and a.author_id < b.author_id
    where
        damerau_levenshtein(a.compact, b.compact) = 1
        and regexp_replace(a.compact, '[^0-9]', '', 'g') = regexp_replace(b.compact, '[^0-9]', '', 'g')
),
ranked as (
    select
        *,
        row_number() over (partition by site, one, other order by preference, score desc) as place
    from pairs
),
sided as (
    select
        ranked.*,
        (first.is_registered, first.posts) >= (second.is_registered, second.posts) as keeps_one,
        first.name as one_name,
        second.name as other_name,
        first.posts as one_posts,
        second.posts as other_posts
    from ranked
    join core.authors as first on first.site = ranked.site and first.author_id = ranked.one
    join core.authors as second on second.site = ranked.site and second.author_id = ranked.other
    where ranked.place = 1 and first.posts + second.posts > 0
)
select
    site,
    case when keeps_one then one else other end as a,
    case when keeps_one then other else one end as b,
    rule,
    cast(score as double) as score,
    case when keeps_one then one_name else other_name end as a_name,
    case when keeps_one then other_name else one_name end as b_name,
    case when keeps_one then one_posts else other_posts end as a_posts,
    case when keeps_one then other_posts else one_posts end as b_posts
from sided
order by site, score desc, a, b
