/*---
description: How long authors keep publishing. A cohort is all authors of a site whose first live post is of the same
  month. Each row counts how many of them have a post in one month since then.
grain: [site, cohort_month, months_since]
columns:
  site: The site.
  cohort_month: First day of the month of an author's first live post.
  months_since: Months since the cohort's month, from 0 to the month of as_of. Later months have a row only where the
    site has posts.
  is_complete: This month is over.
  is_first_cohort: The cohort's month is the site's first one. Its authors may have written elsewhere or before, so they
    are not known to be new.
  authors: Authors in the cohort.
  active: Authors of the cohort with a post in this month.
  retention: Share of the cohort's authors with a post in this month, rounded to 4 digits. Null until the month is over.
checks:
  everyone_is_there_at_first: months_since > 0 or active = authors
  what_is_not_over_is_not_compared: (retention is not null) = is_complete
  active_are_authors: active between 0 and authors
  every_month_is_there:
    months_since = 0 or exists (
      select 1 from cadence.author_cohorts as start
      where start.site = author_cohorts.site and start.cohort_month = author_cohorts.cohort_month
        and start.months_since = 0
    )
  active_add_up:
    (select coalesce(sum(active), 0) from cadence.author_cohorts) = (select count(*) from cadence.authors_monthly)
---*/
with authors_with_cohort as (
    select
        site,
        author_id,
        min(month) as cohort_month
    from cadence.authors_monthly
    group by site, author_id
),
cohorts as (
    select
        site,
        cohort_month,
        count(*) as authors
    from authors_with_cohort
    group by site, cohort_month
),
active_cohort_months as (
    select
        site,
        authors_with_cohort.cohort_month,
        authors_monthly.month,
        count(*) as active
    from cadence.authors_monthly as authors_monthly
    inner join authors_with_cohort using (site, author_id)
    group by site, authors_with_cohort.cohort_month, authors_monthly.month
),
site_months as (
    select
        site,
        month,
        is_complete,
        min(month) over (partition by site) as first_month
    from cadence.monthly
)
select
    cohorts.site,
    cohorts.cohort_month,
    date_diff('month', cohorts.cohort_month, site_months.month) as months_since,
    site_months.is_complete,
    cohorts.cohort_month = site_months.first_month as is_first_cohort,
    cohorts.authors,
    coalesce(active_months.active, 0) as active,
    case
        when site_months.is_complete then round(coalesce(active_months.active, 0) / cohorts.authors, 4)
    end as retention
from cohorts
inner join site_months on cohorts.site = site_months.site and cohorts.cohort_month <= site_months.month
left join active_cohort_months as active_months
    on cohorts.site = active_months.site
    and cohorts.cohort_month = active_months.cohort_month
    and site_months.month = active_months.month
order by cohorts.site, cohorts.cohort_month, months_since
