/*---
description: The tags of a post in their order, each once. A synonym is replaced by the tag that it means.
grain: [site, post_id, tag_id]
columns:
  site: The site.
  post_id: The live post.
  tag_id: The tag.
  position: Place among the post's tags, from 1.
  as_written: The tag as this post spells it.
checks:
  synonyms_are_replaced: tag_id not in (select alias from seeds.tag_synonyms)
---*/
with tag_entries as (
    select
        posts.site,
        posts.post_id,
        lake_posts.tag_refs as tags,
        unnest(lake_posts.tag_refs) as tag
    from staging.posts as posts
    inner join lake.posts as lake_posts using (row_key)
    where posts.is_live
),
post_tag_uses as (
    select
        tag_entries.site,
        tag_entries.post_id,
        coalesce(synonyms.canonical, tag_entries.tag.id) as tag_id,
        tag_entries.tag.as_written,
        list_position(tag_entries.tags, tag_entries.tag) as list_place
    from tag_entries
    left join seeds.tag_synonyms as synonyms on tag_entries.tag.id = synonyms.alias
),
numbered_tag_uses as (
    select
        *,
        row_number() over (partition by site, post_id, tag_id order by list_place) as mention_number
    from post_tag_uses
)
select
    site,
    post_id,
    tag_id,
    row_number() over (partition by site, post_id order by list_place) as position,
    as_written
from numbered_tag_uses
where mention_number = 1
order by site, post_id, position
