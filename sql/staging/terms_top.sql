/*---
description: The ten key terms of every live post.
grain: [site, post_id, term]
columns:
  site: The site.
  post_id: The post.
  term: The term.
  lang: The language that the post is read in.
  score: (1 + ln n) * sqrt(ln(all stories / stories with the term)), a pair of words times 1.3; n counts a word of the title
    three times.
  rank: 1 for the highest score, ties by the term.
checks:
  ten_at_most: rank between 1 and 10
  score_is_positive: score >= 0
  terms_are_in_the_vocabulary: (site, lang, term) in (select (site, lang, term) from staging.terms_vocabulary)
---*/
with counted as (
    select
        terms.site,
        terms.post_id,
        terms.term,
        vocabulary.lang,
        vocabulary.words,
        vocabulary.stories,
        vocabulary.all_stories,
        greatest(terms.n - coalesce(masked.n, 0), 0)
            + 3 * greatest(terms.title_n - coalesce(masked.title_n, 0), 0) as n
    from lake.terms as terms
    join staging.terms_languages as languages using (site, post_id)
    join staging.terms_vocabulary as vocabulary
        on vocabulary.site = terms.site and vocabulary.lang = languages.lang and vocabulary.term = terms.term
    left join staging.terms_masked as masked
        on masked.site = terms.site and masked.post_id = terms.post_id and masked.term = terms.term
),
scored as (
    select
        site,
        post_id,
        term,
        lang,
        round(
            (1 + ln(n)) * sqrt(ln(all_stories / stories)) * case words when 2 then 1.3 else 1 end, 4
        ) as score
    from counted
    where n > 0
),
ranked as (
    select
        *,
        row_number() over (partition by site, post_id order by score desc, term) as rank
    from scored
)
select
    site,
    post_id,
    term,
    lang,
    score,
    rank
from ranked
where rank <= 10
order by site, post_id, rank
