/*---
description: How many of a site's live posts fill a field. Jekyll makes a title and an excerpt for every post, so these
  two count where the front matter writes them.
grain: [site, field]
columns:
  site: The site, if it has live posts.
  field: The field.
  posts: Live posts.
  filled: Those that fill it.
  share: Share of the posts that fill it.
checks:
  filled_are_posts: filled between 0 and posts
  fields_have_all_posts:
    posts = (select count(*) from core.posts where posts.site = completeness.site and is_live)
---*/
with posts as (
    select
        posts.*,
        source.body_sha256,
        -- null and false are as good as nothing: Jekyll makes both then
        lower(posts.front_matter ->> '$.title') not in ('', '~', 'null', 'false', 'no', 'off') as has_title,
        lower(posts.front_matter ->> '$.excerpt') not in ('', '~', 'null', 'false', 'no', 'off') as has_excerpt
    from core.posts as posts
    join staging.posts as rows using (site, post_id)
    join lake.posts as source using (row_key)
    where posts.is_live
),
judged as (
    select
        posts.site,
        fields.field,
        case fields.field
            when 'title' then posts.has_title
            when 'author' then len(posts.author_ids) > 0
            when 'tags' then len(posts.tags) > 0
            when 'categories' then posts.section is not null
            when 'description' then posts.description <> ''
            when 'excerpt' then posts.has_excerpt
            when 'image' then posts.image <> ''
            when 'lang' then posts.lang <> ''
            when 'time_of_day' then posts.date_precision <> 'day'
            when 'updated_at' then posts.updated_at is not null
            when 'body' then posts.body_sha256 is not null
        end as is_filled
    from posts
    cross join (
        values
            ('title'), ('author'), ('tags'), ('categories'), ('description'), ('excerpt'), ('image'), ('lang'),
            ('time_of_day'), ('updated_at'), ('body')
    ) as fields(field)
)
select
    site,
    field,
    count(*) as posts,
    count(*) filter (where is_filled) as filled,
    round(count(*) filter (where is_filled) / count(*), 4) as share
from judged
group by site, field
order by site, field
