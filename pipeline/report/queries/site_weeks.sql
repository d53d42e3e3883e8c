-- A row is a site with what stands in the page before its script runs, counted in whole weeks.
with whole_weeks as (
    select
        site,
        weekly.week,
        weekly.stories,
        row_number() over (partition by site order by weekly.week desc) as weeks_back
    from cadence.weekly as weekly
    inner join core.sites as sites using (site)
    where weekly.is_complete and weekly.week <= sites.today
)
select
    site,
    coalesce(nullif(trim(sites.title), ''), site) as title,
    max(whole_weeks.stories) filter (where whole_weeks.weeks_back = 1) as last_week,
    min(whole_weeks.stories) filter (where whole_weeks.weeks_back between 2 and 13) as least_stories,
    max(whole_weeks.stories) filter (where whole_weeks.weeks_back between 2 and 13) as most_stories,
    sum(whole_weeks.stories) filter (where whole_weeks.weeks_back <= 13)::bigint as stories_13_weeks,
    sum(whole_weeks.stories) filter (where whole_weeks.weeks_back between 53 and 65)::bigint as stories_year_before,
    strftime(max(whole_weeks.week) filter (where whole_weeks.stories > 0), '%-d %b %Y') as newest_week
from core.sites as sites
left join whole_weeks using (site)
group by site, sites.title
order by site
