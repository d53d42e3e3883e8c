/*---
description: Pairs of texts that share shingles, which are runs of five words. A shingle is rare if it occurs in the
  texts of at most three days. Common shingles are those of a template or a standing phrase. They count only between
  texts of one headline that have little else.
grain: [site, text_id, other_id]
columns:
  site: The site.
  text_id: A text.
  other_id: A text that shares many shingles with it. Its id is the greater one.
  shingles: Shingles of the first text.
  other_shingles: Shingles of the other one.
  shared: Shingles that both texts have. Common ones are left out unless both texts are mostly common.
  shared_rare: The rare ones of these.
  share: The shared ones as a share of all shingles of the longer text.
  share_rare: The rare ones as a share of the rare and unique shingles of the text that has fewer of them. Zero if
    it has none.
  are_mostly_common: In each of the two texts, more than 90 % of the shingles are common.
checks:
  ids_are_in_order: text_id < other_id
  enough_is_shared: shared >= 3 and shared_rare between 0 and shared and (share >= 0.35 or share_rare >= 0.35)
  texts_are_texts:
    exists (
      select 1 from staging.texts as text
      where text.site = text_pairs.site and text.post_id = text_pairs.text_id and text.text_id = text.post_id
    )
---*/
with texts as (
    select
        site,
        post_id,
        text_key,
        published_on,
        -- Integers are quicker to group and to sort than names.
        cast(dense_rank() over (order by headline) as integer) as headline_number,
        cast(row_number() over (order by site, post_id) as integer) as text_number,
        cast(dense_rank() over (order by site, lang) as integer) as language_number
    from staging.texts
    where post_id = text_id and words >= 8
),
text_shingles as not materialized (
    select
        texts.text_number,
        texts.language_number,
        unnest(fingerprints.shingles) as shingle
    from texts
    inner join lake.fingerprints as fingerprints using (text_key)
),
repeated_shingles as (
    select
        language_number,
        shingle,
        count(*) as texts,
        min(text_number) as first_text_number,
        -- A list of the texts would take twice the time and more memory than this hash of their set.
        bit_xor(hash(text_number)) as text_set_hash
    from text_shingles
    group by language_number, shingle
    having count(*) > 1
),
patterns as (
    -- Texts that share one shingle mostly share many more. A pattern is all shingles that occur in the same texts. Its
    -- key is the first of these texts and the least of the shingles: row numbers would need all rows in one place.
    select
        language_number,
        first_text_number,
        min(shingle) as pattern,
        count(*) as shingles
    from repeated_shingles
    -- A shingle of more texts is no evidence of a story, and its pairs would grow with the site.
    where texts <= 200
    group by language_number, first_text_number, texts, text_set_hash
),
pattern_texts as (
    select
        patterns.first_text_number,
        patterns.pattern,
        patterns.shingles,
        text_shingles.text_number
    from patterns
    inner join text_shingles
        on patterns.language_number = text_shingles.language_number and patterns.pattern = text_shingles.shingle
),
days_per_pattern as (
    select
        pattern_texts.first_text_number,
        pattern_texts.pattern,
        count(distinct texts.published_on) as days
    from pattern_texts
    inner join texts using (text_number)
    group by pattern_texts.first_text_number, pattern_texts.pattern
),
pattern_texts_with_rarity as (
    select
        first_text_number,
        pattern,
        pattern_texts.text_number,
        pattern_texts.shingles,
        -- A pattern of one to three days is a story. One of many days is a template or a standing phrase.
        days_per_pattern.days <= 3 as is_rare
    from pattern_texts
    inner join days_per_pattern using (first_text_number, pattern)
),
widespread_shingles_per_text as (
    select
        text_shingles.text_number,
        count(*) as shingles
    from text_shingles
    inner join repeated_shingles using (language_number, shingle)
    where repeated_shingles.texts > 200
    group by text_shingles.text_number
),
common_shingle_counts as (
    select
        text_number,
        shingles
    from widespread_shingles_per_text
    union all
    select
        text_number,
        shingles
    from pattern_texts_with_rarity
    where not is_rare
),
common_shingles_per_text as (
    select
        text_number,
        sum(shingles) as shingles
    from common_shingle_counts
    group by text_number
),
text_sizes as (
    select
        text_number,
        texts.site,
        texts.post_id,
        texts.headline_number,
        len(fingerprints.shingles) as shingles,
        len(fingerprints.shingles) - coalesce(common_shingles_per_text.shingles, 0) as rare_shingles,
        -- Such a text has little of its own. It is published every season, or it is a template without news.
        coalesce(common_shingles_per_text.shingles, 0) > 0.9 * len(fingerprints.shingles) as is_mostly_common
    from texts
    inner join lake.fingerprints as fingerprints using (text_key)
    left join common_shingles_per_text using (text_number)
),
candidate_pattern_texts as (
    select
        pattern_texts_with_rarity.first_text_number,
        pattern_texts_with_rarity.pattern,
        text_number,
        pattern_texts_with_rarity.shingles,
        pattern_texts_with_rarity.is_rare,
        text_sizes.headline_number
    from pattern_texts_with_rarity
    inner join text_sizes using (text_number)
    where pattern_texts_with_rarity.is_rare or text_sizes.is_mostly_common
),
pairs as (
    select
        members.text_number,
        other_members.text_number as other_number,
        cast(sum(members.shingles) as bigint) as shared,
        cast(coalesce(sum(members.shingles) filter (where members.is_rare), 0) as bigint) as shared_rare
    from candidate_pattern_texts as members
    inner join candidate_pattern_texts as other_members
        on members.first_text_number = other_members.first_text_number
        and members.pattern = other_members.pattern
        -- What is common proves something only if the headline comes back too.
        and (members.is_rare or members.headline_number = other_members.headline_number)
        and members.text_number < other_members.text_number
    group by members.text_number, other_members.text_number
    having sum(members.shingles) >= 3
),
pairs_with_shares as (
    select
        text_sizes.site,
        text_sizes.post_id as text_id,
        others.post_id as other_id,
        text_sizes.shingles,
        others.shingles as other_shingles,
        pairs.shared,
        pairs.shared_rare,
        pairs.shared / greatest(text_sizes.shingles, others.shingles) as share,
        coalesce(
            pairs.shared_rare / nullif(least(text_sizes.rare_shingles, others.rare_shingles), 0), 0
        ) as share_rare,
        text_sizes.is_mostly_common and others.is_mostly_common as are_mostly_common
    from pairs
    inner join text_sizes using (text_number)
    inner join text_sizes as others on pairs.other_number = others.text_number
)
select
    site,
    text_id,
    other_id,
    shingles,
    other_shingles,
    shared,
    shared_rare,
    round(share, 4) as share,
    round(share_rare, 4) as share_rare,
    are_mostly_common
from pairs_with_shares
where share >= 0.35 or share_rare >= 0.35
order by site, text_id, other_id
