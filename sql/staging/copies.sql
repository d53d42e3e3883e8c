/*---
description: Pairs of texts of which one tells what the other does, cut short, extended or reworded. Told by shingles,
  which are five words in a row, and among these by the rare ones, which stand in the texts of at most three days. Two
  texts must share 65 % of them, under headlines alike 35 %; more than three days apart 90 %.
grain: [site, text_id, other_id]
columns:
  site: The site.
  text_id: A text.
  other_id: A text that shares much with it, of a greater id.
  kind: copy (their rare shingles tell) or evergreen (nearly all of it is alike, on whatever days).
  shared: Shingles that both have, for a copy the rare ones only.
  share: That as a share of the shorter text's rare and unique shingles; for an evergreen, of all of the longer text's.
checks:
  ids_are_in_order: text_id < other_id
  enough_is_shared: shared >= 3 and share between 0.35 and 1
  kind_is_known: kind in ('copy', 'evergreen')
  texts_are_texts:
    exists (
      select 1 from staging.texts as text
      where text.site = copies.site and text.post_id = copies.text_id and text.text_id = text.post_id
    )
---*/
with texts as (
    select
        site,
        post_id,
        text_key,
        published_at,
        published_on,
        list_distinct(
            regexp_extract_all(lower(regexp_replace(title, '^[^:]{2,24}:', '', 'g')), '[\p{L}\p{M}\p{N}]+')
        ) as headline,
        -- numbers are quicker to group and to sort than names
        cast(row_number() over (order by site, post_id) as integer) as text,
        cast(dense_rank() over (order by site, lang) as integer) as tongue
    from staging.texts
    where post_id = text_id and words >= 8
),
shingles as not materialized (
    select
        text,
        tongue,
        unnest(fingerprints.shingles) as shingle
    from texts
    join lake.fingerprints as fingerprints using (text_key)
),
repeated as (
    select
        tongue,
        shingle,
        count(*) as texts,
        min(text) as holder,
        -- a list of them would take twice the time, and more memory
        bit_xor(hash(text)) as holders
    from shingles
    group by tongue, shingle
    having count(*) > 1
),
patterns as (
    -- texts that share one shingle mostly share many more: from here on it is one row for all of those, known by the
    -- first of the texts and the least of the shingles; to number the rows would take all of them to one place
    select
        tongue,
        holder,
        min(shingle) as pattern,
        count(*) as shingles
    from repeated
    -- what stands in more texts is no story, and its pairs would grow with the site
    where texts <= 200
    group by tongue, holder, texts, holders
),
members as (
    select
        patterns.holder,
        patterns.pattern,
        patterns.shingles,
        shingles.text
    from patterns
    join shingles on shingles.tongue = patterns.tongue and shingles.shingle = patterns.pattern
),
spread as (
    select
        holder,
        pattern,
        count(distinct texts.published_on) as days
    from members
    join texts using (text)
    group by holder, pattern
),
held as (
    select
        holder,
        pattern,
        text,
        members.shingles,
        -- what stands on many days is a template or a standing phrase; what stands on one to three is a story
        spread.days <= 3 as is_rare
    from members
    join spread using (holder, pattern)
),
everywhere as (
    select
        text,
        count(*) as shingles
    from shingles
    join repeated using (tongue, shingle)
    where repeated.texts > 200
    group by text
),
frequent as (
    select text, shingles from everywhere
    union all
    select text, shingles from held where not is_rare
),
worn as (
    select
        text,
        sum(shingles) as shingles
    from frequent
    group by text
),
sizes as (
    select
        texts.text,
        texts.site,
        texts.post_id,
        texts.published_at,
        texts.headline,
        len(fingerprints.shingles) as shingles,
        len(fingerprints.shingles) - coalesce(worn.shingles, 0) as rare_shingles,
        -- little in it is its own: a text that is published every season, or one of a template without news
        coalesce(worn.shingles, 0) > 0.9 * len(fingerprints.shingles) as is_worn
    from texts
    join lake.fingerprints as fingerprints using (text_key)
    left join worn using (text)
),
meetings as (
    select
        holder,
        pattern,
        text,
        held.shingles,
        held.is_rare
    from held
    join sizes using (text)
    where held.is_rare or sizes.is_worn
),
pairs as (
    select
        meetings.text,
        others.text as other,
        cast(sum(meetings.shingles) as bigint) as shared,
        cast(coalesce(sum(meetings.shingles) filter (where meetings.is_rare), 0) as bigint) as shared_rare
    from meetings
    join meetings as others
        on others.holder = meetings.holder and others.pattern = meetings.pattern and meetings.text < others.text
    group by meetings.text, others.text
    having sum(meetings.shingles) >= 3
),
compared as (
    select
        sizes.site,
        sizes.post_id as text_id,
        others.post_id as other_id,
        pairs.shared,
        pairs.shared_rare,
        pairs.shared / greatest(sizes.shingles, others.shingles) as share,
        pairs.shared_rare / nullif(least(sizes.rare_shingles, others.rare_shingles), 0) as share_rare,
        len(list_intersect(sizes.headline, others.headline))
            >= 0.75 * greatest(1, len(sizes.headline), len(others.headline)) as are_titled_alike,
        abs(epoch(others.published_at) - epoch(sizes.published_at)) <= 3 * 24 * 60 * 60 as are_near,
        sizes.is_worn and others.is_worn as are_worn
    from pairs
    join sizes using (text)
    join sizes as others on others.text = pairs.other
),
judged as (
    select
        *,
        case
            when are_near and shared_rare >= 3 and share_rare >= 0.65 then 'copy'
            when are_near and shared_rare >= 3 and share_rare >= 0.35 and are_titled_alike then 'copy'
            -- a template of three editions is as rare as a story, but they lie apart, and each has news of its own
            when shared_rare >= 15 and share_rare >= 0.9 then 'copy'
            when shared >= 15 and share >= 0.95 and are_worn then 'evergreen'
        end as kind
    from compared
)
select
    site,
    text_id,
    other_id,
    kind,
    case when kind = 'copy' then shared_rare else shared end as shared,
    round(case when kind = 'copy' then share_rare else share end, 4) as share
from judged
where kind is not null
order by site, text_id, other_id
