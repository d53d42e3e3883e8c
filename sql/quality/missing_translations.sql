/*---
description: Works that are not translated yet, language by language. The languages of a site are those in which it has
  at least two works, and one work in a hundred. A site of one language has no rows.
grain: [site, lang, work_id]
columns:
  site: The site.
  lang: A language of the site.
  work_id: A work that is not published in it.
  headline: The headline of the work's earliest story.
  languages: The languages in which it is published, each once, sorted.
  first_published_on: The day of its first publication, by the site's calendar.
checks:
  is_missing: not list_contains(languages, lang)
---*/
with works_with_language as (
    select
        site,
        unnest(languages) as lang
    from core.works
),
works_per_site as (
    select
        site,
        count(*) as works
    from core.works
    group by site
),
site_languages as (
    select
        site,
        works_with_language.lang
    from works_with_language
    inner join works_per_site using (site)
    where works_with_language.lang <> 'und'
    group by site, works_with_language.lang
    having count(*) >= greatest(2, 0.01 * max(works_per_site.works))
)
select
    site,
    site_languages.lang,
    works.work_id,
    works.headline,
    works.languages,
    works.first_published_on
from core.works as works
inner join site_languages using (site)
where not list_contains(works.languages, site_languages.lang)
order by site, site_languages.lang, works.work_id
