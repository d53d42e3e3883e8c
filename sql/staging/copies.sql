/*---
description: Pairs of texts of which one tells what the other does, cut short, extended or reworded. Both hold the same
  five words in a row, again and again, in places that no other day's posts share.
grain: [site, text_id, other_id]
columns:
  site: The site.
  text_id: A text.
  other_id: A text that shares much with it, of a greater id.
  shared: Shingles (five words in a row) that both have and that stand on at most three days.
  share: That as a share of the shorter text's shingles; those that stand on more than three days do not count.
checks:
  ids_are_in_order: text_id < other_id
  enough_is_shared: shared >= 3 and share between 0.4 and 1
  texts_are_live:
    exists (
      select 1 from staging.texts as text
      where text.site = copies.site and text.post_id = copies.text_id and text.is_live and text.text_id = text.post_id
    )
---*/
with texts as (
    select
        site,
        post_id,
        published_at,
        published_on,
        -- numbers are quicker to group and to sort than names
        cast(row_number() over (order by site, post_id) as integer) as text,
        cast(dense_rank() over (order by site, lang) as integer) as tongue
    from staging.texts
    where is_live and post_id = text_id and words >= 12
),
shingles as (
    select
        text,
        tongue,
        published_on,
        unnest(fingerprints.shingles) as shingle
    from texts
    join lake.fingerprints as fingerprints using (site, post_id)
),
repeated as (
    select
        list_sort(list(text)) as holders,
        len(list_distinct(list(published_on))) as days
    from shingles
    group by tongue, shingle
    having count(*) > 1
),
patterns as (
    -- texts that share one shingle mostly share many more: from here on it is one row for all of those
    select
        holders,
        -- what stands on many days is a template or a standing phrase; what stands on one to three is a story
        days <= 3 and len(holders) <= 200 as is_rare,
        count(*) as shingles
    from repeated
    group by holders, days
),
held as (
    select
        unnest(holders) as text,
        holders,
        is_rare,
        shingles
    from patterns
),
worn as (
    select
        text,
        sum(shingles) as shingles
    from held
    where not is_rare
    group by text
),
sizes as (
    select
        texts.text,
        texts.site,
        texts.post_id,
        texts.published_at,
        len(fingerprints.shingles) - coalesce(worn.shingles, 0) as shingles
    from texts
    join lake.fingerprints as fingerprints using (site, post_id)
    left join worn using (text)
),
meetings as (
    select
        text,
        unnest(holders) as other,
        shingles
    from held
    where is_rare
),
pairs as (
    select
        text,
        other,
        cast(sum(shingles) as bigint) as shared
    from meetings
    where text < other
    group by text, other
    having sum(shingles) >= 3
),
compared as (
    select
        sizes.site,
        sizes.post_id as text_id,
        others.post_id as other_id,
        pairs.shared,
        pairs.shared / least(sizes.shingles, others.shingles) as share,
        abs(epoch(others.published_at) - epoch(sizes.published_at)) <= 3 * 24 * 60 * 60 as is_near
    from pairs
    join sizes using (text)
    join sizes as others on others.text = pairs.other
)
select
    site,
    text_id,
    other_id,
    shared,
    round(share, 4) as share
from compared
-- a template with three editions is as rare as a story; but its editions lie apart, and each has news of its own
where share >= 0.9 and shared >= 15 or share >= 0.4 and is_near
order by site, text_id, other_id
