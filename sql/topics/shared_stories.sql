/*---
description: Pairs of topics that share 3 stories or more. topics.pairs says which of them belong together.
grain: [site, topic_a, topic_b]
columns:
  site: The site.
  topic_a: The topic that sorts first.
  topic_b: The other topic.
  stories: Stories about both topics.
  jaccard: Stories about both topics, divided by the stories about one of them or both.
checks:
  each_pair_once: topic_a < topic_b
  often_enough: stories >= 3
  jaccard_is_a_share: jaccard > 0 and jaccard <= 1
---*/
with frequent_topics as (
    select
        site,
        topic_id,
        count(*) as stories
    from topics.story_topics
    group by site, topic_id
    having count(*) >= 3
),
numbered_topics as (
    select
        *,
        -- Grouping by a number is faster than grouping by a text.
        cast(row_number() over (order by site, topic_id) as integer) as topic_number
    from frequent_topics
),
numbered_story_topics as (
    select
        site,
        story_topics.story_id,
        numbered_topics.topic_number
    from topics.story_topics as story_topics
    inner join numbered_topics using (site, topic_id)
),
stories_per_pair as (
    select
        a.topic_number as number_a,
        b.topic_number as number_b,
        count(*) as stories
    from numbered_story_topics as a
    inner join numbered_story_topics as b
        on a.site = b.site and a.story_id = b.story_id and a.topic_number < b.topic_number
    group by a.topic_number, b.topic_number
    having count(*) >= 3
)
select
    a.site,
    a.topic_id as topic_a,
    b.topic_id as topic_b,
    stories_per_pair.stories,
    round(stories_per_pair.stories / (a.stories + b.stories - stories_per_pair.stories), 4) as jaccard
from stories_per_pair
inner join numbered_topics as a on stories_per_pair.number_a = a.topic_number
inner join numbered_topics as b on stories_per_pair.number_b = b.topic_number
order by a.site, topic_a, topic_b
