-- A row is a text that lacks a language of its site, the newest first, with the number of them all.
with works_to_translate as (
    select
        site,
        missing_translations.work_id,
        missing_translations.headline,
        missing_translations.first_published_on,
        list(missing_translations.lang order by missing_translations.lang) as missing
    from quality.missing_translations as missing_translations
    inner join core.sites as sites using (site)
    where missing_translations.first_published_on <= sites.today
    group by
        site, missing_translations.work_id, missing_translations.headline, missing_translations.first_published_on
)
select
    site,
    count(*) over (partition by site) as total,
    coalesce(headline, '') as headline,
    first_published_on::varchar as first_on,
    missing
from works_to_translate
qualify row_number() over (partition by site order by first_published_on desc, work_id asc) <= $max_rows
order by site asc, first_published_on desc, work_id asc
