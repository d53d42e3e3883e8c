/*---
description: Published stories, each once, however many posts tell it. Only live posts count.
grain: [site, story_id]
columns:
  story_id: The earliest post of the story. Ties go to the first path.
  site: The site.
  work_id: The earliest story of the work, which is the story and its translations.
  headline: Title of the earliest post, without a prefix of the site such as "Breaking:".
  title: Title of the earliest post as written.
  url: Where the earliest post is written, relative to the site's url.
  posts: Live posts that tell it.
  first_published_at: When the earliest of these posts was published.
  first_published_on: The same moment as a day of the site's calendar.
  last_published_at: When the latest of these posts was published.
  section: The section of the earliest post.
  sections: The sections of these posts, each once, sorted. Empty if they have none.
  lang: The language of the earliest post.
  words: Words of the longest of these posts.
  author_ids: The authors of these posts, each once, sorted. Empty if they have none.
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
        coalesce(list(distinct section order by section) filter (where section is not null), []) as sections,
        max(words) as words
    from core.posts
    where is_live
    group by site, story_id
),
authors_per_story as (
    select
        site,
        posts.story_id,
        list(distinct post_authors.author_id order by post_authors.author_id) as author_ids
    from core.post_authors as post_authors
    inner join core.posts as posts using (site, post_id)
    where posts.is_live
    group by site, posts.story_id
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
    posts_per_story.first_published_at,
    posts.published_on as first_published_on,
    posts_per_story.last_published_at,
    posts.section,
    posts_per_story.sections,
    posts.lang,
    posts_per_story.words,
    coalesce(authors_per_story.author_ids, []) as author_ids,
    overridden_stories.story_id is not null as is_overridden
from posts_per_story
inner join core.posts as posts on posts_per_story.site = posts.site and posts_per_story.story_id = posts.post_id
inner join staging.titles as titles on posts_per_story.site = titles.site and posts_per_story.story_id = titles.post_id
left join authors_per_story
    on posts_per_story.site = authors_per_story.site and posts_per_story.story_id = authors_per_story.story_id
left join overridden_stories
    on posts_per_story.site = overridden_stories.site and posts_per_story.story_id = overridden_stories.story_id
order by posts_per_story.site, posts_per_story.first_published_at, posts_per_story.story_id
