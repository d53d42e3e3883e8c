/*---
description: How many of a site's live posts fill each field, and what counts as filled. White space alone fills
  nothing.
grain: [site, field]
columns:
  site: The site. A site without live posts has no row.
  field: The field.
  filled_if: When a post counts as filling the field, in words.
  posts: Live posts.
  filled: Live posts that fill the field.
  share: Share of the live posts that fill the field, rounded to 4 digits.
checks:
  filled_are_posts: filled between 0 and posts
  fields_have_all_posts:
    posts = (select count(*) from core.posts where posts.site = completeness.site and is_live)
---*/
with live_posts as (
    select
        site,
        author_ids,
        tags,
        categories,
        lang_source,
        date_precision,
        updated_at,
        words + images + code_blocks as body_parts,
        regexp_matches(description, '\S') as has_description,
        regexp_matches(image, '\S') as has_image,
        lower(trim(front_matter ->> '$.title')) not in ('', '~', 'null', 'false', 'no', 'off')
        and regexp_matches(front_matter ->> '$.title', '\S') as has_title,
        lower(trim(front_matter ->> '$.excerpt')) not in ('', '~', 'null', 'false', 'no', 'off')
        and regexp_matches(front_matter ->> '$.excerpt', '\S') as has_excerpt
    from core.posts
    where is_live
),
post_fields as (
    select
        live_posts.site,
        fields.field,
        fields.filled_if,
        case fields.field
            when 'title' then live_posts.has_title
            when 'author' then len(live_posts.author_ids) > 0
            when 'tags' then len(live_posts.tags) > 0
            when 'categories' then len(live_posts.categories) > 0
            when 'description' then live_posts.has_description
            when 'excerpt' then live_posts.has_excerpt
            when 'image' then live_posts.has_image
            when 'lang' then live_posts.lang_source <> 'text'
            when 'time_of_day' then live_posts.date_precision <> 'day'
            when 'updated_at' then live_posts.updated_at is not null
            when 'body' then live_posts.body_parts > 0
        end as is_filled
    from live_posts
    cross join (
        values
        ('title', 'The front matter has a title that is not null or false. One made of the file name does not count.'),
        ('author', 'The front matter, the defaults or the settings name an author.'),
        ('tags', 'It has a tag.'),
        ('categories', 'It has a category.'),
        ('description', 'The front matter has a description.'),
        ('excerpt', 'The front matter has an excerpt that is not null or false. A first paragraph does not count.'),
        ('image', 'The front matter has an image.'),
        ('lang', 'The front matter, the defaults or the folder name the language.'),
        ('time_of_day', 'The date has a time of day.'),
        ('updated_at', 'The front matter says when it was last changed.'),
        ('body', 'The body has a word, an image or a code block. Liquid, comments and scripts alone do not count.')
    ) as fields (field, filled_if)
)
select
    site,
    field,
    filled_if,
    count(*) as posts,
    count(*) filter (where is_filled) as filled,
    round(count(*) filter (where is_filled) / count(*), 4) as share
from post_fields
group by site, field, filled_if
order by site, field
