/*---
description: Weeks in which a topic has far more stories than its other weeks suggest. A row needs at least 3 stories,
  twice the expected number, and a z of 2. Of such rows chance makes many. is_signal marks those that it does not
  explain.
grain: [site, topic_id, week]
columns:
  site: The site.
  topic_id: The topic.
  week: Monday of the week.
  stories: Stories about the topic first published in this week.
  share: Share of all stories of the week.
  expected: Stories in this week if the topic had the same share here as in all other weeks. Half a story is added to
    the topic's count in those weeks.
  z: sqrt(stories) + sqrt(stories + 1) - sqrt(4 * expected + 1) (Freeman and Tukey). Chance alone gives it a standard
    deviation of about 1.
  is_alarm: z is 3.5 or more, which takes at least 5 stories.
  p: Chance of at least so many stories about the topic in this week, if the site's stories were dealt out to its weeks
    anew (hypergeometric).
  is_signal: p is small although many topics and weeks were looked at. At most one in ten such rows is chance (Benjamini
    and Hochberg). What was looked at are the topics with 3 stories or more, in the weeks with 3 stories or more.
  examples: Up to 5 of the stories, ordered by the weight of the topic, highest first.
checks:
  more_than_expected: stories >= 3 and stories >= 2 * expected - 0.001 and z >= 2
  alarms_are_large: not is_alarm or (z >= 3.5 and stories >= 5)
  examples_are_stories: len(examples) = least(stories, 5)
  signals_are_rare: not is_signal or p < 0.1
---*/
with stories_per_topic as (
    select
        site,
        topic_id,
        cast(sum(stories) as bigint) as stories
    from topics.weekly
    group by site, topic_id
),
frequent_topics_per_site as (
    select
        site,
        count(*) as topics
    from stories_per_topic
    where stories >= 3
    group by site
),
stories_per_site as (
    select
        site,
        cast(sum(stories) as bigint) as stories,
        count(*) filter (where stories >= 3) as busy_weeks
    from cadence.weekly
    group by site
),
topic_weeks_with_expected as (
    select
        site,
        topic_id,
        week,
        topic_weeks.stories,
        topic_weeks.share,
        (stories_per_topic.stories - topic_weeks.stories + 0.5) * site_weeks.stories
        / nullif(stories_per_site.stories - site_weeks.stories, 0) as expected,
        chance_to_share(
            topic_weeks.stories, site_weeks.stories, stories_per_topic.stories, stories_per_site.stories
        ) as p
    from topics.weekly as topic_weeks
    inner join stories_per_topic using (site, topic_id)
    inner join cadence.weekly as site_weeks using (site, week)
    inner join stories_per_site using (site)
    where topic_weeks.stories >= 3
),
topic_weeks_with_z as (
    select
        *,
        z_score(stories, expected) as z
    from topic_weeks_with_expected
    where stories >= 2 * expected
),
cutoffs as (
    select
        site,
        signal_cutoff(
            list(topic_weeks.p order by topic_weeks.p),
            max(frequent_topics_per_site.topics * stories_per_site.busy_weeks)
        ) as cutoff
    from topic_weeks_with_z as topic_weeks
    inner join frequent_topics_per_site using (site)
    inner join stories_per_site using (site)
    where topic_weeks.z >= 2
    group by site
),
burst_stories as (
    select
        site,
        topic_id,
        week,
        story_topics.story_id,
        row_number() over (
            partition by site, topic_id, week
            order by story_topics.weight desc, story_topics.published_on asc, story_topics.story_id asc
        ) as weight_rank
    from topics.story_topics as story_topics
    inner join topic_weeks_with_z using (site, topic_id, week)
    where topic_weeks_with_z.z >= 2
),
burst_examples as (
    select
        site,
        topic_id,
        week,
        list(story_id order by weight_rank) as examples
    from burst_stories
    where weight_rank <= 5
    group by site, topic_id, week
)
select
    site,
    topic_id,
    week,
    topic_weeks.stories,
    topic_weeks.share,
    round(topic_weeks.expected, 3) as expected,
    topic_weeks.z,
    topic_weeks.z >= 3.5 as is_alarm,
    topic_weeks.p,
    coalesce(topic_weeks.p <= cutoffs.cutoff, false) as is_signal,
    burst_examples.examples
from topic_weeks_with_z as topic_weeks
inner join burst_examples using (site, topic_id, week)
inner join cutoffs using (site)
order by site, topic_id, week
