/*---
description: The rows of seeds.story_overrides, by which an editor joins posts to a story or takes them out of one, and
  whether the stories are as they say.
grain: [site, path, kind, other_path]
columns:
  site: The site.
  path: The file of a post.
  kind: same_as (the two posts tell one story) or apart_from (they tell two).
  other_path: The file of the other post.
  is_known: Both files are live posts of the site.
  is_kept: The stories are as the row says. False if other rows say otherwise. Null if a post is not known.
checks:
  kind_is_known: kind in ('same_as', 'apart_from')
  only_known_posts_are_compared: is_known = (is_kept is not null)
warnings:
  names_live_posts: is_known
  is_kept: coalesce(is_kept, true)
---*/
with overrides as (
    select distinct
        site,
        path,
        case when same_as <> '' then 'same_as' else 'apart_from' end as kind,
        case when same_as <> '' then same_as else apart_from end as other_path
    from seeds.story_overrides
),
post_stories as (
    select
        site,
        texts.path,
        stories.story_id
    from staging.texts as texts
    inner join staging.stories as stories using (site, post_id)
)
select
    overrides.site,
    overrides.path,
    overrides.kind,
    overrides.other_path,
    stories.story_id is not null and other_stories.story_id is not null as is_known,
    (stories.story_id = other_stories.story_id) = (overrides.kind = 'same_as') as is_kept
from overrides
left join post_stories as stories on overrides.site = stories.site and overrides.path = stories.path
left join post_stories as other_stories
    on overrides.site = other_stories.site and overrides.other_path = other_stories.path
order by overrides.site, overrides.path, overrides.kind, overrides.other_path
