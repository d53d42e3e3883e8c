/*---
description: Topics that are typical of a section, at most ten tags and ten terms. A topic needs at least 3 stories of
  the section. Its share of the section's stories must be at least its share of all stories. A section is a category,
  so categories are left out.
grain: [site, section, topic_id]
columns:
  site: The site.
  section: Section of the story's first post, or (none).
  topic_id: The topic.
  stories: Stories of the section about the topic.
  lift: The topic's share of the section's stories, divided by its share of all stories. 1 on a site with a single
    section.
  rank: Rank among the section's topics of this kind. Ordered by stories times the logarithm of lift, then by stories,
    then by topic_id.
checks:
  at_least_the_usual: lift >= 1
  often_enough: stories >= 3
  ten_at_most: rank between 1 and 10
---*/
with stories_with_section as (
    select
        site,
        story_id,
        coalesce(section, '(none)') as section,
        count(*) over (partition by site, coalesce(section, '(none)')) as section_stories,
        count(*) over (partition by site) as site_stories
    from core.posts
    where is_live and post_id = story_id
),
section_topics as (
    select
        site,
        stories_with_section.section,
        topic_id,
        topics.kind,
        topics.stories as topic_stories,
        stories_with_section.section_stories,
        stories_with_section.site_stories,
        count(*) as stories
    from stories_with_section
    inner join topics.story_topics using (site, story_id)
    inner join topics.topics as topics using (site, topic_id)
    where topics.kind <> 'category'
    group by
        site,
        stories_with_section.section,
        topic_id,
        topics.kind,
        topics.stories,
        stories_with_section.section_stories,
        stories_with_section.site_stories
    having count(*) >= 3
),
section_topics_with_lift as (
    select
        *,
        stories * site_stories / (section_stories * topic_stories) as lift
    from section_topics
),
section_topics_with_rank as (
    select
        *,
        row_number() over (
            partition by site, section, kind order by round(stories * ln(lift), 4) desc, stories desc, topic_id asc
        ) as rank
    from section_topics_with_lift
    where lift >= 1
)
select
    site,
    section,
    topic_id,
    stories,
    round(lift, 2) as lift,
    rank
from section_topics_with_rank
where rank <= 10
order by site, section, topic_id
