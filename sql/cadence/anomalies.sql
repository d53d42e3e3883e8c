/*---
description: Complete days, weeks and months that were unusually busy or unusually silent for the site. Each period is
  compared with the 12 before it, a Monday with Mondays. The scale is 2 * sqrt(stories + 3/8), on which chance alone has
  a standard deviation of about 1. A period is judged if at least 8 of the 12 lie in the site's time. The same period a
  year earlier shows the season. It is 52 weeks back, or 12 months. A busy period is left out if that one had at least
  three quarters of its stories. A silent period is left out if that one had no more stories either. A silence that
  lasts is one row, of its first period that was unusual.
grain: [site, unit, period]
columns:
  site: The site.
  unit: day, week or month.
  period: The day, the Monday of the week, or the first day of the month.
  ended_on: Last day of the period. Where it had no story, the last day of the silence, which is the day before the next
    story. Null while that silence lasts.
  stories: Stories first published in the period.
  expected: Median stories of the periods before, rounded to 1 digit. Between two middle ones it is their mean.
  score: Distance from the median on the scale, in units of the usual spread, rounded to 2 digits. It is 3 or more in
    either direction. The spread is 1.4826 times the median absolute deviation. For busy periods it is at least 1. For
    silent periods it is between 0.7 and 1, or 0.3 if all periods before had equally many stories.
  kind: busy means at least 3 stories more than expected. silent means fewer stories than in each of the periods before.
  reason: The comparison in words, such as "no story; the 12 Mondays before had 1 to 3".
checks:
  unit_is_known: unit in ('day', 'week', 'month')
  score_says_the_kind: (kind = 'busy' and score >= 3) or (kind = 'silent' and score <= -3)
  differs_as_it_says: (kind = 'busy') = (stories > expected)
  ends_after_it_begins: ended_on >= period or (ended_on is null and stories = 0)
  one_open_silence: >-
    ended_on is not null or not exists (
      select 1 from cadence.anomalies as later
      where later.site = anomalies.site and later.unit = anomalies.unit and later.period > anomalies.period
    )
  stories_are_those_of_the_period:
    stories = case unit
      when 'day' then (select d.stories from cadence.daily as d where d.site = anomalies.site and d.day = period)
      when 'week' then (select w.stories from cadence.weekly as w where w.site = anomalies.site and w.week = period)
      else (select m.stories from cadence.monthly as m where m.site = anomalies.site and m.month = period)
    end
---*/
with complete_periods as (
    select
        site,
        'day' as unit,
        extract(isodow from day) as weekday,
        strftime(day, '%A') || 's' as plural_name,
        day as period,
        stories
    from cadence.daily
    where is_complete
    union all
    select
        site,
        'week' as unit,
        1 as weekday,
        'weeks' as plural_name,
        week as period,
        stories
    from cadence.weekly
    where is_complete
    union all
    select
        site,
        'month' as unit,
        1 as weekday,
        'months' as plural_name,
        month as period,
        stories
    from cadence.monthly
    where is_complete
),
periods_on_scale as (
    select
        *,
        2 * sqrt(stories + 0.375) as scaled_stories
    from complete_periods
),
periods_with_history as (
    select
        *,
        count(*) over previous_12 as periods_before,
        min(stories) over previous_12 as min_stories,
        max(stories) over previous_12 as max_stories,
        median(stories) over previous_12 as expected,
        median(scaled_stories) over previous_12 as expected_scaled,
        1.4826 * mad(scaled_stories) over previous_12 as spread,
        case
            when unit = 'month' then lag(stories, 12) over (partition by site, unit, weekday order by period)
            else lag(stories, 52) over (partition by site, unit, weekday order by period)
        end as stories_year_before
    from periods_on_scale
    window previous_12 as (
        partition by site, unit, weekday order by period rows between 12 preceding and 1 preceding
    )
),
periods_with_score as (
    select
        *,
        case
            when stories >= expected + 3 then 'busy'
            when stories < min_stories then 'silent'
        end as kind,
        (scaled_stories - expected_scaled) / case
            when stories > expected then greatest(spread, 1)
            when min_stories = max_stories then 0.3
            else least(greatest(spread, 0.7), 1)
        end as score
    from periods_with_history
    where periods_before >= 8
),
unusual_periods as (
    select *
    from periods_with_score
    where
        (kind = 'busy' and score >= 3 and coalesce(stories_year_before < 0.75 * stories, true))
        or (kind = 'silent' and score <= -3 and coalesce(stories_year_before > stories, true))
),
next_stories as (
    select
        site,
        daily.day,
        min(case when daily.stories > 0 and daily.day <= sites.today then daily.day end) over (
            partition by site order by daily.day rows between current row and unbounded following
        ) as next_story_on
    from cadence.daily as daily
    inner join core.sites as sites using (site)
),
unusual_periods_with_end as (
    select
        unusual_periods.*,
        next_stories.next_story_on,
        row_number() over (
            partition by unusual_periods.site, unusual_periods.unit, next_stories.next_story_on
            order by unusual_periods.period
        ) as place_in_silence
    from unusual_periods
    left join next_stories
        on unusual_periods.site = next_stories.site
        and unusual_periods.period = next_stories.day
        and unusual_periods.stories = 0
)
select
    site,
    unit,
    period,
    case
        when stories = 0 then next_story_on - 1
        when unit = 'day' then period
        when unit = 'week' then period + 6
        else cast(period + interval 1 month as date) - 1
    end as ended_on,
    stories,
    round(expected, 1) as expected,
    round(score, 2) as score,
    kind,
    case stories when 0 then 'no story' when 1 then '1 story' else stories || ' stories' end
    || '; the ' || periods_before || ' ' || plural_name || ' before had '
    || case when min_stories = max_stories then min_stories || ' each' else min_stories || ' to ' || max_stories end
        as reason
from unusual_periods_with_end
where stories > 0 or place_in_silence = 1
order by site, unit, period
