/*---
description: What a live post is about, by the tags and the categories that it names.
grain: [site, post_id, topic_id]
columns:
  site: The site.
  post_id: The post.
  topic_id: The topic.
  weight: How much the post is about it; 1 for a topic that the post names.
  rank: Place among the post's topics of this kind, from 1.
checks:
  tags_and_categories_add_up:
    (select count(*) from topics.post_topics)
    = (select coalesce(sum(posts), 0) from core.tags) + (select coalesce(sum(posts), 0) from core.categories)
---*/
with named as (
    select
        site,
        post_id,
        'tag:' || tag_id as topic_id,
        position
    from core.post_tags
    union all
    select
        site,
        post_id,
        'category:' || category_id as topic_id,
        position
    from core.post_categories
)
select
    site,
    post_id,
    named.topic_id,
    cast(1 as double) as weight,
    named.position as rank
from named
join core.posts as posts using (site, post_id)
where posts.is_live
order by site, post_id, named.topic_id
