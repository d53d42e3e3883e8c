-- A row is a month of the calendar, newest first, with its days that have a story.
select
    strftime(date_trunc('month', day), '%B %Y') as month,
    count(*) as days,
    count(*) filter (where stories > 0) as story_days,
    sum(stories)::bigint as stories,
    max(stories) as most_stories
from cadence.daily
where site = $site and day between $first and $last
group by date_trunc('month', day)
order by date_trunc('month', day) desc
