-- A row is a month of the last five years of a site, with the mean of twelve.
select
    site,
    monthly.month,
    monthly.stories,
    monthly.rolling_12 as mean
from cadence.monthly as monthly
inner join core.sites as sites using (site)
where monthly.month between sites.today - interval 60 months and sites.today
order by site, monthly.month
