/*---
description: What happened, as one row a week. Two bursts of a week are one event if they share at least half of the
  stories of the smaller one, directly or through other bursts. Only bursts that are signals count.
grain: [site, week, event_id]
columns:
  site: The site.
  week: Monday of the week.
  event_id: The topic whose burst has the smallest p. Ties go to a tag, then to a category, then by topic_id.
  topics: The topics that burst, the one with the smallest p first.
  stories: Number of its stories.
  story_ids: Stories of the week about at least one of the topics, by publication, then by story_id.
checks:
  named_for_its_first_topic: topics[1] = event_id
  stories_are_listed: stories = len(story_ids) and stories >= 3
  each_burst_once:
    (select coalesce(sum(len(topics)), 0) from topics.events) = (select count(*) from topics.bursts where is_signal)
---*/
with recursive bursts as (
    select
        site,
        week,
        topic_id,
        stories,
        cast(row_number() over (
            order by site, week, p, starts_with(topic_id, 'term:'), starts_with(topic_id, 'category:'), topic_id
        ) as integer) as burst_number
    from topics.bursts
    where is_signal
),
burst_stories as (
    select
        site,
        week,
        bursts.burst_number,
        bursts.stories,
        story_topics.story_id,
        story_topics.published_on
    from bursts
    inner join topics.story_topics as story_topics using (site, topic_id, week)
),
links as (
    select
        a.burst_number,
        b.burst_number as other_number
    from burst_stories as a
    inner join burst_stories as b using (site, week, story_id)
    group by a.burst_number, b.burst_number, a.stories, b.stories
    having 2 * count(*) >= least(a.stories, b.stories)
),
first_bursts (burst_number, first_number) using key (burst_number) as (
    select
        burst_number,
        min(other_number) as first_number
    from links
    group by burst_number
    union
    select
        links.burst_number,
        min(changed.first_number) as first_number
    from first_bursts as changed
    inner join links on changed.burst_number = links.other_number
    inner join recurring.first_bursts as known on links.burst_number = known.burst_number
    where changed.first_number < known.first_number
    group by links.burst_number
),
event_topics as (
    select
        first_bursts.first_number,
        list(bursts.topic_id order by bursts.burst_number) as topics
    from first_bursts
    inner join bursts using (burst_number)
    group by first_bursts.first_number
),
event_stories as (
    select distinct
        first_bursts.first_number,
        burst_stories.published_on,
        burst_stories.story_id
    from first_bursts
    inner join burst_stories using (burst_number)
),
event_story_lists as (
    select
        first_number,
        count(*) as stories,
        list(story_id order by published_on, story_id) as story_ids
    from event_stories
    group by first_number
)
select
    bursts.site,
    bursts.week,
    bursts.topic_id as event_id,
    event_topics.topics,
    event_story_lists.stories,
    event_story_lists.story_ids
from event_topics
inner join event_story_lists using (first_number)
inner join bursts on event_topics.first_number = bursts.burst_number
order by bursts.site, bursts.week, bursts.topic_id
