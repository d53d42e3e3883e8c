/*---
description: Stories that were published twice or more, how often, under which prefixes, and how far apart.
grain: [site, story_id]
columns:
  site: The site.
  story_id: The story.
  headline: Title of its earliest post without prefix.
  section: Section of its earliest post, (none) without one.
  month: First day of the month of its earliest post, in the site's time zone.
  posts: Live posts that tell it.
  span_hours: From the first of them to the last.
  shortest_gap_hours: The least between two that follow each other.
  longest_gap_hours: The most between two that follow each other.
  prefixes: What the site put before their titles, such as Breaking, each once, sorted; empty without any.
checks:
  told_twice: posts >= 2
  gaps_are_within_the_span: 0 <= shortest_gap_hours and longest_gap_hours <= span_hours
  posts_add_up:
    (select coalesce(sum(posts - 1), 0) from cadence.republishing)
    = (select count(*) from core.posts where is_live and post_id <> story_id)
---*/
with told as (
    select
        posts.site,
        posts.story_id,
        posts.published_at,
        titles.prefix,
        epoch(posts.published_at) - lag(epoch(posts.published_at)) over (
            partition by posts.site, posts.story_id order by posts.published_at, posts.post_id
        ) as gap
    from core.posts as posts
    join staging.titles as titles using (site, post_id)
    where posts.is_live
),
counted as (
    select
        site,
        story_id,
        count(*) as posts,
        epoch(max(published_at)) - epoch(min(published_at)) as span,
        min(gap) as shortest_gap,
        max(gap) as longest_gap,
        coalesce(list(distinct prefix order by prefix) filter (where prefix is not null), []) as prefixes
    from told
    group by site, story_id
    having count(*) > 1
)
select
    counted.site,
    counted.story_id,
    stories.headline,
    coalesce(heads.section, '(none)') as section,
    calendar.month,
    counted.posts,
    round(counted.span / 3600, 2) as span_hours,
    round(counted.shortest_gap / 3600, 2) as shortest_gap_hours,
    round(counted.longest_gap / 3600, 2) as longest_gap_hours,
    counted.prefixes
from counted
join core.stories as stories using (site, story_id)
join core.posts as heads on heads.site = counted.site and heads.post_id = counted.story_id
join core.calendar as calendar on calendar.site = counted.site and calendar.day = heads.published_on
order by counted.site, stories.first_published_at, counted.story_id
