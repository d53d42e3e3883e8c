/*---
description: All topics of a site's live posts. A tag, a category and a key term are separate topics, even if they are
  spelled alike.
grain: [site, topic_id]
columns:
  site: The site.
  topic_id: Kind and key, such as tag:climate-change or term:en:climate change.
  kind: tag, category or term.
  label: The topic as it is written.
  lang: Language of a term. Null for tags and categories, which all languages of a site share.
  posts: Live posts about the topic. For a term, the live posts that have it among their ten key terms.
  stories: Stories of these posts.
  first_on: Day of the first of these posts.
  last_on: Day of the last of these posts.
checks:
  kind_is_known: kind in ('tag', 'category', 'term')
  terms_have_a_language: (kind = 'term') = (lang is not null)
  stories_have_posts: stories between 1 and posts
  days_are_in_order: first_on <= last_on
  posts_add_up: (select sum(posts) from topics.topics) = (select count(*) from topics.post_topics)
---*/
with topic_labels as (
    select
        site,
        'tag:' || tag_id as topic_id,
        'tag' as kind,
        label,
        cast(null as varchar) as lang
    from core.tags
    union all
    select
        site,
        'category:' || category_id as topic_id,
        'category' as kind,
        label,
        null as lang
    from core.categories
    union all
    select
        site,
        'term:' || lang || ':' || term as topic_id,
        'term' as kind,
        term as label,
        lang
    from staging.terms_vocabulary
),
posts_per_topic as (
    select
        site,
        post_topics.topic_id,
        count(*) as posts,
        count(distinct posts.story_id) as stories,
        min(posts.published_on) as first_on,
        max(posts.published_on) as last_on
    from topics.post_topics as post_topics
    inner join core.posts as posts using (site, post_id)
    group by site, post_topics.topic_id
)
select
    site,
    topic_id,
    topic_labels.kind,
    topic_labels.label,
    topic_labels.lang,
    posts_per_topic.posts,
    posts_per_topic.stories,
    posts_per_topic.first_on,
    posts_per_topic.last_on
from posts_per_topic
inner join topic_labels using (site, topic_id)
order by site, topic_id
