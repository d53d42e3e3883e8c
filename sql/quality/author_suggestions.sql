/*---
description: Pairs of authors of a site who are probably the same person. This table joins nobody. To join a pair, add a
  line to sql/seeds/author_aliases.csv (alias b, canonical a).
grain: [site, a, b]
columns:
  site: The site.
  a: The author to keep. An author of the registry goes before one who is not in it, then the one with more posts.
  b: The other author.
  rule: >-
    How the two names match, by the first of these rules that applies. accents: equal except for case and accents.
    compact: the same letters. order: the same words in another order. longer: one name starts with the other.
    initials: equal except for initials. typo: one typing error apart.
  score: How sure the match is, from 0 to 1.
  a_name: Name of author a.
  b_name: Name of author b.
  a_posts: Live posts of author a.
  b_posts: Live posts of author b.
checks:
  rule_is_known: rule in ('accents', 'compact', 'order', 'longer', 'initials', 'typo')
  score_is_a_share: score > 0 and score <= 1
  not_oneself: a <> b
  somebody_writes: a_posts + b_posts > 0
---*/
with author_spellings as (
    -- The name counts beside the spellings: "J. Doe" can be the only name of one author and a byline of another.
    select
        site,
        author_id,
        name as spelling
    from core.authors
    union
    select
        site,
        author_id,
        unnest(spellings) as spelling
    from core.authors
),
spellings_with_words as (
    select distinct
        site,
        author_id,
        lower(spelling) as spelling,
        regexp_extract_all(lower(strip_accents(spelling)), '[\p{L}\p{M}\p{N}]+') as words
    from author_spellings
),
author_keys as (
    select
        site,
        author_id,
        spelling,
        array_to_string(words, ' ') as plain_name,
        array_to_string(words, '') as compact_name,
        array_to_string(list_sort(words), ' ') as sorted_name,
        words,
        words[-1] as surname
    from spellings_with_words
    where len(words) > 0
),
typo_variants as (
    -- Two names that differ by one typing error share a variant. A variant is the name, or the name less one letter.
    -- There is one for each letter, each nearly as long as the name, so a very long name would cost too much.
    select
        site,
        author_id,
        compact_name,
        unnest(list_distinct(list_append(
            list_transform(
                range(1, length(compact_name) + 1),
                lambda i: substr(compact_name, 1, i - 1) || substr(compact_name, i + 1)
            ),
            compact_name
        ))) as variant
    from author_keys
    where length(compact_name) between 6 and 60
),
matches as (
    select
        a.site,
        a.author_id as author_1,
        b.author_id as author_2,
        1 as rule_number,
        'accents' as rule,
        1.0 as score
    from author_keys as a
    inner join author_keys as b on a.site = b.site and a.plain_name = b.plain_name and a.author_id < b.author_id
    union all
    select
        a.site,
        a.author_id as author_1,
        b.author_id as author_2,
        2 as rule_number,
        'compact' as rule,
        1.0 as score
    from author_keys as a
    inner join author_keys as b on a.site = b.site and a.compact_name = b.compact_name and a.author_id < b.author_id
    union all
    select
        a.site,
        a.author_id as author_1,
        b.author_id as author_2,
        3 as rule_number,
        'order' as rule,
        0.95 as score
    from author_keys as a
    inner join author_keys as b on a.site = b.site and a.sorted_name = b.sorted_name and a.author_id < b.author_id
    union all
    -- This finds "Jane Doe" and "Jane Doe, Executive Director".
    select
        a.site,
        least(a.author_id, b.author_id) as author_1,
        greatest(a.author_id, b.author_id) as author_2,
        4 as rule_number,
        'longer' as rule,
        0.8 as score
    from author_keys as a
    inner join author_keys as b on a.site = b.site and a.words[1] = b.words[1] and a.author_id <> b.author_id
    where len(a.words) >= 2 and len(b.words) > len(a.words) and list_slice(b.words, 1, len(a.words)) = a.words
    union all
    -- This finds "J. Doe" and "Jane Doe".
    select
        a.site,
        least(a.author_id, b.author_id) as author_1,
        greatest(a.author_id, b.author_id) as author_2,
        5 as rule_number,
        'initials' as rule,
        0.7 as score
    from author_keys as a
    inner join author_keys as b on a.site = b.site and a.surname = b.surname and a.author_id <> b.author_id
    where
        len(a.words) >= 2
        and len(b.words) >= 2
        and length(a.words[1]) = 1
        and length(b.words[1]) > 1
        and starts_with(b.words[1], a.words[1])
    union all
    select
        a.site,
        a.author_id as author_1,
        b.author_id as author_2,
        6 as rule_number,
        'typo' as rule,
        round(1 - 1.0 / greatest(length(a.compact_name), length(b.compact_name)), 2) as score
    from typo_variants as a
    inner join typo_variants as b on a.site = b.site and a.variant = b.variant and a.author_id < b.author_id
    where
        damerau_levenshtein(a.compact_name, b.compact_name) = 1
        and regexp_replace(a.compact_name, '[^0-9]', '', 'g') = regexp_replace(b.compact_name, '[^0-9]', '', 'g')
),
matches_by_rule as (
    select
        *,
        row_number() over (partition by site, author_1, author_2 order by rule_number asc, score desc) as rule_rank
    from matches
),
pairs as (
    select
        best_matches.*,
        (authors_1.is_registered, authors_1.posts) >= (authors_2.is_registered, authors_2.posts) as keeps_author_1,
        authors_1.name as name_1,
        authors_2.name as name_2,
        authors_1.posts as posts_1,
        authors_2.posts as posts_2
    from matches_by_rule as best_matches
    inner join core.authors as authors_1
        on best_matches.site = authors_1.site and best_matches.author_1 = authors_1.author_id
    inner join core.authors as authors_2
        on best_matches.site = authors_2.site and best_matches.author_2 = authors_2.author_id
    where best_matches.rule_rank = 1 and authors_1.posts + authors_2.posts > 0
)
select
    site,
    case when keeps_author_1 then author_1 else author_2 end as a,
    case when keeps_author_1 then author_2 else author_1 end as b,
    rule,
    cast(score as double) as score,
    case when keeps_author_1 then name_1 else name_2 end as a_name,
    case when keeps_author_1 then name_2 else name_1 end as b_name,
    case when keeps_author_1 then posts_1 else posts_2 end as a_posts,
    case when keeps_author_1 then posts_2 else posts_1 end as b_posts
from pairs
order by site asc, score desc, a asc, b asc
