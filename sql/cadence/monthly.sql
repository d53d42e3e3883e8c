/*---
description: Posts, stories and works per calendar month, beside the plan of sql/seeds/targets.csv. Months without a
  post have a row too. A month that is not over is compared with none, so its rolling_4, rolling_12 and year_before are
  null.
grain: [site, month]
columns:
  site: The site.
  month: First day of the month, in the site's time zone. A future month has a row only if a live post is dated to it.
  posts: Live posts.
  stories: Stories first published in this month.
  works: Works first published in this month. A work is a story with its translations.
  words: Words of the posts.
  authors: Number of different authors of the posts.
  sections: Number of different sections of the posts.
  is_complete: The month is over.
  rolling_4: Mean stories of this month and the 3 before, rounded to 2 digits. Null until the site has 4 months.
  rolling_12: Mean stories of this month and the 11 before, rounded to 2 digits. Null until the site has 12 months.
  year_before: Stories 12 months earlier. Null if the site had not begun then.
  republished_share: Share of the posts that are not the first of their story, rounded to 4 digits. Null without posts.
  planned: Stories that seeds.targets plans for the month. Null without a plan.
  reached: Stories divided by the planned ones, rounded to 4 digits. 1 and more means that the plan is reached.
  expected_low: Least stories to expect of the running month. These are the stories before today, and the least that
    each of the 12 months before had in its last days, as many days as the running month has left. Never less than the
    stories that are there. Null in other months, and until 12 whole months lie behind.
  expected_high: Most stories to expect of the running month, of the most that each of these months had.
checks:
  what_is_not_over_is_not_compared: is_complete or coalesce(rolling_4, rolling_12, year_before) is null
  what_is_over_is_not_expected: not is_complete or coalesce(expected_low, expected_high) is null
  expected_is_a_range: coalesce(stories <= expected_low and expected_low <= expected_high, expected_high is null)
  month_is_a_first: extract(day from month) = 1
  stories_are_posts: works <= stories and stories <= posts
  authors_have_posts: posts > 0 or authors = 0
  sections_are_at_most_posts: sections <= posts
  posts_add_up: (select sum(posts) from cadence.monthly) = (select sum(posts) from cadence.daily)
  stories_add_up: (select sum(stories) from cadence.monthly) = (select sum(stories) from cadence.daily)
  works_add_up: (select sum(works) from cadence.monthly) = (select sum(works) from cadence.daily)
---*/
with posts_per_month as (
    select
        site,
        calendar.month,
        sum(daily.posts) as posts,
        sum(daily.stories) as stories,
        sum(daily.works) as works,
        sum(daily.words) as words,
        sum(case when calendar.is_complete then daily.stories else 0 end) as stories_before_today,
        bool_and(calendar.is_complete) as is_complete
    from core.calendar as calendar
    inner join cadence.daily as daily using (site, day)
    group by site, calendar.month
),
authors_per_month as (
    select
        posts.site,
        calendar.month,
        count(distinct post_authors.author_id) as authors
    from core.posts as posts
    inner join core.post_authors as post_authors using (site, post_id)
    inner join core.calendar as calendar on posts.site = calendar.site and posts.published_on = calendar.day
    where posts.is_live
    group by posts.site, calendar.month
),
sections_per_month as (
    select
        posts.site,
        calendar.month,
        count(distinct posts.section) as sections
    from core.posts as posts
    inner join core.calendar as calendar on posts.site = calendar.site and posts.published_on = calendar.day
    where posts.is_live
    group by posts.site, calendar.month
),
months_with_history as (
    -- The windows go by date and not by row, because a future month without a post has no row.
    select
        *,
        min(month) over (partition by site) as first_month,
        sum(stories) over (
            partition by site order by month range between interval 3 months preceding and current row
        ) as stories_4_months,
        sum(stories) over (
            partition by site order by month range between interval 11 months preceding and current row
        ) as stories_12_months,
        sum(stories) over (
            partition by site order by month range between interval 12 months preceding and interval 12 months preceding
        ) as stories_year_before
    from posts_per_month
),
running_months as (
    select
        site,
        months.month,
        date_diff('day', sites.today, cast(months.month + interval 1 month as date)) as days_left
    from months_with_history as months
    inner join core.sites as sites using (site)
    where
        months.month = cast(date_trunc('month', sites.today) as date)
        and months.month > months.first_month + interval 12 months
),
month_ends as (
    select
        site,
        running_months.month as running_month,
        calendar.month,
        sum(
            case
                when date_diff('day', day, cast(calendar.month + interval 1 month as date)) <= running_months.days_left
                then daily.stories
                else 0
            end
        ) as stories
    from running_months
    inner join core.calendar as calendar using (site)
    inner join cadence.daily as daily using (site, day)
    where
        calendar.month >= running_months.month - interval 12 months
        and calendar.month < running_months.month
    group by site, running_months.month, calendar.month
),
expected_rests as (
    select
        site,
        running_month as month,
        min(stories) as min_stories,
        max(stories) as max_stories
    from month_ends
    group by site, running_month
),
planned_months as (
    select
        site,
        cast(period || '-01' as date) as month,
        cast(stories as bigint) as stories
    from seeds.targets
)
select
    site,
    month,
    cast(months.posts as bigint) as posts,
    cast(months.stories as bigint) as stories,
    cast(months.works as bigint) as works,
    cast(months.words as bigint) as words,
    coalesce(authors_per_month.authors, 0) as authors,
    coalesce(sections_per_month.sections, 0) as sections,
    months.is_complete,
    case
        when months.is_complete and month >= months.first_month + interval 3 months
        then round(months.stories_4_months / 4, 2)
    end as rolling_4,
    case
        when months.is_complete and month >= months.first_month + interval 11 months
        then round(months.stories_12_months / 12, 2)
    end as rolling_12,
    case
        when months.is_complete and month >= months.first_month + interval 12 months
        then cast(coalesce(months.stories_year_before, 0) as bigint)
    end as year_before,
    round((months.posts - months.stories) / nullif(months.posts, 0), 4) as republished_share,
    planned_months.stories as planned,
    round(months.stories / nullif(planned_months.stories, 0), 4) as reached,
    case
        when expected_rests.min_stories is not null
        then cast(greatest(months.stories, months.stories_before_today + expected_rests.min_stories) as bigint)
    end as expected_low,
    case
        when expected_rests.max_stories is not null
        then cast(greatest(months.stories, months.stories_before_today + expected_rests.max_stories) as bigint)
    end as expected_high
from months_with_history as months
left join authors_per_month using (site, month)
left join sections_per_month using (site, month)
left join expected_rests using (site, month)
left join planned_months using (site, month)
order by site, month
