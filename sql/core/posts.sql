/*---
description: Posts and drafts. Of those that are not live only the file, its dates and its flags are kept; what the file
  says is null.
grain: [site, post_id]
columns:
  post_id: First 16 hex digits of sha256(site, NUL, path).
  site: The site.
  path: The file, relative to the site.
  url: Where Jekyll writes it, relative to the site's url.
  slug: The last part of the url, as the file name or the front matter has it.
  title: As written, else made of the file name.
  published_at: When it is published; null for a draft without a date.
  published_local: The same on the site's clock.
  published_on: The same as the site's calendar day.
  date_source: What the date comes from (front_matter, defaults, file_name).
  date_precision: What the date says at its finest (day, minute, second).
  date_as_written: The date's text.
  date_conflict: The day is another one than the file name's.
  is_live: Jekyll's default build writes it at as_of.
  is_draft: Below _drafts, or with draft set, which Jekyll shows all the same.
  is_future: Dated after as_of.
  is_hidden: The front matter's published is false, no or null.
  lang: Language, as the post or the site's defaults say.
  layout: Layout, as the post or the site's defaults say.
  section: The first category, by its label.
  categories: As Jekyll has them.
  tags: As Jekyll has them.
  author_ids: The authors in the order of the byline, aliases applied.
  story_id: The story, named by its earliest post; a post that is not live is its own.
  excerpt: The first paragraph, or what the front matter gives, in Markdown.
  description: As the front matter gives it.
  image: As the front matter gives it.
  words: Words of the body.
  reading_minutes: Words at 230 a minute, rounded up, at least 1.
  links: Links in the body.
  images: Images in the body.
  headings: Headings in the body.
  code_blocks: Code blocks in the body.
  updated_at: When the front matter says that it was last changed.
  front_matter: The front matter as JSON, scalars as written, without e-mail addresses.
  sha256: Of the file's bytes, in hexadecimal.
checks:
  live_is_ready: not is_live or (published_on is not null and not is_hidden)
  the_rest_keeps_its_text:
    is_live
    or (
      coalesce(url, slug, title, lang, layout, section, excerpt, description, image) is null
      and coalesce(words, reading_minutes, links, images, headings, code_blocks) is null
      and coalesce(categories, tags, author_ids) is null and updated_at is null and front_matter is null
    )
  story_is_not_later:
    not is_live or exists (
      select 1 from core.posts as head
      where head.site = posts.site and head.post_id = posts.story_id and head.published_at <= posts.published_at
    )
  a_category_makes_a_section:
    (section is not null) = ((site, post_id) in (select (site, post_id) from core.post_categories))
  each_post_once: (select count(*) from core.posts) = (select count(*) from staging.posts)
  each_file_once: (select count(*) from core.posts) = (select count(*) from core.files where fate in ('post', 'draft'))
warnings:
  not_before_the_web: not is_live or published_on >= date '1991-08-06'
---*/
with bylines as (
    select
        site,
        post_id,
        list(author_id order by position) as author_ids
    from core.post_authors
    group by site, post_id
),
sections as (
    select
        site,
        post_id,
        categories.label as section
    from core.post_categories
    join core.categories using (site, category_id)
    where position = 1
)
select
    posts.post_id,
    posts.site,
    source.path,
    shown.url,
    shown.slug,
    shown.title,
    posts.published_at,
    source.published_local,
    posts.published_on,
    source.date_source,
    source.date_precision,
    source.date_as_written,
    coalesce(posts.published_on <> source.file_name_on, false) as date_conflict,
    posts.is_live,
    source.is_draft,
    posts.is_future,
    source.is_hidden,
    shown.lang,
    shown.layout,
    sections.section,
    shown.categories,
    shown.tags,
    case when posts.is_live then coalesce(bylines.author_ids, []) end as author_ids,
    coalesce(stories.story_id, posts.post_id) as story_id,
    shown.excerpt,
    shown.description,
    shown.image,
    shown.words,
    case when posts.is_live then cast(greatest(ceil(shown.words / 230), 1) as integer) end as reading_minutes,
    shown.links,
    shown.images,
    shown.headings,
    shown.code_blocks,
    shown.updated_at,
    cast(shown.front_matter as json) as front_matter,
    source.sha256
from staging.posts as posts
left join staging.stories as stories using (site, post_id)
left join bylines using (site, post_id)
left join sections using (site, post_id)
join lake.posts as source using (row_key)
left join lake.posts as shown on posts.is_live and shown.row_key = posts.row_key
order by posts.site, source.path
