/*---
description: Live posts for tools that read no lists, such as BI tools, SQLite and spreadsheets. Lists are texts, with
  "; " between their items. One column is the key, also where the file holds several sites.
grain: [post_id]
columns:
  post_id: The post.
  story_id: The story that it tells, as in bi.stories.
  work_id: The work, which is the story and its translations.
  is_first_of_story: It is the first post of its story. A count of these posts is a count of stories.
  site: The site.
  site_title: The title in the site's configuration.
  path: The file, relative to the site.
  link: Its address on the web. Only the part after the site's url where the site's configuration has none.
  title: The title as the site's generator has it.
  published_at: When it was published.
  published_local: The same moment on the site's clock.
  published_on: The same moment as a day of the site's calendar.
  month: First day of the month of published_on.
  section: Its section, or (none).
  categories: The categories.
  tags: The tags.
  authors: The names of the authors, in the order of the byline.
  author_ids: Their ids, in the same order. An id is unique within a site.
  lang: The language.
  words: Words of the body.
  reading_minutes: Minutes to read it.
  links: Links in the body.
  images: Images in the body.
  has_description: The front matter has a description.
  updated_at: When it was last changed, as the front matter says.
checks:
  each_live_post_once: (select count(*) from bi.posts) = (select count(*) from core.posts where is_live)
---*/
with bylines as (
    select
        site,
        post_authors.post_id,
        array_to_string(list(authors.name order by post_authors.position), '; ') as authors
    from core.post_authors as post_authors
    inner join core.authors as authors using (site, author_id)
    group by site, post_authors.post_id
)
select
    post_id,
    posts.story_id,
    posts.work_id,
    post_id = posts.story_id as is_first_of_story,
    site,
    sites.title as site_title,
    posts.path,
    coalesce(sites.base_url, '') || posts.url as link,
    posts.title,
    posts.published_at,
    posts.published_local,
    posts.published_on,
    cast(date_trunc('month', posts.published_on) as date) as month,
    coalesce(posts.section, '(none)') as section,
    array_to_string(posts.categories, '; ') as categories,
    array_to_string(posts.tags, '; ') as tags,
    coalesce(bylines.authors, '') as authors,
    array_to_string(posts.author_ids, '; ') as author_ids,
    posts.lang,
    posts.words,
    posts.reading_minutes,
    posts.links,
    posts.images,
    coalesce(regexp_matches(posts.description, '\S'), false) as has_description,
    posts.updated_at
from core.posts as posts
inner join core.sites as sites using (site)
left join bylines using (site, post_id)
where posts.is_live
order by post_id
