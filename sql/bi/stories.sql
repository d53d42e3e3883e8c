/*---
description: Stories for tools that read no lists, such as BI tools, SQLite and spreadsheets. Lists are texts, with "; "
  between their items. One column is the key, also where the file holds several sites.
grain: [story_id]
columns:
  story_id: The story, which is the post_id of its first post.
  work_id: The work, which is the story and its translations.
  is_first_of_work: It is the first story of its work. A count of these stories is a count of works.
  site: The site.
  site_title: The title in the site's configuration.
  link: The address of its first post on the web. Only the part after the site's url where the site's configuration has
    none.
  headline: Title of the first post, without a prefix of the site such as "Breaking:".
  title: Title of the first post as written.
  first_published_at: When its first post was published.
  first_published_on: The same moment as a day of the site's calendar.
  last_published_at: When its last post was published.
  month: First day of the month of first_published_on.
  section: Section of the first post, or (none).
  tags: Tags of the first post.
  authors: Names of the authors of the first post, in the order of the byline.
  author_ids: Their ids, in the same order. An id is unique within a site.
  lang: Language of the first post.
  words: Words of the first post.
  posts: Live posts that tell it.
  copies: Those of them after the first.
checks:
  each_story_once: (select count(*) from bi.stories) = (select count(*) from core.stories)
  posts_have_a_story: not exists (select 1 from bi.posts where story_id not in (select story_id from bi.stories))
---*/
select
    stories.story_id,
    stories.work_id,
    stories.story_id = stories.work_id as is_first_of_work,
    stories.site,
    first_posts.site_title,
    first_posts.link,
    stories.headline,
    stories.title,
    stories.first_published_at,
    stories.first_published_on,
    stories.last_published_at,
    first_posts.month,
    first_posts.section,
    first_posts.tags,
    first_posts.authors,
    first_posts.author_ids,
    stories.lang,
    stories.words,
    stories.posts,
    stories.copies
from core.stories as stories
inner join bi.posts as first_posts on stories.story_id = first_posts.post_id
order by stories.story_id
