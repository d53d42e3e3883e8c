/*---
description: Pairs of texts of which one is the other cut short, extended, reworded or published again. A digest that
  quotes several texts whole is a copy of none of them.
grain: [site, text_id, other_id]
columns:
  site: The site.
  text_id: A text.
  other_id: A text that is a copy of it. Its id is the greater one.
  kind: copy (they share rare shingles) or evergreen (nearly all of the two texts and the headline are alike, on
    whatever days).
  shared: Shingles that both texts have. For a copy only the rare ones count.
  share: The shared ones as a share. For a copy, of the shorter text's rare and unique shingles. For an evergreen, of
    all shingles of the longer text.
checks:
  ids_are_in_order: text_id < other_id
  enough_is_shared: shared >= 3 and share between 0.35 and 1
  kind_is_known: kind in ('copy', 'evergreen')
  pairs_are_pairs: (site, text_id, other_id) in (select (site, text_id, other_id) from staging.text_pairs)
---*/
with texts as (
    select
        site,
        post_id,
        published_at,
        published_on,
        translation_key,
        list_distinct(string_split(headline, ' ')) as words,
        list_sort(list_distinct(regexp_extract_all(title, '[0-9]+(?:\.[0-9]+)*'))) as numbers
    from staging.texts
),
pairs_with_headlines as (
    select
        pairs.*,
        len(list_intersect(texts.words, others.words)) as shared_words,
        len(texts.words) as headline_words,
        len(others.words) as other_headline_words,
        texts.numbers = others.numbers as have_equal_numbers,
        len(list_intersect(texts.numbers, others.numbers)) < least(len(texts.numbers), len(others.numbers))
            as have_other_numbers,
        coalesce(texts.translation_key <> others.translation_key, false) as have_other_keys,
        texts.published_on = others.published_on as are_of_one_day,
        abs(epoch(others.published_at) - epoch(texts.published_at)) <= 3 * 24 * 60 * 60 as are_within_3_days,
        pairs.shingles >= pairs.other_shingles as is_text_longer
    from staging.text_pairs as pairs
    inner join texts on pairs.site = texts.site and pairs.text_id = texts.post_id
    inner join texts as others on pairs.site = others.site and pairs.other_id = others.post_id
),
compared_pairs as (
    select
        site,
        text_id,
        other_id,
        case when is_text_longer then text_id else other_id end as longer_id,
        case when is_text_longer then other_id else text_id end as shorter_id,
        shared,
        shared_rare,
        share,
        share_rare,
        are_mostly_common,
        are_within_3_days,
        least(shingles, other_shingles) / greatest(shingles, other_shingles) as length_share,
        -- Two releases, two bulletins of a day, and what the site itself calls two texts, are two unless nearly equal.
        case when have_other_keys then 0.9 when have_other_numbers then 0.8 else 0.65 end as needed_share,
        have_equal_numbers
        and not have_other_keys
        and shared_words >= 0.75 * greatest(headline_words, other_headline_words, 1) as have_similar_headlines,
        -- A text that is less than half as long, under another headline and of another day, is rather a quotation.
        least(shingles, other_shingles) >= 0.5 * greatest(shingles, other_shingles)
        or are_of_one_day
        or shared_words >= 0.5 * greatest(least(headline_words, other_headline_words), 1) as may_be_cut
    from pairs_with_headlines
),
pairs_with_kind as (
    select
        *,
        case
            when are_within_3_days and shared_rare >= 3 and share_rare >= needed_share and may_be_cut then 'copy'
            when are_within_3_days and shared_rare >= 3 and share_rare >= 0.35 and have_similar_headlines then 'copy'
            -- The three editions of a template are as rare as a story. They lie days apart, and each has its own news.
            when shared_rare >= 15 and share_rare >= 0.9 and have_similar_headlines then 'copy'
            when shared_rare >= 100 and share_rare >= 0.9 and length_share >= 0.5 then 'copy'
            when shared >= 15 and share >= 0.95 and are_mostly_common then 'evergreen'
        end as kind
    from compared_pairs
),
parts as (
    -- The shorter text stands in the longer one, whatever their headlines and dates, and is not nearly as long.
    select
        site,
        longer_id,
        shorter_id
    from pairs_with_kind
    where length_share < 0.9 and (kind is not null or (shared_rare >= 8 and share_rare >= 0.65))
),
-- A part that has something in common with a longer part of the same text tells no other story than that.
nested_parts as (
    select
        parts.site,
        parts.longer_id,
        outer_parts.shorter_id as between_id,
        parts.shorter_id
    from parts
    inner join parts as outer_parts
        on parts.site = outer_parts.site and parts.longer_id = outer_parts.longer_id
    inner join pairs_with_kind as inner_pairs
        on outer_parts.site = inner_pairs.site
        and outer_parts.shorter_id = inner_pairs.longer_id
        and parts.shorter_id = inner_pairs.shorter_id
),
digests_of_articles as (
    select
        parts.site,
        parts.longer_id
    from parts
    left join nested_parts using (site, longer_id, shorter_id)
    where nested_parts.shorter_id is null
    group by parts.site, parts.longer_id
    having count(*) > 1
),
-- A digest may be published again, or quoted by another one. Then its articles are parts of that one too.
parts_of_articles as (
    select distinct
        nested_parts.site,
        nested_parts.longer_id,
        nested_parts.shorter_id
    from nested_parts
    left join digests_of_articles
        on nested_parts.site = digests_of_articles.site
        and nested_parts.between_id = digests_of_articles.longer_id
    where digests_of_articles.longer_id is null
),
digests as (
    select
        parts.site,
        parts.longer_id
    from parts
    left join parts_of_articles using (site, longer_id, shorter_id)
    where parts_of_articles.shorter_id is null
    group by parts.site, parts.longer_id
    having count(*) > 1
)
select
    pairs.site,
    pairs.text_id,
    pairs.other_id,
    pairs.kind,
    case when pairs.kind = 'copy' then pairs.shared_rare else pairs.shared end as shared,
    case when pairs.kind = 'copy' then pairs.share_rare else pairs.share end as share
from pairs_with_kind as pairs
left join digests using (site, longer_id)
where pairs.kind is not null and (digests.longer_id is null or pairs.length_share >= 0.7)
order by pairs.site, pairs.text_id, pairs.other_id
