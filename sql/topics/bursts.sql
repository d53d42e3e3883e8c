/*---
description: Weeks in which a topic has far more stories than its other weeks let expect. From 3 stories on, twice the
  expected and z 2; is_alarm marks those that chance alone hardly makes.
grain: [site, topic_id, week]
columns:
  site: The site.
  topic_id: The topic.
  week: Monday of the week.
  stories: Stories about the topic first published in it.
  share: Share of all stories of the week.
  expected: Stories if the week had the topic's share of all other weeks, half a story added to that share's count.
  z: sqrt(stories) + sqrt(stories + 1) - sqrt(4 * expected + 1), which chance alone makes about 1 wide (Freeman and
    Tukey).
  is_alarm: z is 3.5 or more, which takes 5 stories at least.
  examples: Up to 5 of the stories, those most about the topic first.
checks:
  more_than_expected: stories >= 3 and stories >= 2 * expected - 0.001 and z >= 2
  alarms_are_large: not is_alarm or (z >= 3.5 and stories >= 5)
  examples_are_stories: len(examples) = least(stories, 5)
---*/
with totals as (
    select
        site,
        topic_id,
        sum(stories) as stories
    from topics.weekly
    group by site, topic_id
),
sites as (
    select
        site,
        sum(stories) as stories
    from cadence.weekly
    group by site
),
compared as (
    select
        site,
        topic_id,
        week,
        weekly.stories,
        weekly.share,
        (totals.stories - weekly.stories + 0.5) * all_weekly.stories
            / nullif(sites.stories - all_weekly.stories, 0) as expected
    from topics.weekly as weekly
    join totals using (site, topic_id)
    join cadence.weekly as all_weekly using (site, week)
    join sites using (site)
    where weekly.stories >= 3
),
scored as (
    select
        *,
        round(sqrt(stories) + sqrt(stories + 1) - sqrt(4 * expected + 1), 3) as z
    from compared
    where stories >= 2 * expected
),
ranked as (
    select
        site,
        topic_id,
        week,
        story_id,
        row_number() over (partition by site, topic_id, week order by weight desc, published_on, story_id) as place
    from topics.story_topics
    join scored using (site, topic_id, week)
    where scored.z >= 2
),
examples as (
    select
        site,
        topic_id,
        week,
        list(story_id order by place) as examples
    from ranked
    where place <= 5
    group by site, topic_id, week
)
select
    site,
    topic_id,
    week,
    scored.stories,
    scored.share,
    round(scored.expected, 3) as expected,
    scored.z,
    scored.z >= 3.5 as is_alarm,
    examples.examples
from scored
join examples using (site, topic_id, week)
order by site, topic_id, week
