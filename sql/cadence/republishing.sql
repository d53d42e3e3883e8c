/*---
description: Stories that were published twice or more. Each row shows how often, under which prefixes, and how far
  apart. Hours are rounded to 4 digits, so that a second is not 0.
grain: [site, story_id]
columns:
  site: The site.
  story_id: The story.
  headline: Title of the story's earliest post, without its prefix.
  section: Section of the story's earliest post, or (none).
  month: First day of the month of the story's earliest post, in the site's time zone.
  posts: Live posts of the story.
  span_hours: Hours from the first of these posts to the last.
  shortest_gap_hours: Shortest time between two consecutive posts, in hours.
  longest_gap_hours: Longest time between two consecutive posts, in hours.
  prefixes: Prefixes that the site put before the titles, such as Breaking. Each one once, sorted. Empty without any.
checks:
  told_twice: posts >= 2
  gaps_are_within_the_span: 0 <= shortest_gap_hours and longest_gap_hours <= span_hours
  posts_add_up:
    (select coalesce(sum(posts - 1), 0) from cadence.republishing)
    = (select count(*) from core.posts where is_live and post_id <> story_id)
---*/
with story_posts as (
    select
        posts.site,
        posts.story_id,
        posts.published_at,
        titles.prefix,
        epoch(posts.published_at) - lag(epoch(posts.published_at)) over (
            partition by posts.site, posts.story_id order by posts.published_at, posts.post_id
        ) as gap_seconds
    from core.posts as posts
    inner join staging.titles as titles using (site, post_id)
    where posts.is_live
),
republished_stories as (
    select
        site,
        story_id,
        count(*) as posts,
        epoch(max(published_at)) - epoch(min(published_at)) as span_seconds,
        min(gap_seconds) as shortest_gap_seconds,
        max(gap_seconds) as longest_gap_seconds,
        coalesce(list(distinct prefix order by prefix) filter (where prefix is not null), []) as prefixes
    from story_posts
    group by site, story_id
    having count(*) > 1
)
select
    republished.site,
    republished.story_id,
    stories.headline,
    coalesce(first_posts.section, '(none)') as section,
    calendar.month,
    republished.posts,
    round(republished.span_seconds / 3600, 4) as span_hours,
    round(republished.shortest_gap_seconds / 3600, 4) as shortest_gap_hours,
    round(republished.longest_gap_seconds / 3600, 4) as longest_gap_hours,
    republished.prefixes
from republished_stories as republished
inner join core.stories as stories using (site, story_id)
inner join core.posts as first_posts
    on republished.site = first_posts.site and republished.story_id = first_posts.post_id
inner join core.calendar as calendar
    on republished.site = calendar.site and first_posts.published_on = calendar.day
order by republished.site, stories.first_published_at, republished.story_id
