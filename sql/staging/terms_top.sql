/*---
description: The ten key terms of every live post, or as many as it has. All posts of a story have the story's, so that
  a copy cut short or with another title is about the same.
grain: [site, post_id, term]
columns:
  site: The site.
  post_id: The post.
  term: The term.
  lang: The language that the post is read in.
  score: ln(1 + n) * sqrt(ln(all stories / stories with the term)), a pair of words times 1.3; n is how often the
    story's posts have it on average, once in the title counted as three times.
  rank: 1 for the highest score, ties by the term.
checks:
  ten_at_most: rank between 1 and 10
  score_is_not_negative: score >= 0
  terms_are_in_the_vocabulary: (site, lang, term) in (select (site, lang, term) from staging.terms_vocabulary)
---*/
with posts as (
    select
        languages.site,
        languages.post_id,
        languages.text_key,
        languages.lang,
        -- numbers are quicker to group and to sort than names
        cast(dense_rank() over (order by languages.site, stories.story_id, languages.lang) as integer) as subject,
        count(*) over (partition by languages.site, stories.story_id, languages.lang) as copies
    from staging.terms_languages as languages
    join staging.stories as stories using (site, post_id)
),
vocabulary as (
    select
        *,
        cast(row_number() over (order by site, lang, term) as integer) as entry
    from staging.terms_vocabulary
),
counted as (
    select
        posts.subject,
        posts.copies,
        vocabulary.entry,
        sum(
            greatest(terms.n - coalesce(masked.n, 0), 0)
            + 3 * greatest(terms.title_n - coalesce(masked.title_n, 0), 0)
        ) as n
    from lake.terms as terms
    join posts using (text_key)
    join vocabulary
        on vocabulary.site = posts.site and vocabulary.lang = posts.lang and vocabulary.term = terms.term
    left join staging.terms_masked as masked
        on masked.text_key = terms.text_key and masked.term = terms.term
    group by posts.subject, posts.copies, vocabulary.entry
),
scored as (
    select
        counted.subject,
        entry,
        round(
            ln(1 + counted.n / counted.copies) * sqrt(ln(vocabulary.all_stories / vocabulary.stories))
            * case vocabulary.words when 2 then 1.3 else 1 end,
            4
        ) as score
    from counted
    join vocabulary using (entry)
    where counted.n > 0
),
ranked as (
    select
        *,
        row_number() over (partition by subject order by score desc, entry) as rank
    from scored
)
select
    posts.site,
    posts.post_id,
    vocabulary.term,
    posts.lang,
    ranked.score,
    ranked.rank
from ranked
join posts using (subject)
join vocabulary using (entry)
where ranked.rank <= 10
order by posts.site, posts.post_id, ranked.rank
