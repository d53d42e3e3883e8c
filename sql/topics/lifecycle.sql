/*---
description: When a topic appeared, peaked and faded. A topic needs at least 3 stories. On a site with more than 3,000
  stories it needs one in 1,000 of all stories, but never more than 10.
grain: [site, topic_id]
columns:
  site: The site.
  topic_id: The topic.
  stories: Stories about the topic.
  first_week: Week of its first story.
  peak_week: Week with the most of its stories, the earliest of equals. Null if no week has 3 stories.
  peak_stories: Stories about it in the peak week.
  last_week: Week of its last story.
  half_life_weeks: Weeks from the peak until half of its stories from the peak week on were published. 0 if the peak
    week alone has half of them. Null without a peak.
  recent: Stories about it in the last 13 weeks, the current week included.
  expected: Stories in these weeks if the topic had the same share here as in all stories before them. Half a story is
    added to the topic's count before them.
  z: sqrt(recent) + sqrt(recent + 1) - sqrt(4 * expected + 1), as in topics.bursts. Null if nothing came before.
  p: Chance of a number as far from the expected one in either direction (binomial, twice the smaller tail).
  is_signal: p is small although many topics were looked at, all those of this table. At most one in ten such rows is
    chance (Benjamini and Hochberg).
  stage: gone means no story in the last 26 weeks. rising means more and fading fewer stories in the last 13 weeks than
    expected, and is_signal. All other topics are steady.
checks:
  weeks_are_in_order:
    first_week <= last_week and (peak_week is null or peak_week between first_week and last_week)
  half_life_ends_in_time:
    half_life_weeks is null or half_life_weeks between 0 and date_diff('day', peak_week, last_week) / 7
  a_peak_has_three_stories: (peak_week is null) = (half_life_weeks is null) and coalesce(peak_stories, 3) >= 3
  stage_is_known: stage in ('rising', 'steady', 'fading', 'gone')
  gone_is_not_recent: stage <> 'gone' or recent = 0
  often_enough: stories >= 3 and coalesce(peak_stories, 3) <= stories
  turns_are_signals: stage not in ('rising', 'fading') or is_signal
  signals_are_rare: not is_signal or p < 0.1
---*/
with topic_weeks as (
    select
        site,
        weekly.topic_id,
        weekly.week,
        weekly.stories,
        row_number() over (
            partition by site, weekly.topic_id order by weekly.stories desc, weekly.week asc
        ) as stories_rank,
        sites.today
    from topics.weekly as weekly
    inner join core.sites as sites using (site)
),
peaks as (
    select
        site,
        topic_id,
        week as peak_week,
        stories as peak_stories
    from topic_weeks
    where stories_rank = 1 and stories >= 3
),
weeks_since_peak as (
    select
        site,
        topic_id,
        topic_weeks.week,
        peaks.peak_week,
        sum(topic_weeks.stories) over (partition by site, topic_id order by topic_weeks.week) as stories_so_far,
        sum(topic_weeks.stories) over (partition by site, topic_id) as stories_since_peak
    from topic_weeks
    inner join peaks using (site, topic_id)
    where topic_weeks.week >= peaks.peak_week
),
half_lives as (
    select
        site,
        topic_id,
        date_diff('day', peak_week, min(week)) // 7 as half_life_weeks
    from weeks_since_peak
    where 2 * stories_so_far >= stories_since_peak
    group by site, topic_id, peak_week
),
stories_per_topic as (
    select
        site,
        topic_id,
        cast(sum(stories) as bigint) as stories,
        min(week) as first_week,
        max(week) as last_week,
        cast(coalesce(sum(stories) filter (where week > today - 91 and week <= today), 0) as bigint) as recent,
        cast(coalesce(sum(stories) filter (where week <= today - 91), 0) as bigint) as earlier,
        coalesce(bool_or(week > today - 182), false) as is_alive
    from topic_weeks
    group by site, topic_id
),
stories_per_site as (
    select
        site,
        cast(coalesce(
            sum(weekly.stories) filter (where weekly.week > sites.today - 91 and weekly.week <= sites.today), 0
        ) as bigint) as recent,
        cast(coalesce(sum(weekly.stories) filter (where weekly.week <= sites.today - 91), 0) as bigint) as earlier,
        greatest(3, least(10, 0.001 * sum(weekly.stories))) as min_topic_stories
    from cadence.weekly as weekly
    inner join core.sites as sites using (site)
    group by site
),
topics_with_expected as (
    select
        site,
        stories_per_topic.*,
        stories_per_site.recent / (stories_per_site.recent + stories_per_site.earlier) as recent_share,
        round(
            (stories_per_topic.earlier + 0.5) * stories_per_site.recent / nullif(stories_per_site.earlier, 0), 3
        ) as expected
    from stories_per_topic
    inner join stories_per_site using (site)
    where stories_per_topic.stories >= stories_per_site.min_topic_stories
),
topics_with_p as (
    select
        *,
        case when expected is not null then chance_to_differ(recent, recent + earlier, recent_share) end as p
    from topics_with_expected
),
cutoffs as (
    select
        site,
        signal_cutoff(list(p order by p) filter (where p is not null), count(*)) as cutoff
    from topics_with_p
    group by site
),
topics_with_signals as (
    select
        site,
        topics.*,
        z_score(topics.recent, topics.expected) as z,
        coalesce(topics.p <= cutoffs.cutoff, false) as is_signal
    from topics_with_p as topics
    inner join cutoffs using (site)
)
select
    site,
    topic_id,
    topics.stories,
    topics.first_week,
    peaks.peak_week,
    peaks.peak_stories,
    topics.last_week,
    half_lives.half_life_weeks,
    topics.recent,
    topics.expected,
    topics.z,
    topics.p,
    topics.is_signal,
    case
        when not topics.is_alive then 'gone'
        when topics.is_signal and topics.recent > topics.expected then 'rising'
        when topics.is_signal and topics.recent < topics.expected then 'fading'
        else 'steady'
    end as stage
from topics_with_signals as topics
left join peaks using (site, topic_id)
left join half_lives using (site, topic_id)
order by site, topic_id
