/*---
description: Which story a post tells. Live posts of one site, language and text of 20 words or more are one story.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  story_id: The story's earliest post, ties by path; a post that is not live is its own story.
checks:
  each_post_once: (select count(*) from staging.stories) = (select count(*) from staging.posts)
  a_story_begins_with_itself:
    exists (
      select 1 from staging.stories as head
      where head.site = stories.site and head.post_id = stories.story_id and head.story_id = stories.story_id
    )
---*/
with texts as (
    select
        posts.site,
        posts.post_id,
        posts.published_at,
        source.path,
        source.lang,
        -- a text of a few words ("Closed today.") is no evidence, so such a post stands for itself
        coalesce(
            case when posts.is_live and source.words >= 20 then source.body_sha256 end, posts.post_id
        ) as text_id
    from staging.posts as posts
    join lake.posts as source using (site, post_id)
)
select
    site,
    post_id,
    first_value(post_id) over (partition by site, lang, text_id order by published_at, path) as story_id
from texts
