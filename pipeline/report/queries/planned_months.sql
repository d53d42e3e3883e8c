-- A row is a month of a site with a plan, up to today, oldest first; of the running month with what is to be expected.
select
    site,
    strftime(monthly.month, '%B %Y') as month,
    monthly.stories,
    monthly.planned,
    monthly.is_complete,
    monthly.expected_low,
    monthly.expected_high
from cadence.monthly as monthly
inner join core.sites as sites using (site)
where monthly.planned is not null and monthly.month <= sites.today
qualify row_number() over (partition by site order by monthly.month desc) <= $max_rows
order by site asc, monthly.month asc
