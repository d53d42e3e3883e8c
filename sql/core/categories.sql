/*---
description: The categories of a site, each with all its spellings.
grain: [site, category_id]
columns:
  site: The site.
  category_id: The key that all spellings share.
  label: The most frequent spelling. Ties go to the one of the earliest post, then to the first by bytes.
  spellings: Every spelling, sorted.
  posts: Live posts in the category.
  stories: Stories that these posts tell.
checks:
  label_is_a_spelling: list_contains(spellings, label)
  stories_have_posts: stories between 1 and posts
  posts_add_up: (select sum(posts) from core.categories) = (select count(*) from core.post_categories)
---*/
with category_uses as (
    select
        site,
        post_id,
        post_categories.category_id,
        post_categories.as_written,
        stories.story_id,
        posts.published_at
    from core.post_categories as post_categories
    inner join staging.posts as posts using (site, post_id)
    inner join staging.stories as stories using (site, post_id)
),
category_spellings as (
    select
        site,
        category_id,
        as_written,
        row_number() over (
            partition by site, category_id order by count(*) desc, min(published_at) asc, as_written asc
        ) as preference
    from category_uses
    group by site, category_id, as_written
),
category_labels as (
    select
        site,
        category_id,
        max(as_written) filter (where preference = 1) as label,
        list(as_written order by as_written) as spellings
    from category_spellings
    group by site, category_id
),
category_totals as (
    select
        site,
        category_id,
        count(*) as posts,
        count(distinct story_id) as stories
    from category_uses
    group by site, category_id
)
select
    site,
    category_id,
    category_labels.label,
    category_labels.spellings,
    category_totals.posts,
    category_totals.stories
from category_labels
inner join category_totals using (site, category_id)
order by site, category_id
