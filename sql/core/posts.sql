/*---
description: Posts and drafts. A post that is not live keeps only its file, its dates and its flags. All else is null.
grain: [site, post_id]
columns:
  post_id: First 16 hex digits of sha256(site, NUL, path).
  site: The site.
  path: The file, relative to the site.
  url: Where the site's generator writes it, relative to the site's url.
  slug: The last part of the url, from the file name or the front matter.
  title: The title as the site's generator has it. Null if the post has none and the generator makes none.
  published_at: When it is published. Null for a draft without a date.
  published_local: The same moment on the site's clock. On a Hugo site, on the clock that the date was written for.
  published_on: The day of published_local.
  date_source: Where the date comes from (front_matter, defaults, cascade, publish_date, file_name).
  date_precision: The finest unit that the date names (day, minute, second).
  date_as_written: The date as the source has it.
  has_date_conflict: The day is not the day in the file name.
  date_conflict: The same as has_date_conflict, under its older name.
  is_live: The site's generator writes it by default at as_of.
  is_draft: The file is below _drafts or sets draft. Jekyll still shows a post below _posts that sets draft.
  is_future: It is dated after as_of, or shown only from a later moment on.
  is_hidden: The front matter says that no page of its own is written.
  live_from: When the site begins to show it. Null for always.
  live_until: When the site no longer shows it. Null for never.
  lang: The language that the post or the site's defaults name, else that of its folder or of its text. It is und if
    the text is too short to tell.
  lang_source: Where the language comes from (front_matter, defaults, path, text).
  translation_key: The key that a text and its translations have in common.
  layout: The layout that the post or the site's defaults name. In Hugo, else its type.
  section: In Jekyll the label of the first category, in Hugo the first folder.
  categories: The categories as the site's generator has them.
  tags: The tags as the site's generator has them.
  author_ids: The authors in the order of the byline. An alias is replaced by the author that it means.
  story_id: The earliest post of the story that it tells. A post that is not live is a story of its own.
  work_id: The earliest story of the work, which is the story and its translations. A post that is not live is a work of
    its own.
  excerpt: The excerpt of the front matter, else the first paragraph, in Markdown.
  description: The description in the front matter.
  image: The image in the front matter.
  words: Words of the body. Each character of Chinese, Japanese, Korean and Thai is one.
  characters: These characters.
  reading_minutes: Minutes to read it at 500 of these characters or 230 other words a minute, rounded up, at least 1.
  links: Links in the body.
  images: Images in the body.
  headings: Headings in the body.
  code_blocks: Code blocks in the body.
  updated_at: When it was last changed, as the front matter says.
  first_committed_at: When its file was first committed, in git, under whatever name. Null where the site is no checkout
    with its whole history.
  last_edited_at: When a commit last changed its title or body. Null if none did after the first.
  edits: Commits that changed its title or body after the first. Null where first_committed_at is.
  front_matter: The front matter as JSON, without e-mail addresses. Scalars are as written.
  sha256: The sha256 of the file's bytes, in hexadecimal.
checks:
  live_is_ready: not is_live or (published_on is not null and not is_hidden)
  the_rest_keeps_its_text:
    is_live
    or (
      coalesce(url, slug, title, lang, lang_source, translation_key, layout, section) is null
      and coalesce(excerpt, description, image) is null
      and coalesce(words, characters, reading_minutes, links, images, headings, code_blocks) is null
      and coalesce(categories, tags, author_ids) is null and updated_at is null and front_matter is null
    )
  story_is_not_later:
    not is_live or exists (
      select 1 from core.posts as head
      where head.site = posts.site and head.post_id = posts.story_id and head.published_at <= posts.published_at
    )
  a_work_has_its_stories:
    not is_live or exists (
      select 1 from core.posts as head
      where head.site = posts.site and head.post_id = posts.work_id and head.work_id = posts.work_id
    )
  a_category_makes_a_section:
    (section is not null) = ((site, post_id) in (select (site, post_id) from core.post_categories))
    or (site, path) in (select (site, path) from lake.posts as posts where posts.section is not null)
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
post_revisions as (
    select
        site,
        post_id,
        min(committed_at) as first_committed_at,
        max(case when kind = 'text' then committed_at end) as last_edited_at,
        count(case when kind = 'text' then 1 end) as edits
    from core.revisions
    group by site, post_id
),
post_sections as (
    select
        site,
        post_categories.post_id,
        categories.label as section
    from core.post_categories as post_categories
    inner join core.categories as categories using (site, category_id)
    where post_categories.position = 1
)
select
    posts.post_id,
    posts.site,
    lake_posts.path,
    live_posts.url,
    live_posts.slug,
    live_posts.title,
    posts.published_at,
    lake_posts.published_local,
    posts.published_on,
    lake_posts.date_source,
    lake_posts.date_precision,
    lake_posts.date_as_written,
    coalesce(posts.published_on <> lake_posts.file_name_on, false) as has_date_conflict,
    coalesce(posts.published_on <> lake_posts.file_name_on, false) as date_conflict,
    posts.is_live,
    lake_posts.is_draft,
    posts.is_future,
    lake_posts.is_hidden,
    lake_posts.live_from,
    lake_posts.live_until,
    languages.lang,
    languages.lang_source,
    live_posts.translation_key,
    live_posts.layout,
    -- A generator that has sections says '' for a post without one.
    nullif(coalesce(live_posts.section, post_sections.section), '') as section,
    live_posts.categories,
    live_posts.tags,
    case when posts.is_live then coalesce(bylines.author_ids, []) end as author_ids,
    coalesce(stories.story_id, posts.post_id) as story_id,
    coalesce(works.work_id, posts.post_id) as work_id,
    live_posts.excerpt,
    live_posts.description,
    live_posts.image,
    live_posts.words,
    live_posts.characters,
    case
        when posts.is_live
        then greatest(
                cast(ceil((live_posts.words - live_posts.characters) / 230 + live_posts.characters / 500) as integer), 1
            )
    end as reading_minutes,
    live_posts.links,
    live_posts.images,
    live_posts.headings,
    live_posts.code_blocks,
    live_posts.updated_at,
    post_revisions.first_committed_at,
    post_revisions.last_edited_at,
    post_revisions.edits,
    cast(live_posts.front_matter as json) as front_matter,
    lake_posts.sha256
from staging.posts as posts
left join staging.languages as languages using (site, post_id)
left join staging.stories as stories using (site, post_id)
left join staging.works as works on stories.site = works.site and stories.story_id = works.story_id
left join bylines on posts.site = bylines.site and posts.post_id = bylines.post_id
left join post_sections on posts.site = post_sections.site and posts.post_id = post_sections.post_id
left join post_revisions on posts.site = post_revisions.site and posts.post_id = post_revisions.post_id
inner join lake.posts as lake_posts using (row_key)
left join lake.posts as live_posts on posts.is_live and posts.row_key = live_posts.row_key
order by posts.site, lake_posts.path
