/*---
description: How long the stories of a section are, month by month. Months without a story of the section have no row. A
  quantile lies between two stories where it falls between them (quantile_cont), and is rounded to 1 digit.
grain: [site, section, month]
columns:
  site: The site.
  section: Section of the story's first post, or (none).
  month: First day of the month, in the site's time zone.
  is_complete: The month is over.
  stories: Stories of the section first published in this month.
  median_words: Half of these stories have this many words or fewer. The words are those of the story's first post.
  p10_words: A tenth of these stories have this many words or fewer.
  p90_words: Nine tenths of these stories have this many words or fewer.
checks:
  quantiles_are_in_order: 0 <= p10_words and p10_words <= median_words and median_words <= p90_words
  stories_add_up: (select coalesce(sum(stories), 0) from cadence.lengths) = (select count(*) from core.stories)
---*/
with story_words as (
    select
        stories.site,
        coalesce(stories.section, '(none)') as section,
        calendar.month,
        stories.words
    from core.stories as stories
    inner join core.calendar as calendar
        on stories.site = calendar.site and stories.first_published_on = calendar.day
)
select
    site,
    story_words.section,
    month,
    monthly.is_complete,
    count(*) as stories,
    round(quantile_cont(story_words.words, 0.5), 1) as median_words,
    round(quantile_cont(story_words.words, 0.1), 1) as p10_words,
    round(quantile_cont(story_words.words, 0.9), 1) as p90_words
from story_words
inner join cadence.monthly as monthly using (site, month)
group by site, story_words.section, month, monthly.is_complete
order by site, story_words.section, month
