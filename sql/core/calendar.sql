/*---
description: The days of a site from its first live post to today, without gaps. A later day is here only if a live post
  has that date, as on a site that shows future posts. So a post of the year 9999 adds one day, not three million.
grain: [site, day]
columns:
  site: The site.
  day: The day, in the site's time zone.
  week: The Monday of its ISO week.
  iso_week: The ISO name of that week, such as 2020-W53.
  month: First day of its month.
  quarter: First day of its quarter.
  year: Its year.
  weekday: 1 for Monday to 7 for Sunday.
  is_complete: The day is over.
checks:
  no_gaps:
    not is_complete or exists (
      select 1 from core.calendar as tomorrow
      where tomorrow.site = calendar.site and tomorrow.day = calendar.day + interval 1 day
    )
  each_live_post_has_its_day:
    (
      select count(*) from core.calendar as days
      inner join core.posts as posts on posts.site = days.site and posts.published_on = days.day where posts.is_live
    ) = (select count(*) from core.posts where is_live)
---*/
with site_spans as (
    select
        site,
        sites.today,
        min(posts.published_on) as first_on
    from core.sites as sites
    inner join core.posts as posts using (site)
    where posts.is_live
    group by site, sites.today
),
days as (
    select
        site_spans.site,
        cast(series.day as date) as day
    from site_spans
    cross join generate_series(site_spans.first_on, site_spans.today, interval 1 day) as series (day)
    union
    select
        site,
        published_on as day
    from core.posts
    where is_live
)
select
    site,
    days.day,
    cast(date_trunc('week', days.day) as date) as week,
    extract(isoyear from days.day) || '-W' || lpad(cast(extract(week from days.day) as varchar), 2, '0') as iso_week,
    cast(date_trunc('month', days.day) as date) as month,
    cast(date_trunc('quarter', days.day) as date) as quarter,
    extract(year from days.day) as year,
    extract(isodow from days.day) as weekday,
    days.day < sites.today as is_complete
from days
inner join core.sites as sites using (site)
order by site, days.day
