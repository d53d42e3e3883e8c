/*---
description: Pairs of tags of a site that are probably the same tag. This table joins nothing. To join a pair, add a
  line to sql/seeds/tag_synonyms.csv (alias b, canonical a).
grain: [site, a, b]
columns:
  site: The site.
  a: The tag with more posts. If both have equally many, the first by bytes.
  b: The other tag.
  rule: How the two tags match (accents, compact, order, plural, typo), by the first of these rules that applies.
  score: How sure the match is, from 0 to 1. A typing error in a long word is surer than one in a short word.
  a_posts: Live posts with tag a.
  b_posts: Live posts with tag b.
checks:
  rule_is_known: rule in ('accents', 'compact', 'order', 'plural', 'typo')
  score_is_a_share: score > 0 and score <= 1
  a_is_used_more: a_posts > b_posts or (a_posts = b_posts and a < b)
  both_are_tags:
    (site, a) in (select (site, tag_id) from core.tags) and (site, b) in (select (site, tag_id) from core.tags)
---*/
with tag_keys as (
    select
        site,
        tag_id,
        posts,
        strip_accents(tag_id) as plain_tag,
        replace(strip_accents(tag_id), '-', '') as compact_tag,
        list_sort(string_split(strip_accents(tag_id), '-')) as sorted_words
    from core.tags
),
possible_singulars as (
    -- Some words only look like a plural, such as "news". The plural rule below lists them.
    select
        site,
        tag_id,
        regexp_replace(plain_tag, 'ies$', 'y') as singular
    from tag_keys
    where plain_tag like '%ies'
    union
    select
        site,
        tag_id,
        regexp_replace(plain_tag, 'es$', '') as singular
    from tag_keys
    where plain_tag similar to '.*(s|x|z|ch|sh|o)es'
    union
    select
        site,
        tag_id,
        regexp_replace(plain_tag, 's$', '') as singular
    from tag_keys
    where plain_tag similar to '.*([^suiy]|[aeo]y)s'
),
typo_variants as (
    -- Two words that differ by one typing error share a variant. A variant is the word, or the word less one letter.
    -- There is one for each letter, each nearly as long as the word, so a very long word would cost too much.
    select
        site,
        tag_id,
        unnest(list_distinct(list_append(
            list_transform(range(1, length(tag_id) + 1), lambda i: substr(tag_id, 1, i - 1) || substr(tag_id, i + 1)),
            tag_id
        ))) as variant
    from tag_keys
    where length(tag_id) between 6 and 60
),
matches as (
    select
        a.site,
        a.tag_id as tag_1,
        b.tag_id as tag_2,
        1 as rule_number,
        'accents' as rule,
        1.0 as score
    from tag_keys as a
    inner join tag_keys as b on a.site = b.site and a.plain_tag = b.plain_tag and a.tag_id < b.tag_id
    union all
    select
        a.site,
        a.tag_id as tag_1,
        b.tag_id as tag_2,
        2 as rule_number,
        'compact' as rule,
        1.0 as score
    from tag_keys as a
    inner join tag_keys as b on a.site = b.site and a.compact_tag = b.compact_tag and a.tag_id < b.tag_id
    union all
    select
        a.site,
        a.tag_id as tag_1,
        b.tag_id as tag_2,
        3 as rule_number,
        'order' as rule,
        0.95 as score
    from tag_keys as a
    inner join tag_keys as b on a.site = b.site and a.sorted_words = b.sorted_words and a.tag_id < b.tag_id
    union all
    select
        a.site,
        least(a.tag_id, b.tag_id) as tag_1,
        greatest(a.tag_id, b.tag_id) as tag_2,
        4 as rule_number,
        'plural' as rule,
        0.9 as score
    from possible_singulars as a
    inner join tag_keys as b on a.site = b.site and a.singular = b.plain_tag
    where
        b.plain_tag not in (
            'arm', 'economic', 'ethic', 'good', 'graphic', 'mathematic', 'mean', 'new', 'physic', 'politic', 'statistic'
        )
    union all
    select
        a.site,
        a.tag_id as tag_1,
        b.tag_id as tag_2,
        5 as rule_number,
        'typo' as rule,
        round(1 - 1.0 / greatest(length(a.tag_id), length(b.tag_id)), 2) as score
    from typo_variants as a
    inner join typo_variants as b on a.site = b.site and a.variant = b.variant and a.tag_id < b.tag_id
    where
        damerau_levenshtein(a.tag_id, b.tag_id) = 1
        -- "python-2" and "python-3", or "2019" and "2020", differ by their number and not by a typing error.
        and regexp_replace(a.tag_id, '[^0-9]', '', 'g') = regexp_replace(b.tag_id, '[^0-9]', '', 'g')
),
matches_by_rule as (
    select
        *,
        row_number() over (partition by site, tag_1, tag_2 order by rule_number) as rule_rank
    from matches
)
select
    site,
    case when tags_1.posts >= tags_2.posts then best_matches.tag_1 else best_matches.tag_2 end as a,
    case when tags_1.posts >= tags_2.posts then best_matches.tag_2 else best_matches.tag_1 end as b,
    best_matches.rule,
    cast(best_matches.score as double) as score,
    greatest(tags_1.posts, tags_2.posts) as a_posts,
    least(tags_1.posts, tags_2.posts) as b_posts
from matches_by_rule as best_matches
inner join core.tags as tags_1 using (site)
inner join core.tags as tags_2 using (site)
where best_matches.rule_rank = 1 and tags_1.tag_id = best_matches.tag_1 and tags_2.tag_id = best_matches.tag_2
order by site asc, score desc, a asc, b asc
