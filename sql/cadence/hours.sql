/*---
description: Stories per hour of the week, of all time and of the last twelve months. Every site with a live post has
  all 168 hours. Stories whose date has no time of day are left out.
grain: [site, weekday, hour]
columns:
  site: The site.
  weekday: 1 for Monday to 7 for Sunday, on the site's clock.
  hour: 0 to 23, on the site's clock.
  stories: Stories first published in this hour of the week.
  share: Share of all the site's stories counted here, rounded to 4 digits. Null if there are none.
  stories_12_months: Those of these stories that were published in the twelve months up to today.
checks:
  the_last_are_some_of_all: stories_12_months between 0 and stories
  hours_are_all_there:
    (select count(*) from cadence.hours) = 168 * (select count(distinct site) from core.posts where is_live)
  stories_add_up:
    (select sum(stories) from cadence.hours)
    = (select count(*) from core.posts where is_live and post_id = story_id and date_precision <> 'day')
---*/
with hours_of_the_week as (
    select
        sites.site,
        weekdays.weekday,
        hours.hour
    from (
        select distinct site
        from core.posts
        where is_live
    ) as sites
    cross join range(1, 8) as weekdays (weekday)
    cross join range(0, 24) as hours (hour)
),
stories_per_hour as (
    select
        site,
        extract(isodow from posts.published_local) as weekday,
        extract(hour from posts.published_local) as hour,
        count(*) as stories,
        count(*) filter (
            where posts.published_on > sites.today - interval 12 months and posts.published_on <= sites.today
        ) as stories_12_months
    from core.posts as posts
    inner join core.sites as sites using (site)
    where posts.is_live and posts.post_id = posts.story_id and posts.date_precision <> 'day'
    group by site, extract(isodow from posts.published_local), extract(hour from posts.published_local)
)
select
    site,
    weekday,
    hour,
    coalesce(stories_per_hour.stories, 0) as stories,
    round(
        coalesce(stories_per_hour.stories, 0) / sum(stories_per_hour.stories) over (partition by site), 4
    ) as share,
    coalesce(stories_per_hour.stories_12_months, 0) as stories_12_months
from hours_of_the_week
left join stories_per_hour using (site, weekday, hour)
order by site, weekday, hour
