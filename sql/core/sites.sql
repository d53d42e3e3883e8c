/*---
description: The sites of this warehouse, with the moment and the inputs of its build.
grain: [site]
columns:
  site: The name given to the site, or the name of its folder.
  title: The title in the site's configuration.
  url: The url in the site's configuration.
  base_url: What stands before a post's url in its address on the web. It is the url and the path below it, such as
    Jekyll's baseurl. Null where the site's configuration has no url.
  generator: The generator that its files are written for.
  commit: The commit of its repository that was read. Null where posts.toml names no repository.
  is_shallow: Its checkout is a shallow clone, so its revisions are not known. Null where it is no checkout of git.
  assumed: What its settings do not say and was taken by default, each with the option of posts.toml that changes it.
  timezone: The site's time zone, an IANA name or an offset such as GMT-05:30.
  as_of: The moment that decides what is live.
  today: The site's calendar day at as_of.
  next_day_at: The site's next midnight after as_of. From then on these tables are a day old.
  lake_id: Identifies the content of the lake from which this was built.
  build_id: Identifies everything from which this was built, including the models.
checks:
  as_of_is_today: next_day_at > as_of and cast(cast(as_of as timestamptz) at time zone timezone as date) = today
---*/
with sites_with_today as (
    select
        site,
        title,
        url,
        base_url,
        generator,
        commit,
        is_shallow,
        coalesce(assumed, []) as assumed,
        timezone,
        getvariable('as_of') as as_of,
        cast(cast(getvariable('as_of') as timestamptz) at time zone timezone as date) as today
    from site.sites
),
sites_with_midnight as (
    select
        *,
        cast(today + interval 1 day as timestamp) at time zone timezone as midnight
    from sites_with_today
)
select
    site,
    title,
    url,
    base_url,
    generator,
    commit,
    is_shallow,
    assumed,
    timezone,
    as_of,
    today,
    -- Where clocks go back from one o'clock to midnight, the day has two midnights. It begins with the first.
    case
        when cast(cast(midnight - interval 1 hour as timestamptz) at time zone timezone as date) > today
        then midnight - interval 1 hour
        else midnight
    end as next_day_at,
    getvariable('lake_id') as lake_id,
    getvariable('build_id') as build_id
from sites_with_midnight
order by site
