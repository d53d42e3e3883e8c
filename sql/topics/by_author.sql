/*---
description: What each author is known for. The ten topics of each kind that have 3 stories of the author or more and,
  in the author's stories, at least their share of all stories.
grain: [site, author_id, topic_id]
columns:
  site: The site.
  author_id: The author.
  topic_id: The topic.
  stories: Stories about the topic with the author in the byline of one of their posts.
  lift: How many times the topic's share of all stories it has in the author's; 1 where the author wrote all of them.
  rank: Place among the author's topics of this kind; by stories times the logarithm of lift, then stories, ties by the
    topic.
checks:
  at_least_the_usual: lift >= 1
  often_enough: stories >= 3
  ten_at_most: rank between 1 and 10
---*/
with bylines as (
    select distinct
        site,
        posts.story_id,
        post_authors.author_id
    from core.post_authors as post_authors
    join core.posts as posts using (site, post_id)
    where posts.is_live
),
totals as (
    select
        site,
        author_id,
        count(*) as stories
    from bylines
    group by site, author_id
),
sites as (
    select
        site,
        sum(stories) as stories
    from cadence.weekly
    group by site
),
counted as (
    select
        site,
        bylines.author_id,
        story_topics.topic_id,
        count(*) as stories
    from bylines
    join topics.story_topics as story_topics using (site, story_id)
    group by site, bylines.author_id, story_topics.topic_id
    having count(*) >= 3
),
compared as (
    select
        site,
        counted.author_id,
        topic_id,
        topics.kind,
        counted.stories,
        counted.stories * sites.stories / (totals.stories * topics.stories) as lift
    from counted
    join totals using (site, author_id)
    join sites using (site)
    join topics.topics as topics using (site, topic_id)
),
ranked as (
    select
        *,
        row_number() over (
            partition by site, author_id, kind order by round(stories * ln(lift), 4) desc, stories desc, topic_id
        ) as rank
    from compared
    where lift >= 1
)
select
    site,
    author_id,
    topic_id,
    stories,
    round(lift, 2) as lift,
    rank
from ranked
where rank <= 10
order by site, author_id, topic_id
