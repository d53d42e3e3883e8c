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
  subject_id: The topic that names the subject. Topics are of one subject if they share at least 3 stories, and these
    are at least 0.6 of the stories about one of them or both (Jaccard), directly or through other topics. A subject is
    named for its tag, else for its category, else for its term of most words. Of equals the one with most stories names
    it, then the first topic_id.
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
  stories_add_up: (select sum(stories) from topics.topics) = (select count(*) from topics.story_topics)
  a_subject_names_itself: (site, subject_id, subject_id) in (select (site, topic_id, subject_id) from topics.topics)
---*/
with recursive topic_labels as (
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
),
links as (
    select
        site,
        topic_a as topic_id,
        topic_b as other_id
    from topics.shared_stories
    where jaccard >= 0.6
    union all
    select
        site,
        topic_b as topic_id,
        topic_a as other_id
    from topics.shared_stories
    where jaccard >= 0.6
),
numbered_topics as (
    select
        site,
        topic_id,
        cast(row_number() over (
            order by
                site,
                topic_labels.kind = 'term',
                topic_labels.kind = 'category',
                case topic_labels.kind when 'term' then -len(string_split(topic_labels.label, ' ')) else 0 end,
                -posts_per_topic.stories,
                topic_id
        ) as integer) as topic_number
    from posts_per_topic
    inner join topic_labels using (site, topic_id)
),
numbered_links as (
    select
        topics.topic_number,
        others.topic_number as other_number
    from links
    inner join numbered_topics as topics using (site, topic_id)
    inner join numbered_topics as others on links.site = others.site and links.other_id = others.topic_id
),
first_topics (topic_number, first_number) using key (topic_number) as (
    select
        topic_number,
        min(least(topic_number, other_number)) as first_number
    from numbered_links
    group by topic_number
    union
    select
        numbered_links.topic_number,
        min(changed.first_number) as first_number
    from first_topics as changed
    inner join numbered_links on changed.topic_number = numbered_links.other_number
    inner join recurring.first_topics as known on numbered_links.topic_number = known.topic_number
    where changed.first_number < known.first_number
    group by numbered_links.topic_number
),
subjects as (
    select
        topics.site,
        topics.topic_id,
        heads.topic_id as subject_id
    from first_topics
    inner join numbered_topics as topics using (topic_number)
    inner join numbered_topics as heads on first_topics.first_number = heads.topic_number
)
select
    site,
    topic_id,
    topic_labels.kind,
    topic_labels.label,
    topic_labels.lang,
    coalesce(subjects.subject_id, topic_id) as subject_id,
    posts_per_topic.posts,
    posts_per_topic.stories,
    posts_per_topic.first_on,
    posts_per_topic.last_on
from posts_per_topic
inner join topic_labels using (site, topic_id)
left join subjects using (site, topic_id)
order by site, topic_id
