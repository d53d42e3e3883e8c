/*---
description: How many of a site's live posts fill each field. The site's generator makes a title and an excerpt for
  every post, so these two count only where the front matter sets them.
grain: [site, field]
columns:
  site: The site. A site without live posts has no row.
  field: The field.
  posts: Live posts.
  filled: Live posts that fill the field.
  share: Share of the live posts that fill the field.
checks:
  filled_are_posts: filled between 0 and posts
  fields_have_all_posts:
    posts = (select count(*) from core.posts where posts.site = completeness.site and is_live)
---*/
with live_posts as (
    select
        posts.*,
        lake_posts.body_sha256,
        -- A value of null or false does not count, because the site's generator then makes a title or an excerpt.
        lower(posts.front_matter ->> '$.title') not in ('', '~', 'null', 'false', 'no', 'off') as has_title,
        lower(posts.front_matter ->> '$.excerpt') not in ('', '~', 'null', 'false', 'no', 'off') as has_excerpt
    from core.posts as posts
    inner join staging.posts as staging_posts using (site, post_id)
    inner join lake.posts as lake_posts using (row_key)
    where posts.is_live
),
post_fields as (
    select
        live_posts.site,
        fields.field,
        case fields.field
            when 'title' then live_posts.has_title
            when 'author' then len(live_posts.author_ids) > 0
            when 'tags' then len(live_posts.tags) > 0
            when 'categories' then len(live_posts.categories) > 0
            when 'description' then live_posts.description <> ''
            when 'excerpt' then live_posts.has_excerpt
            when 'image' then live_posts.image <> ''
            when 'lang' then live_posts.lang_source <> 'text'
            when 'time_of_day' then live_posts.date_precision <> 'day'
            when 'updated_at' then live_posts.updated_at is not null
            when 'body' then live_posts.body_sha256 is not null
        end as is_filled
    from live_posts
    cross join (
        values
        ('title'), ('author'), ('tags'), ('categories'), ('description'), ('excerpt'), ('image'), ('lang'),
        ('time_of_day'), ('updated_at'), ('body')
    ) as fields (field)
)
select
    site,
    field,
    count(*) as posts,
    count(*) filter (where is_filled) as filled,
    round(count(*) filter (where is_filled) / count(*), 4) as share
from post_fields
group by site, field
order by site, field
