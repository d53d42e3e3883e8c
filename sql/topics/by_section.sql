/*---
description: What each section is about. The ten tags and the ten terms that have 3 stories of the section or more and,
  in its stories, at least their share of all stories. A section is a category, so categories are left out.
grain: [site, section, topic_id]
columns:
  site: The site.
  section: Section of the story's first post, (none) without one.
  topic_id: The topic.
  stories: Stories of the section about the topic.
  lift: How many times the topic's share of all stories it has in the section's; 1 on a site with a single section.
  rank: Place among the section's topics of this kind; by stories times the logarithm of lift, then stories, ties by the
    topic.
checks:
  at_least_the_usual: lift >= 1
  often_enough: stories >= 3
  ten_at_most: rank between 1 and 10
---*/
with heads as (
    select
        site,
        story_id,
        coalesce(section, '(none)') as section,
        count(*) over (partition by site, coalesce(section, '(none)')) as section_stories,
        count(*) over (partition by site) as all_stories
    from core.posts
    where is_live and post_id = story_id
),
counted as (
    select
        site,
        heads.section,
        topic_id,
        topics.kind,
        topics.stories as topic_stories,
        heads.section_stories,
        heads.all_stories,
        count(*) as stories
    from heads
    join topics.story_topics as story_topics using (site, story_id)
    join topics.topics as topics using (site, topic_id)
    where topics.kind <> 'category'
    group by
        site, heads.section, topic_id, topics.kind, topics.stories, heads.section_stories, heads.all_stories
    having count(*) >= 3
),
compared as (
    select
        *,
        stories * all_stories / (section_stories * topic_stories) as lift
    from counted
),
ranked as (
    select
        *,
        row_number() over (
            partition by site, section, kind order by round(stories * ln(lift), 4) desc, stories desc, topic_id
        ) as rank
    from compared
    where lift >= 1
)
select
    site,
    section,
    topic_id,
    stories,
    round(lift, 2) as lift,
    rank
from ranked
where rank <= 10
order by site, section, topic_id
