/*---
description: Posts and stories per ISO week, silent weeks included.
grain: [site, week]
columns:
  site: The site.
  week: Monday of the week, in the site's time zone; weeks after this one only where a live post is dated to them.
  posts: Live posts.
  stories: Stories first published in it.
  words: Words of the posts.
  authors: Different authors of the posts.
  sections: Different sections of the posts.
  is_complete: The week is over.
  rolling_4: Mean stories of this week and the 3 before; null until there are that many.
  rolling_12: Mean stories of this week and the 11 before; null until there are that many.
  year_before: Stories 52 weeks earlier; null before the site had begun.
  republished_share: Share of the posts that are not the first of their story; null without posts.
checks:
  week_is_a_monday: extract(isodow from week) = 1
  stories_are_posts: stories <= posts
  authors_have_posts: posts > 0 or authors = 0
  sections_are_at_most_posts: sections <= posts
  posts_add_up: (select sum(posts) from cadence.weekly) = (select sum(posts) from cadence.daily)
  stories_add_up: (select sum(stories) from cadence.weekly) = (select sum(stories) from cadence.daily)
---*/
with counted as (
    select
        site,
        calendar.week,
        sum(daily.posts) as posts,
        sum(daily.stories) as stories,
        sum(daily.words) as words,
        bool_and(calendar.is_complete) as is_complete
    from core.calendar as calendar
    join cadence.daily as daily using (site, day)
    group by site, calendar.week
),
bylines as (
    select
        posts.site,
        calendar.week,
        count(distinct post_authors.author_id) as authors
    from core.posts as posts
    join core.post_authors as post_authors using (site, post_id)
    join core.calendar as calendar on calendar.site = posts.site and calendar.day = posts.published_on
    where posts.is_live
    group by posts.site, calendar.week
),
filed as (
    select
        posts.site,
        calendar.week,
        count(distinct posts.section) as sections
    from core.posts as posts
    join core.calendar as calendar on calendar.site = posts.site and calendar.day = posts.published_on
    where posts.is_live
    group by posts.site, calendar.week
),
compared as (
    -- by date, not by row: weeks to come are not all there
    select
        *,
        min(week) over (partition by site) as first_week,
        sum(stories) over (
            partition by site order by week range between interval 21 days preceding and current row
        ) as of_4,
        sum(stories) over (
            partition by site order by week range between interval 77 days preceding and current row
        ) as of_12,
        sum(stories) over (
            partition by site order by week range between interval 364 days preceding and interval 364 days preceding
        ) as of_year_before
    from counted
)
select
    site,
    week,
    cast(compared.posts as bigint) as posts,
    cast(compared.stories as bigint) as stories,
    cast(compared.words as bigint) as words,
    coalesce(bylines.authors, 0) as authors,
    coalesce(filed.sections, 0) as sections,
    compared.is_complete,
    case when week >= first_week + interval 21 days then round(of_4 / 4, 2) end as rolling_4,
    case when week >= first_week + interval 77 days then round(of_12 / 12, 2) end as rolling_12,
    case
        when week >= first_week + interval 364 days then cast(coalesce(of_year_before, 0) as bigint)
    end as year_before,
    round((posts - stories) / nullif(posts, 0), 4) as republished_share
from compared
left join bylines using (site, week)
left join filed using (site, week)
order by site, week
