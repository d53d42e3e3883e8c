/*---
description: The tags of a post in their order, each once, synonyms replaced by the tag they mean.
grain: [site, post_id, tag_id]
columns:
  site: The site.
  post_id: The post, a live one.
  tag_id: The tag.
  position: Place among the post's tags, from 1.
  as_written: The tag as this post spells it.
checks:
  synonyms_are_replaced: tag_id not in (select alias from seeds.tag_synonyms)
---*/
with named as (
    select
        posts.site,
        posts.post_id,
        source.tag_refs as tags,
        unnest(source.tag_refs) as tag
    from staging.posts as posts
    join lake.posts as source using (row_key)
    where posts.is_live
),
tagged as (
    select
        named.site,
        named.post_id,
        coalesce(synonyms.canonical, named.tag.id) as tag_id,
        named.tag.as_written,
        list_position(named.tags, named.tag) as place
    from named
    left join seeds.tag_synonyms as synonyms on synonyms.alias = named.tag.id
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
