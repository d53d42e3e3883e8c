/*---
description: Posts, stories and works per ISO week. Weeks without a post have a row too. A week that is not over is
  compared with none, so its rolling_4, rolling_12 and year_before are null.
grain: [site, week]
columns:
  site: The site.
  week: Monday of the week, in the site's time zone. A future week has a row only if a live post is dated to it.
  posts: Live posts.
  stories: Stories first published in this week.
  works: Works first published in this week. A work is a story with its translations.
  words: Words of the posts.
  authors: Number of different authors of the posts.
  sections: Number of different sections of the posts.
  is_complete: The week is over.
  rolling_4: Mean stories of this week and the 3 before, rounded to 2 digits. Null until the site has 4 weeks.
  rolling_12: Mean stories of this week and the 11 before, rounded to 2 digits. Null until the site has 12 weeks.
  year_before: Stories 52 weeks earlier. Null if the site had not begun then.
  republished_share: Share of the posts that are not the first of their story, rounded to 4 digits. Null without posts.
checks:
  what_is_not_over_is_not_compared: is_complete or coalesce(rolling_4, rolling_12, year_before) is null
  week_is_a_monday: extract(isodow from week) = 1
  stories_are_posts: works <= stories and stories <= posts
  authors_have_posts: posts > 0 or authors = 0
  sections_are_at_most_posts: sections <= posts
  posts_add_up: (select sum(posts) from cadence.weekly) = (select sum(posts) from cadence.daily)
  stories_add_up: (select sum(stories) from cadence.weekly) = (select sum(stories) from cadence.daily)
  works_add_up: (select sum(works) from cadence.weekly) = (select sum(works) from cadence.daily)
---*/
with posts_per_week as (
    select
        site,
        calendar.week,
        sum(daily.posts) as posts,
        sum(daily.stories) as stories,
        sum(daily.works) as works,
        sum(daily.words) as words,
        bool_and(calendar.is_complete) as is_complete
    from core.calendar as calendar
    inner join cadence.daily as daily using (site, day)
    group by site, calendar.week
),
authors_per_week as (
    select
        posts.site,
        calendar.week,
        count(distinct post_authors.author_id) as authors
    from core.posts as posts
    inner join core.post_authors as post_authors using (site, post_id)
    inner join core.calendar as calendar on posts.site = calendar.site and posts.published_on = calendar.day
    where posts.is_live
    group by posts.site, calendar.week
),
sections_per_week as (
    select
        posts.site,
        calendar.week,
        count(distinct posts.section) as sections
    from core.posts as posts
    inner join core.calendar as calendar on posts.site = calendar.site and posts.published_on = calendar.day
    where posts.is_live
    group by posts.site, calendar.week
),
weeks_with_history as (
    -- The windows go by date and not by row, because a future week without a post has no row.
    select
        *,
        min(week) over (partition by site) as first_week,
        sum(stories) over (
            partition by site order by week range between interval 21 days preceding and current row
        ) as stories_4_weeks,
        sum(stories) over (
            partition by site order by week range between interval 77 days preceding and current row
        ) as stories_12_weeks,
        sum(stories) over (
            partition by site order by week range between interval 364 days preceding and interval 364 days preceding
        ) as stories_year_before
    from posts_per_week
)
select
    site,
    week,
    cast(weeks.posts as bigint) as posts,
    cast(weeks.stories as bigint) as stories,
    cast(weeks.works as bigint) as works,
    cast(weeks.words as bigint) as words,
    coalesce(authors_per_week.authors, 0) as authors,
    coalesce(sections_per_week.sections, 0) as sections,
    weeks.is_complete,
    case
        when weeks.is_complete and week >= weeks.first_week + interval 21 days
        then round(weeks.stories_4_weeks / 4, 2)
    end as rolling_4,
    case
        when weeks.is_complete and week >= weeks.first_week + interval 77 days
        then round(weeks.stories_12_weeks / 12, 2)
    end as rolling_12,
    case
        when weeks.is_complete and week >= weeks.first_week + interval 364 days
        then cast(coalesce(weeks.stories_year_before, 0) as bigint)
    end as year_before,
    round((weeks.posts - weeks.stories) / nullif(weeks.posts, 0), 4) as republished_share
from weeks_with_history as weeks
left join authors_per_week using (site, week)
left join sections_per_week using (site, week)
order by site, week
