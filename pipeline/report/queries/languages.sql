-- A row is a language of a site that has several, the one with most works first. `in_main` are its works that the
-- first language has too, `alone` its works that no other language has. Only languages that the site writes in count.
with work_languages as (
    select
        site,
        works.work_id,
        works.first_published_on,
        len(works.languages) = 1 as is_alone,
        unnest(works.languages) as lang
    from core.works as works
    inner join core.sites as sites using (site)
    where works.first_published_on <= sites.today
),
site_languages as (
    select distinct
        site,
        lang
    from quality.missing_translations
),
works_per_language as (
    select
        site,
        lang,
        count(*) as works,
        count(*) filter (where work_languages.is_alone) as alone,
        max(work_languages.first_published_on) as newest_on,
        row_number() over (partition by site order by count(*) desc, lang asc) as place
    from work_languages
    inner join site_languages using (site, lang)
    group by site, lang
),
works_of_main as (
    select
        site,
        work_languages.work_id
    from work_languages
    inner join works_per_language using (site, lang)
    where works_per_language.place = 1
),
works_in_both as (
    select
        site,
        work_languages.lang,
        count(*) as in_main
    from work_languages
    inner join works_of_main using (site, work_id)
    group by site, work_languages.lang
)
select
    site,
    lang,
    works_per_language.works,
    coalesce(works_in_both.in_main, 0) as in_main,
    works_per_language.alone,
    works_per_language.newest_on::varchar as newest_on
from works_per_language
left join works_in_both using (site, lang)
order by site, works_per_language.place
