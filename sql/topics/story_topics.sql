/*---
description: Topics of each story. A story has the topics of all its posts. The tables made from this one count topics
  in stories.
grain: [site, story_id, topic_id]
columns:
  site: The site.
  story_id: The story.
  topic_id: The topic.
  weight: Highest weight of the topic among the story's posts.
  published_on: Day of the story's first post.
  week: Monday of the week of that day.
checks:
  week_is_that_of_the_day: published_on between week and week + 6
---*/
with topics_per_story as (
    select
        site,
        posts.story_id,
        post_topics.topic_id,
        max(post_topics.weight) as weight
    from topics.post_topics as post_topics
    inner join core.posts as posts using (site, post_id)
    group by site, posts.story_id, post_topics.topic_id
)
select
    topics_per_story.site,
    topics_per_story.story_id,
    topics_per_story.topic_id,
    topics_per_story.weight,
    first_posts.published_on,
    calendar.week
from topics_per_story
inner join core.posts as first_posts
    on topics_per_story.site = first_posts.site and topics_per_story.story_id = first_posts.post_id
inner join core.calendar as calendar
    on first_posts.site = calendar.site and first_posts.published_on = calendar.day
order by topics_per_story.site, first_posts.published_on, topics_per_story.story_id, topics_per_story.topic_id
