/*---
description: Topics that are typical of an author, at most ten of each kind. A topic needs at least 3 stories of the
  author. Its share of the author's stories must be at least its share of all stories.
grain: [site, author_id, topic_id]
columns:
  site: The site.
  author_id: The author.
  topic_id: The topic.
  stories: Stories about the topic that have the author in the byline of at least one of their posts.
  lift: The topic's share of the author's stories, divided by its share of all stories. 1 where the author wrote all
    of the site's stories.
  rank: Rank among the author's topics of this kind. Ordered by stories times the logarithm of lift, then by stories,
    then by topic_id.
checks:
  at_least_the_usual: lift >= 1
  often_enough: stories >= 3
  ten_at_most: rank between 1 and 10
---*/
with author_stories as (
    select distinct
        site,
        posts.story_id,
        post_authors.author_id
    from core.post_authors as post_authors
    inner join core.posts as posts using (site, post_id)
    where posts.is_live
),
stories_per_author as (
    select
        site,
        author_id,
        count(*) as stories
    from author_stories
    group by site, author_id
),
stories_per_site as (
    select
        site,
        sum(stories) as stories
    from cadence.weekly
    group by site
),
author_topics as (
    select
        site,
        author_stories.author_id,
        story_topics.topic_id,
        count(*) as stories
    from author_stories
    inner join topics.story_topics as story_topics using (site, story_id)
    group by site, author_stories.author_id, story_topics.topic_id
    having count(*) >= 3
),
author_topics_with_lift as (
    select
        site,
        author_id,
        topic_id,
        topics.kind,
        author_topics.stories,
        author_topics.stories * stories_per_site.stories / (stories_per_author.stories * topics.stories) as lift
    from author_topics
    inner join stories_per_author using (site, author_id)
    inner join stories_per_site using (site)
    inner join topics.topics as topics using (site, topic_id)
),
author_topics_with_rank as (
    select
        *,
        row_number() over (
            partition by site, author_id, kind order by round(stories * ln(lift), 4) desc, stories desc, topic_id asc
        ) as rank
    from author_topics_with_lift
    where lift >= 1
)
select
    site,
    author_id,
    topic_id,
    stories,
    round(lift, 2) as lift,
    rank
from author_topics_with_rank
where rank <= 10
order by site, author_id, topic_id
