/*---
description: Stories per section and month. A section has a row for every month from its first story to the site's last
  month, also without a story. A month that is not over is compared with none, so its month_before, change and
  year_before are null.
grain: [site, section, month]
columns:
  site: The site.
  section: Section of the story's first post, or (none).
  month: First day of the month, in the site's time zone.
  is_complete: The month is over.
  stories: Stories of the section first published in this month.
  share: Share of all the site's stories of the month, rounded to 4 digits. Null if there are none.
  month_before: Stories of the section one month earlier. Null if the site had not begun then.
  change: Stories less those of the month before, negative for fewer. Null if the site had not begun then.
  year_before: Stories of the section 12 months earlier. Null if the site had not begun then.
checks:
  share_is_a_share: share is null or share between 0 and 1
  change_is_from_the_month_before: change is not distinct from (case when is_complete then stories - month_before end)
  what_is_not_over_is_not_compared: is_complete or coalesce(month_before, change, year_before) is null
  stories_add_up: (select sum(stories) from cadence.sections_monthly) = (select sum(stories) from cadence.monthly)
---*/
with stories_per_month as (
    select
        posts.site,
        coalesce(posts.section, '(none)') as section,
        calendar.month,
        count(*) as stories
    from core.posts as posts
    inner join core.calendar as calendar on posts.site = calendar.site and posts.published_on = calendar.day
    where posts.is_live and posts.post_id = posts.story_id
    group by posts.site, coalesce(posts.section, '(none)'), calendar.month
),
first_months as (
    select
        site,
        section,
        min(month) as first_month
    from stories_per_month
    group by site, section
),
site_months as (
    select
        site,
        month,
        stories,
        is_complete,
        min(month) over (partition by site) as first_month
    from cadence.monthly
),
section_months as (
    select
        first_months.site,
        first_months.section,
        site_months.month,
        site_months.first_month,
        site_months.is_complete,
        site_months.stories as all_stories,
        coalesce(stories_per_month.stories, 0) as stories
    from first_months
    inner join site_months on first_months.site = site_months.site and first_months.first_month <= site_months.month
    left join stories_per_month
        on first_months.site = stories_per_month.site
        and first_months.section = stories_per_month.section
        and site_months.month = stories_per_month.month
),
section_months_with_history as (
    -- The windows go by date and not by row, because a future month without a post has no row.
    select
        *,
        sum(stories) over (
            partition by site, section order by month
            range between interval 1 month preceding and interval 1 month preceding
        ) as stories_month_before,
        sum(stories) over (
            partition by site, section order by month
            range between interval 12 months preceding and interval 12 months preceding
        ) as stories_year_before
    from section_months
),
section_months_compared as (
    select
        *,
        case
            when is_complete and month >= first_month + interval 1 month
            then cast(coalesce(stories_month_before, 0) as bigint)
        end as month_before,
        case
            when is_complete and month >= first_month + interval 12 months
            then cast(coalesce(stories_year_before, 0) as bigint)
        end as year_before
    from section_months_with_history
)
select
    site,
    section,
    month,
    is_complete,
    stories,
    round(stories / nullif(all_stories, 0), 4) as share,
    month_before,
    stories - month_before as change,
    year_before
from section_months_compared
order by site, section, month
