/*---
description: What a live post is about, by the tags and the categories that it names and by its ten key terms.
grain: [site, post_id, topic_id]
columns:
  site: The site.
  post_id: The post.
  topic_id: The topic.
  weight: How much the post is about it; the score of a key term (see staging.terms_top), 1 for what the post names.
  rank: Place among the post's topics of this kind, from 1.
checks:
  tags_categories_and_terms_add_up:
    (select count(*) from topics.post_topics)
    = (select coalesce(sum(posts), 0) from core.tags) + (select coalesce(sum(posts), 0) from core.categories)
    + (select count(*) from staging.terms_top)
  ten_terms_at_most: not starts_with(topic_id, 'term:') or rank between 1 and 10
---*/
with tags_categories_and_terms as (
    select
        site,
        post_id,
        'tag:' || tag_id as topic_id,
        cast(1 as double) as weight,
        position as rank
    from core.post_tags
    union all
    select
        site,
        post_id,
        'category:' || category_id as topic_id,
        cast(1 as double) as weight,
        position as rank
    from core.post_categories
    union all
    select
        site,
        post_id,
        'term:' || lang || ':' || term as topic_id,
        score as weight,
        rank
    from staging.terms_top
)
select
    site,
    post_id,
    topics.topic_id,
    topics.weight,
    topics.rank
from tags_categories_and_terms as topics
inner join core.posts as posts using (site, post_id)
where posts.is_live
order by site, post_id, topics.topic_id
