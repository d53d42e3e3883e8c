/*---
description: Posts, stories and works per day. Days without a post have a row too, with zeros.
grain: [site, day]
columns:
  site: The site.
  day: The day, in the site's time zone. A future day has a row only if a live post is dated to it.
  posts: Live posts.
  stories: Stories first published on this day.
  works: Works first published on this day. A work is a story with its translations.
  words: Words of the posts.
  authors: Number of different authors of the posts.
  sections: Number of different sections of the posts.
  is_complete: The day is over.
checks:
  stories_are_posts: works <= stories and stories <= posts
  authors_have_posts: posts > 0 or authors = 0
  sections_are_at_most_posts: sections <= posts
  posts_add_up: (select sum(posts) from cadence.daily) = (select count(*) from core.posts where is_live)
  stories_add_up:
    (select sum(stories) from cadence.daily)
    = (select count(distinct (site, story_id)) from core.posts where is_live)
  works_add_up:
    (select sum(works) from cadence.daily) = (select count(distinct (site, work_id)) from core.posts where is_live)
---*/
with posts_per_day as (
    select
        site,
        published_on as day,
        count(*) as posts,
        count(*) filter (where post_id = story_id) as stories,
        count(*) filter (where post_id = work_id) as works,
        sum(words) as words,
        count(distinct section) as sections
    from core.posts
    where is_live
    group by site, published_on
),
authors_per_day as (
    select
        site,
        posts.published_on as day,
        count(distinct post_authors.author_id) as authors
    from core.posts as posts
    inner join core.post_authors as post_authors using (site, post_id)
    where posts.is_live
    group by site, posts.published_on
)
select
    site,
    day,
    coalesce(posts_per_day.posts, 0) as posts,
    coalesce(posts_per_day.stories, 0) as stories,
    coalesce(posts_per_day.works, 0) as works,
    cast(coalesce(posts_per_day.words, 0) as bigint) as words,
    coalesce(authors_per_day.authors, 0) as authors,
    coalesce(posts_per_day.sections, 0) as sections,
    calendar.is_complete
from core.calendar as calendar
left join posts_per_day using (site, day)
left join authors_per_day using (site, day)
order by site, day
