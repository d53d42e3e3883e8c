/*---
description: The tags of a site, each with all its spellings.
grain: [site, tag_id]
columns:
  site: The site.
  tag_id: The key that all spellings share. A synonym has the key of the tag that it means.
  label: The most frequent spelling. Ties go to the one of the earliest post, then to the first by bytes.
  spellings: Every spelling, sorted.
  posts: Live posts with the tag.
  stories: Stories that these posts tell.
checks:
  label_is_a_spelling: list_contains(spellings, label)
  stories_have_posts: stories between 1 and posts
  posts_add_up: (select sum(posts) from core.tags) = (select count(*) from core.post_tags)
---*/
with tag_uses as (
    select
        site,
        post_id,
        post_tags.tag_id,
        post_tags.as_written,
        stories.story_id,
        posts.published_at
    from core.post_tags as post_tags
    inner join staging.posts as posts using (site, post_id)
    inner join staging.stories as stories using (site, post_id)
),
tag_spellings as (
    select
        site,
        tag_id,
        as_written,
        row_number() over (
            partition by site, tag_id order by count(*) desc, min(published_at) asc, as_written asc
        ) as preference
    from tag_uses
    group by site, tag_id, as_written
),
tag_labels as (
    select
        site,
        tag_id,
        max(as_written) filter (where preference = 1) as label,
        list(as_written order by as_written) as spellings
    from tag_spellings
    group by site, tag_id
),
tag_totals as (
    select
        site,
        tag_id,
        count(*) as posts,
        count(distinct story_id) as stories
    from tag_uses
    group by site, tag_id
)
select
    site,
    tag_id,
    tag_labels.label,
    tag_labels.spellings,
    tag_totals.posts,
    tag_totals.stories
from tag_labels
inner join tag_totals using (site, tag_id)
order by site, tag_id
