/*---
description: Pairs of topics that share stories more often than if they had nothing to do with each other. A pair needs
  at least 3 stories, or 5 on a site with more than 1,000. Left out are pairs that say nothing new. Those are two topics
  of one subject, two labels that share a word or differ by one letter, and the pieces of one phrase.
grain: [site, topic_a, topic_b]
columns:
  site: The site.
  topic_a: The topic that sorts first.
  topic_b: The other topic.
  stories: Stories about both topics.
  npmi: Normalised pointwise mutual information, from 0 (as often together as by chance) to 1 (never one without the
    other).
  lift: Stories about both topics, divided by the number that chance explains.
  p: Chance of at least so many stories about both, if each topic had its stories at random (hypergeometric).
  is_signal: p is small although many pairs were looked at. At most one in ten such rows is chance (Benjamini and
    Hochberg). What was looked at are all pairs of topics that have enough stories.
checks:
  each_pair_once: topic_a < topic_b
  tied: npmi between 0.1 and 1 and lift > 1
  often_enough: stories >= 3
  signals_are_rare: not is_signal or p < 0.1
---*/
with stories_per_site as (
    select
        site,
        cast(sum(stories) as bigint) as stories,
        case when sum(stories) > 1000 then 5 else 3 end as min_stories
    from cadence.weekly
    group by site
),
frequent_topics as (
    select
        site,
        topics.topic_id,
        topics.subject_id,
        topics.stories,
        stories_per_site.stories as site_stories,
        stories_per_site.min_stories,
        regexp_extract_all(lower(topics.label), '[\p{L}\p{M}\p{N}]+') as words
    from topics.topics as topics
    inner join stories_per_site using (site)
    where topics.stories >= stories_per_site.min_stories
),
pairs_per_site as (
    select
        site,
        count(*) * (count(*) - 1) / 2 as pairs
    from frequent_topics
    group by site
),
topics_with_spelling as (
    select
        *,
        list_transform(words, lambda word: regexp_replace(word, 's$', '')) as stems,
        regexp_replace(strip_accents(array_to_string(words, '')), 's$', '') as spelling
    from frequent_topics
),
phrases as (
    select
        site,
        term as phrase,
        max(stories) as stories
    from staging.terms_vocabulary
    where words = 2
    group by site, term
),
pairs_with_labels as (
    select
        pairs.site,
        pairs.topic_a,
        pairs.topic_b,
        pairs.stories,
        a.stories as stories_a,
        b.stories as stories_b,
        a.site_stories,
        a.min_stories,
        a.subject_id <> b.subject_id
        and not list_has_any(a.stems, b.stems)
        and not list_contains(a.stems, b.spelling)
        and not list_contains(b.stems, a.spelling)
        -- bip112 and bip113 differ by their number and not by their spelling.
        and not (
            least(length(a.spelling), length(b.spelling)) >= 6
            and damerau_levenshtein(a.spelling, b.spelling) <= 1
            and regexp_replace(a.spelling, '[^0-9]', '', 'g') = regexp_replace(b.spelling, '[^0-9]', '', 'g')
        ) as are_two_subjects,
        a.words[-1] || ' ' || b.words[1] as phrase_ab,
        b.words[-1] || ' ' || a.words[1] as phrase_ba
    from topics.shared_stories as pairs
    inner join topics_with_spelling as a on pairs.site = a.site and pairs.topic_a = a.topic_id
    inner join topics_with_spelling as b on pairs.site = b.site and pairs.topic_b = b.topic_id
),
pairs_with_phrases as (
    select
        *,
        phrase_ab as phrase
    from pairs_with_labels
    union all
    select
        *,
        phrase_ba as phrase
    from pairs_with_labels
),
-- "consumer financial" and "protection bureau" are pieces of one phrase if "financial protection" is as good as always
-- there too: in half as many stories or more.
pieces_of_phrases as (
    select distinct
        site,
        pairs.topic_a,
        pairs.topic_b
    from pairs_with_phrases as pairs
    inner join phrases using (site, phrase)
    where 2 * phrases.stories >= pairs.stories
),
pairs_with_lift as (
    select
        pairs.site,
        pairs.topic_a,
        pairs.topic_b,
        pairs.stories,
        pairs.stories_a,
        pairs.stories_b,
        pairs.site_stories,
        pairs.stories * pairs.site_stories / (pairs.stories_a * pairs.stories_b) as lift
    from pairs_with_labels as pairs
    left join pieces_of_phrases as pieces
        on pairs.site = pieces.site and pairs.topic_a = pieces.topic_a and pairs.topic_b = pieces.topic_b
    where pairs.are_two_subjects and pairs.stories >= pairs.min_stories and pieces.site is null
),
pairs_with_npmi as (
    select
        *,
        -- Two topics in every story are always together, which is no surprise. nullif makes their npmi null, so that
        -- the pair is left out.
        round(ln(lift) / nullif(ln(site_stories / stories), 0), 4) as npmi
    from pairs_with_lift
    where lift > 1
),
tied_pairs as (
    select
        *,
        chance_to_share(stories, stories_a, stories_b, site_stories) as p
    from pairs_with_npmi
    where npmi >= 0.1
),
cutoffs as (
    select
        site,
        signal_cutoff(list(tied_pairs.p order by tied_pairs.p), max(pairs_per_site.pairs)) as cutoff
    from tied_pairs
    inner join pairs_per_site using (site)
    group by site
)
select
    site,
    tied_pairs.topic_a,
    tied_pairs.topic_b,
    tied_pairs.stories,
    tied_pairs.npmi,
    round(tied_pairs.lift, 2) as lift,
    tied_pairs.p,
    coalesce(tied_pairs.p <= cutoffs.cutoff, false) as is_signal
from tied_pairs
inner join cutoffs using (site)
order by site, tied_pairs.topic_a, tied_pairs.topic_b
