/*---
description: Works. A work is a story with its translations. A site of one language has as many works as stories.
grain: [site, work_id]
columns:
  work_id: The earliest story of the work. Ties go to the first path.
  site: The site.
  headline: The headline of this story.
  languages: The languages of its stories, each once, sorted.
  stories: Stories of the work.
  posts: Live posts of these stories.
  first_published_at: When the earliest of these posts was published.
  first_published_on: The same moment as a day of the site's calendar.
checks:
  works_have_stories: stories > 0 and posts >= stories and len(languages) between 1 and stories
  stories_add_up: (select sum(stories) from core.works) = (select count(*) from core.stories)
---*/
with stories_per_work as (
    select
        site,
        work_id,
        count(*) as stories,
        sum(posts) as posts,
        list(distinct lang order by lang) as languages
    from core.stories
    group by site, work_id
)
select
    stories_per_work.work_id,
    stories_per_work.site,
    stories.headline,
    stories_per_work.languages,
    stories_per_work.stories,
    cast(stories_per_work.posts as bigint) as posts,
    stories.first_published_at,
    stories.first_published_on
from stories_per_work
inner join core.stories as stories
    on stories_per_work.site = stories.site and stories_per_work.work_id = stories.story_id
order by stories_per_work.site, stories.first_published_at, stories_per_work.work_id
