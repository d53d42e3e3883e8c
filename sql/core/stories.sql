/*---
description: Published stories, each once, however many posts tell it. Only live posts count. Title, section, language,
  authors, tags and words are those of the earliest post, so that counts by any of them add up.
grain: [site, story_id]
columns:
  story_id: The earliest post of the story. Ties go to the first path.
  site: The site.
  work_id: The earliest story of the work, which is the story and its translations.
  headline: Title of the earliest post, without a prefix of the site such as "Breaking:".
  title: Title of the earliest post as written.
  url: Where the earliest post is written, relative to the site's url.
  posts: Live posts that tell it.
  copies: Those of them after the first.
  first_published_at: When the earliest of these posts was published.
  first_published_on: The same moment as a day of the site's calendar.
  last_published_at: When the latest of these posts was published.
  section: The section of the earliest post.
  section_names: The sections of all its posts, each once, sorted. Empty if they have none.
  sections: The same as section_names, under its older name.
  lang: The language of the earliest post.
  words: Words of the earliest post.
  author_ids: The authors of the earliest post, in the order of its byline. Empty if it names none.
  tags: The tags of the earliest post, as core.posts has them.
  is_overridden: An editor has joined or separated one of these posts (seeds.story_overrides).
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
        coalesce(list(distinct section order by section) filter (where section is not null), []) as section_names
    from core.posts
    where is_live
    group by site, story_id
),
overridden_paths as (
    select
        site,
        path
    from seeds.story_overrides
    union
    select
        site,
        case when same_as <> '' then same_as else apart_from end as path
    from seeds.story_overrides
),
overridden_stories as (
    select distinct
        site,
        posts.story_id
    from overridden_paths
    inner join core.posts as posts using (site, path)
    where posts.is_live
)
select
    posts_per_story.story_id,
    posts_per_story.site,
    posts.work_id,
    titles.headline,
    posts.title,
    posts.url,
    posts_per_story.posts,
    posts_per_story.posts - 1 as copies,
    posts_per_story.first_published_at,
    posts.published_on as first_published_on,
    posts_per_story.last_published_at,
    posts.section,
    posts_per_story.section_names,
    posts_per_story.section_names as sections,
    posts.lang,
    posts.words,
    posts.author_ids,
    posts.tags,
    overridden_stories.story_id is not null as is_overridden
from posts_per_story
inner join core.posts as posts on posts_per_story.site = posts.site and posts_per_story.story_id = posts.post_id
inner join staging.titles as titles on posts_per_story.site = titles.site and posts_per_story.story_id = titles.post_id
left join overridden_stories
    on posts_per_story.site = overridden_stories.site and posts_per_story.story_id = overridden_stories.story_id
order by posts_per_story.site, posts_per_story.first_published_at, posts_per_story.story_id
