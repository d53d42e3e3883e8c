/*---
description: The tags of a post in their order, each once, synonyms replaced by the tag they mean.
grain: [site, post_id, tag_id]
columns:
  site: The site.
  post_id: The post, live or not.
  tag_id: The tag.
  position: Place among the post's tags, from 1.
  as_written: The tag as this post spells it.
checks:
  synonyms_are_replaced: tag_id not in (select alias from seeds.tag_synonyms)
---*/
with tagged as (
    select
        posts.site,
        posts.post_id,
        coalesce(synonyms.canonical, tags.tag.id) as tag_id,
        tags.tag.as_written,
        tags.place
    from lake.posts as posts
    cross join unnest(posts.tag_refs) with ordinality as tags(tag, place)
    left join seeds.tag_synonyms as synonyms on synonyms.alias = tags.tag.id
),
mentions as (
    select
        *,
        row_number() over (partition by site, post_id, tag_id order by place) as mention
    from tagged
)
select
    site,
    post_id,
    tag_id,
    row_number() over (partition by site, post_id order by place) as position,
    as_written
from mentions
where mention = 1
order by site, post_id, position
