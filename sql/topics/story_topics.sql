/*---
description: What a story is about, which is what any of its posts is about. Topics are counted in stories from here on.
grain: [site, story_id, topic_id]
columns:
  site: The site.
  story_id: The story.
  topic_id: The topic.
  weight: The greatest of the weights in its posts.
  published_on: Day of the story's first post.
  week: Monday of that day's week.
checks:
  stories_add_up: (select count(*) from topics.story_topics) = (select sum(stories) from topics.topics)
  week_is_that_of_the_day: published_on between week and week + 6
---*/
with subjects as (
    select
        site,
        posts.story_id,
        post_topics.topic_id,
        max(post_topics.weight) as weight
    from topics.post_topics as post_topics
    join core.posts as posts using (site, post_id)
    group by site, posts.story_id, post_topics.topic_id
)
select
    subjects.site,
    subjects.story_id,
    subjects.topic_id,
    subjects.weight,
    heads.published_on,
    calendar.week
from subjects
join core.posts as heads on heads.site = subjects.site and heads.post_id = subjects.story_id
join core.calendar as calendar on calendar.site = heads.site and calendar.day = heads.published_on
order by subjects.site, heads.published_on, subjects.story_id, subjects.topic_id
