/*---
description: Pairs of tags of a site that are probably one. Nothing is joined by this table; a line in
  sql/seeds/tag_synonyms.csv (alias b, canonical a) does that.
grain: [site, a, b]
columns:
  site: The site.
  a: The tag that is used more; of two alike, the first by bytes.
  b: The other one.
  rule: What they have in common (accents, compact, order, plural, typo); the first of these that applies.
  score: How sure that is, from 0 to 1; a typing error in a long word is surer than one in a short word.
  a_posts: Live posts with the one.
  b_posts: Live posts with the other.
checks:
  rule_is_known: rule in ('accents', 'compact', 'order', 'plural', 'typo')
  score_is_a_share: score > 0 and score <= 1
  a_is_used_more: a_posts > b_posts or (a_posts = b_posts and a < b)
  both_are_tags:
    (site, a) in (select (site, tag_id) from core.tags) and (site, b) in (select (site, tag_id) from core.tags)
---*/
with tags as (
    select
        site,
        tag_id,
        posts,
        strip_accents(tag_id) as bare,
        replace(strip_accents(tag_id), '-', '') as compact,
        list_sort(string_split(strip_accents(tag_id), '-')) as parts
    from core.tags
),
singulars as (
    -- what a plural would be the plural of; words that only look like one stand below
    select site, tag_id, regexp_replace(bare, 'ies$', 'y') as singular
    from tags
    where bare like '%ies'
    union
    select site, tag_id, regexp_replace(bare, 'es$', '') as singular
    from tags
    where bare similar to '.*(s|x|z|ch|sh|o)es'
    union
    select site, tag_id, regexp_replace(bare, 's$', '') as singular
    from tags
    where bare similar to '.*([^suiy]|[aeo]y)s'
),
variants as (
    -- two words that are one typing error apart have a variant in common that lacks one letter
    select
        site,
        tag_id,
        unnest(list_distinct(list_append(
            list_transform(range(1, length(tag_id) + 1), lambda i: substr(tag_id, 1, i - 1) || substr(tag_id, i + 1)),
            tag_id
        ))) as variant
    from tags
    where length(tag_id) between 6 and 60  -- a variant for each letter, each as long as the word
),
pairs as (
    select a.site, a.tag_id as one, b.tag_id as other, 1 as preference, 'accents' as rule, 1.0 as score
    from tags as a join tags as b on a.site = b.site and a.bare = b.bare and a.tag_id < b.tag_id
    union all
    select a.site, a.tag_id, b.tag_id, 2, 'compact', 1.0
    from tags as a join tags as b on a.site = b.site and a.compact = b.compact and a.tag_id < b.tag_id
    union all
    select a.site, a.tag_id, b.tag_id, 3, 'order', 0.95
    from tags as a join tags as b on a.site = b.site and a.parts = b.parts and a.tag_id < b.tag_id
    union all
    select a.site, least(a.tag_id, b.tag_id), greatest(a.tag_id, b.tag_id), 4, 'plural', 0.9
    from singulars as a
    join tags as b on a.site = b.site and a.singular = b.bare
    where b.bare not in (
        'arm', 'economic', 'ethic', 'good', 'graphic', 'mathematic', 'mean', 'new', 'physic', 'politic', 'statistic'
    )
    union all
    select a.site, a.tag_id, b.tag_id, 5, 'typo', round(1 - 1.0 / greatest(length(a.tag_id), length(b.tag_id)), 2)
    from variants as a
    join variants as b on a.site = b.site and a.variant = b.variant and a.tag_id < b.tag_id
    where
        damerau_levenshtein(a.tag_id, b.tag_id) = 1
        -- "python-2" and "python-3", "2019" and "2020" are no typing errors
        and regexp_replace(a.tag_id, '[^0-9]', '', 'g') = regexp_replace(b.tag_id, '[^0-9]', '', 'g')
),
ranked as (
    select
        *,
        row_number() over (partition by site, one, other order by preference) as place
    from pairs
)
select
    site,
    case when first.posts >= second.posts then one else other end as a,
    case when first.posts >= second.posts then other else one end as b,
    ranked.rule,
    cast(ranked.score as double) as score,
    greatest(first.posts, second.posts) as a_posts,
    least(first.posts, second.posts) as b_posts
from ranked
join core.tags as first using (site)
join core.tags as second using (site)
where ranked.place = 1 and first.tag_id = ranked.one and second.tag_id = ranked.other
order by site, score desc, a, b
