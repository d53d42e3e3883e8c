/*---
description: Stories per section and month. A section has a row for every month in which it has a story or had one the
  month before.
grain: [site, section, month]
columns:
  site: The site.
  section: Section of the story's first post, or (none).
  month: First day of the month, in the site's time zone.
  stories: Stories of the section first published in this month.
  share: Share of all the site's stories of the month. Null if there are none.
  change: Stories compared with the month before, negative for fewer. Before the site's first month there are none.
checks:
  share_is_a_share: share is null or share between 0 and 1
  stories_or_change: stories > 0 or change < 0
  stories_add_up: (select sum(stories) from cadence.sections_monthly) = (select sum(stories) from cadence.monthly)
---*/
with months_with_stories as (
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
months_and_months_after as (
    select
        site,
        section,
        month,
        stories
    from months_with_stories
    union all
    -- A section gets a row for the next month even without a story there, so that its fall is visible.
    select
        site,
        section,
        cast(month + interval 1 month as date) as month,
        0 as stories
    from months_with_stories
),
section_months as (
    select
        site,
        section,
        month,
        sum(stories) as stories
    from months_and_months_after
    group by site, section, month
),
section_months_with_history as (
    select
        *,
        sum(stories) over (
            partition by site, section order by month
            range between interval 1 month preceding and interval 1 month preceding
        ) as stories_month_before
    from section_months
)
select
    site,
    sections.section,
    month,
    cast(sections.stories as bigint) as stories,
    round(sections.stories / nullif(monthly.stories, 0), 4) as share,
    cast(sections.stories - coalesce(sections.stories_month_before, 0) as bigint) as change
from section_months_with_history as sections
inner join cadence.monthly as monthly using (site, month)
order by site, sections.section, month
