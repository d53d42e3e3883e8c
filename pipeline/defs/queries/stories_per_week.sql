-- A row is a week of the last two years of a site, with the mean of four.
select
    site,
    weekly.week,
    weekly.stories,
    weekly.rolling_4 as mean
from cadence.weekly as weekly
inner join core.sites as sites using (site)
where weekly.week between sites.today - interval 104 weeks and sites.today
order by site, weekly.week
