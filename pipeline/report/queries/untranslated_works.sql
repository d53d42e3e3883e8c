-- A row is one of the $max_rows newest works of a site that lack a language of the site.
select
    site,
    first_published_on::varchar as first_on,
    coalesce(headline, '') as headline,
    list(lang order by lang) as missing
from quality.missing_translations
group by site, work_id, first_published_on, headline
qualify row_number() over (partition by site order by first_published_on desc, work_id asc) <= $max_rows
order by site asc, first_published_on desc, work_id asc
