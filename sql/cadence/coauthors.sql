/*---
description: Authors who write together. Each pair of authors that the first post of a story names.
grain: [site, author_a, author_b]
columns:
  site: The site.
  author_a: The author of the two whose author_id comes first by bytes.
  author_b: The other one.
  stories: Stories whose first post names both.
  first_on: Day of the first of these stories.
  last_on: Day of the last of these stories.
checks:
  each_pair_once: author_a < author_b
  days_are_in_order: stories > 0 and first_on <= last_on
---*/
with story_authors as (
    select
        site,
        post_id as story_id,
        post_authors.author_id,
        posts.published_on
    from core.posts as posts
    inner join core.post_authors as post_authors using (site, post_id)
    where posts.is_live and post_id = posts.story_id and len(posts.author_ids) > 1
)
select
    site,
    story_authors.author_id as author_a,
    others.author_id as author_b,
    count(*) as stories,
    min(story_authors.published_on) as first_on,
    max(story_authors.published_on) as last_on
from story_authors
inner join story_authors as others using (site, story_id)
where story_authors.author_id < others.author_id
group by site, story_authors.author_id, others.author_id
order by site, author_a, author_b
