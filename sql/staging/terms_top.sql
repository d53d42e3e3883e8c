/*---
description: The ten key terms of every live post, or fewer if it has fewer. All posts of a story have the terms of the
  story. So a copy that is cut short or has another title has the same subject.
grain: [site, post_id, term]
columns:
  site: The site.
  post_id: The post.
  term: The term.
  lang: The language in which the post is read.
  score: ln(1 + n) * sqrt(ln(all stories / stories with the term)), and 1.3 times that for a pair of words. Here n is
    the average number of occurrences in the story's posts. One in the title counts as three.
  rank: 1 for the highest score. Ties are ordered by the term.
checks:
  ten_at_most: rank between 1 and 10
  score_is_not_negative: score >= 0
  terms_are_in_the_vocabulary: (site, lang, term) in (select (site, lang, term) from staging.terms_vocabulary)
---*/
with story_posts as (
    select
        languages.site,
        languages.post_id,
        languages.text_key,
        languages.terms_lang as lang,
        -- Integers are quicker to group and to sort than names.
        cast(
            dense_rank() over (order by languages.site, stories.story_id, languages.terms_lang) as integer
        ) as story_number,
        count(*) over (partition by languages.site, stories.story_id, languages.terms_lang) as posts_of_story
    from staging.languages as languages
    inner join staging.stories as stories using (site, post_id)
),
vocabulary as (
    select
        *,
        cast(row_number() over (order by site, lang, term) as integer) as term_number
    from staging.terms_vocabulary
),
story_terms as (
    select
        story_posts.story_number,
        story_posts.posts_of_story,
        vocabulary.term_number,
        sum(
            greatest(terms.n - coalesce(masked.n, 0), 0)
            + 3 * greatest(terms.title_n - coalesce(masked.title_n, 0), 0)
        ) as n
    from lake.terms as terms
    inner join story_posts using (text_key)
    inner join vocabulary
        on story_posts.site = vocabulary.site and story_posts.lang = vocabulary.lang and terms.term = vocabulary.term
    left join staging.terms_masked as masked
        on terms.text_key = masked.text_key and terms.term = masked.term
    group by story_posts.story_number, story_posts.posts_of_story, vocabulary.term_number
),
story_terms_with_scores as (
    select
        story_terms.story_number,
        term_number,
        round(
            ln(1 + story_terms.n / story_terms.posts_of_story)
            * sqrt(ln(vocabulary.all_stories / vocabulary.stories))
            * case vocabulary.words when 2 then 1.3 else 1 end,
            4
        ) as score
    from story_terms
    inner join vocabulary using (term_number)
    where story_terms.n > 0
),
story_terms_with_ranks as (
    select
        *,
        row_number() over (partition by story_number order by score desc, term_number asc) as rank
    from story_terms_with_scores
)
select
    story_posts.site,
    story_posts.post_id,
    vocabulary.term,
    story_posts.lang,
    story_terms_with_ranks.score,
    story_terms_with_ranks.rank
from story_terms_with_ranks
inner join story_posts using (story_number)
inner join vocabulary using (term_number)
where story_terms_with_ranks.rank <= 10
order by story_posts.site, story_posts.post_id, story_terms_with_ranks.rank
