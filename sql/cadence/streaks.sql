/*---
description: Runs of consecutive days, and of consecutive weeks, that each have a story.
grain: [site, unit, started_on]
columns:
  site: The site.
  unit: day or week.
  started_on: First day of the run. For weeks this is the Monday of the first week.
  ended_on: Last day of the run. For weeks this is the Sunday of the last week, which can lie in the future.
  length: Number of days or weeks in the run.
  is_open: The run can still grow, because the period after it is not over.
checks:
  unit_is_known: unit in ('day', 'week')
  length_is_of_its_days:
    length = (date_diff('day', started_on, ended_on) + 1) / case unit when 'week' then 7 else 1 end
  weeks_are_whole: unit = 'day' or (extract(isodow from started_on) = 1 and extract(isodow from ended_on) = 7)
  days_add_up:
    (select sum(length) from cadence.streaks where unit = 'day')
    is not distinct from (select cast(nullif(count(*), 0) as hugeint) from cadence.daily where stories > 0)
  weeks_add_up:
    (select sum(length) from cadence.streaks where unit = 'week')
    is not distinct from (select cast(nullif(count(*), 0) as hugeint) from cadence.weekly where stories > 0)
---*/
with periods_with_stories as (
    select
        site,
        'day' as unit,
        1 as days,
        day as period
    from cadence.daily
    where stories > 0
    union all
    select
        site,
        'week' as unit,
        7 as days,
        week as period
    from cadence.weekly
    where stories > 0
),
periods_with_run as (
    -- Within a run the date and the row number rise in step, so this difference is the same in all its periods.
    select
        *,
        period - cast(days * row_number() over (partition by site, unit order by period) as integer) as run_key
    from periods_with_stories
),
runs as (
    select
        site,
        unit,
        days,
        min(period) as started_on,
        max(period) + days - 1 as ended_on,
        count(*) as length
    from periods_with_run
    group by site, unit, days, run_key
)
select
    site,
    runs.unit,
    runs.started_on,
    runs.ended_on,
    runs.length,
    runs.ended_on + runs.days >= sites.today as is_open
from runs
inner join core.sites as sites using (site)
order by site, runs.unit, runs.started_on
