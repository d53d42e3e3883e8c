/*---
description: Stories about a topic per ISO week. Only weeks with such a story have a row. A story has the topics of all
  its posts, and counts in the week of its first post.
grain: [site, topic_id, week]
columns:
  site: The site.
  topic_id: The topic.
  week: Monday of the week, in the site's time zone.
  stories: Stories about the topic first published in this week.
  share: Share of all stories of the week. The sum over topics can exceed 1, because a story has several topics.
checks:
  share_is_a_share: share > 0 and share <= 1
  stories_add_up: (select sum(stories) from topics.weekly) = (select sum(stories) from topics.topics)
---*/
with topic_weeks as (
    select
        site,
        topic_id,
        week,
        count(*) as stories
    from topics.story_topics
    group by site, topic_id, week
)
select
    site,
    topic_weeks.topic_id,
    week,
    topic_weeks.stories,
    round(topic_weeks.stories / weekly.stories, 4) as share
from topic_weeks
inner join cadence.weekly as weekly using (site, week)
order by site, topic_weeks.topic_id, week
