/*---
description: The tags of a site, spellings joined.
grain: [site, tag_id]
columns:
  site: The site.
  tag_id: The key that joins spellings, synonyms applied.
  label: The most frequent spelling; ties go to the one of the earliest post, then to the first by bytes.
  spellings: Every spelling, sorted.
  posts: Live posts with the tag.
  stories: Stories that these posts tell.
checks:
  label_is_a_spelling: list_contains(spellings, label)
  stories_have_posts: stories between 1 and posts
  posts_add_up: (select sum(posts) from core.tags) = (select count(*) from core.post_tags)
---*/
with tagged as (
    select
        site,
        post_id,
        post_tags.tag_id,
        post_tags.as_written,
        stories.story_id,
        posts.published_at
    from core.post_tags as post_tags
    join staging.posts as posts using (site, post_id)
    join staging.stories as stories using (site, post_id)
),
spellings as (
    select
        site,
        tag_id,
        as_written,
        row_number() over (
            partition by site, tag_id order by count(*) desc, min(published_at), as_written
        ) as preference
    from tagged
    group by site, tag_id, as_written
),
labels as (
    select
        site,
        tag_id,
        max(as_written) filter (where preference = 1) as label,
        list(as_written order by as_written) as spellings
    from spellings
    group by site, tag_id
),
counted as (
    select
        site,
        tag_id,
        count(*) as posts,
        count(distinct story_id) as stories
    from tagged
    group by site, tag_id
)
select
    site,
    tag_id,
    labels.label,
    labels.spellings,
    counted.posts,
    counted.stories
from labels
join counted using (site, tag_id)
order by site, tag_id
