-- A row is a site that is silent for longer than its own rhythm allows.
with newest_stories as (
    select
        site,
        arg_max(stories.headline, stories.first_published_at) as newest
    from core.stories as stories
    inner join core.sites as sites using (site)
    where stories.first_published_at <= sites.as_of
    group by site
)
select
    site,
    newest_stories.newest,
    gaps.open_gap_hours as silent_hours,
    gaps.late_after_hours as allowed_hours,
    sites.as_of - to_seconds((gaps.open_gap_hours - gaps.late_after_hours) * 3600) as due_at
from cadence.gaps as gaps
inner join core.sites as sites using (site)
left join newest_stories using (site)
where gaps.open_gap_hours > gaps.late_after_hours
order by site
