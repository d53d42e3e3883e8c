/*---
description: What a look at the tags of a site finds. Tags that one story uses, tags that have gone quiet, tags that are
  categories as well, and authors with posts without a tag. Only live posts count.
grain: [site, kind, id]
columns:
  site: The site.
  kind: What is found (used_once, dormant, also_category, untagged). A dormant tag had three stories or more, and none
    in the 365 days before the site's newest post up to as_of. An untagged author has posts without a tag, on a site
    with tags.
  id: The tag_id. Of untagged the author_id, empty for posts without an author.
  label: The label of the tag, or the name of the author.
  posts: Live posts with the tag. Of untagged those of the author without a tag.
  last_on: The day of the latest of these posts.
checks:
  kind_is_known: kind in ('used_once', 'dormant', 'also_category', 'untagged')
  of_some_posts: posts > 0 and last_on is not null
---*/
with newest_days as (
    select
        site,
        max(published_on) as newest_on
    from core.posts
    where is_live and not is_future
    group by site
),
tag_days as (
    select
        site,
        post_tags.tag_id,
        max(posts.published_on) as last_on
    from core.post_tags as post_tags
    inner join core.posts as posts using (site, post_id)
    group by site, post_tags.tag_id
),
tags as (
    select
        tags.site,
        tags.tag_id,
        tags.label,
        tags.posts,
        tags.stories,
        tag_days.last_on,
        date_diff('day', tag_days.last_on, newest_days.newest_on) as quiet_days,
        categories.category_id is not null as is_category
    from core.tags as tags
    inner join tag_days on tags.site = tag_days.site and tags.tag_id = tag_days.tag_id
    inner join newest_days on tags.site = newest_days.site
    left join core.categories as categories on tags.site = categories.site and tags.tag_id = categories.category_id
),
findings as (
    select
        site,
        'used_once' as kind,
        tag_id as id,
        label,
        posts,
        last_on
    from tags
    where stories = 1
    union all
    select
        site,
        'dormant' as kind,
        tag_id as id,
        label,
        posts,
        last_on
    from tags
    where stories >= 3 and quiet_days > 365
    union all
    select
        site,
        'also_category' as kind,
        tag_id as id,
        label,
        posts,
        last_on
    from tags
    where is_category
    union all
    select
        posts.site,
        'untagged' as kind,
        coalesce(authors.author_id, '') as id,
        min(authors.name) as label,
        count(*) as posts,
        max(posts.published_on) as last_on
    from core.posts as posts
    left join core.post_authors as post_authors
        on posts.site = post_authors.site and posts.post_id = post_authors.post_id
    left join core.authors as authors
        on post_authors.site = authors.site and post_authors.author_id = authors.author_id
    where posts.is_live and len(posts.tags) = 0 and posts.site in (select tags.site from core.tags as tags)
    group by posts.site, coalesce(authors.author_id, '')
)
select
    site,
    kind,
    id,
    label,
    posts,
    last_on
from findings
order by site, kind, id
