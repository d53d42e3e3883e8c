/*---
description: Topics of each live post. They are the tags and categories that the post names, and its ten key terms.
grain: [site, post_id, topic_id]
columns:
  site: The site.
  post_id: The post.
  topic_id: The topic.
  weight: How much the post is about the topic. For a key term this is its score (see staging.terms_top). For a tag or
    a category it is 1.
  rank: Rank among the post's topics of this kind, from 1.
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
