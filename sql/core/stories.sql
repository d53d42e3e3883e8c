/*---
description: Published stories, each once, however many posts tell it. Only live posts count.
grain: [site, story_id]
columns:
  story_id: The earliest post of the story. Ties go to the first path.
  site: The site.
  headline: Title of the earliest post, without a prefix of the site such as "Breaking:".
  posts: Live posts that tell it.
  first_published_at: When the earliest of these posts was published.
  last_published_at: When the latest of these posts was published.
  sections: The sections of these posts, each once, sorted. Empty if they have none.
  lang: The language that the posts or the site's defaults name.
checks:
  stories_have_posts: posts > 0
  times_are_in_order: first_published_at <= last_published_at
  posts_add_up: (select sum(posts) from core.stories) = (select count(*) from core.posts where is_live)
  each_story_once:
    (select count(*) from core.stories) = (select count(*) from core.posts where is_live and post_id = story_id)
---*/
with posts_per_story as (
    select
        site,
        story_id,
        count(*) as posts,
        min(published_at) as first_published_at,
        max(published_at) as last_published_at,
        coalesce(list(distinct section order by section) filter (where section is not null), []) as sections
    from core.posts
    where is_live
    group by site, story_id
)
select
    posts_per_story.story_id,
    posts_per_story.site,
    titles.headline,
    posts_per_story.posts,
    posts_per_story.first_published_at,
    posts_per_story.last_published_at,
    posts_per_story.sections,
    posts.lang
from posts_per_story
inner join core.posts as posts on posts_per_story.site = posts.site and posts_per_story.story_id = posts.post_id
inner join staging.titles as titles on posts_per_story.site = titles.site and posts_per_story.story_id = titles.post_id
order by posts_per_story.site, posts_per_story.first_published_at, posts_per_story.story_id
