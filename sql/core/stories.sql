/*---
description: What was published, each story once, however many posts told it. Live posts only.
grain: [site, story_id]
columns:
  story_id: The story's earliest post, ties by path.
  site: The site.
  headline: Title of the earliest post, without what the site puts before titles, such as "Breaking:".
  posts: Live posts that tell it.
  first_published_at: When the earliest was published.
  last_published_at: When the latest was.
  sections: The posts' sections, each once, sorted; empty without one.
  lang: Language of the posts, as they or the site's defaults say.
checks:
  stories_have_posts: posts > 0
  times_are_in_order: first_published_at <= last_published_at
  posts_add_up: (select sum(posts) from core.stories) = (select count(*) from core.posts where is_live)
  each_story_once:
    (select count(*) from core.stories) = (select count(*) from core.posts where is_live and post_id = story_id)
---*/
with told as (
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
    told.story_id,
    told.site,
    titles.headline,
    told.posts,
    told.first_published_at,
    told.last_published_at,
    told.sections,
    posts.lang
from told
join core.posts as posts on posts.site = told.site and posts.post_id = told.story_id
join staging.titles as titles on titles.site = told.site and titles.post_id = told.story_id
order by told.site, told.first_published_at, told.story_id
