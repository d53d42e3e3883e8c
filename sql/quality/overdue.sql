/*---
description: Silences of sections, authors and tags, beside their own rhythm. Each with 8 stories or more in the last 52
  weeks has a row. A site without a story in 26 weeks is at rest and has none.
grain: [site, kind, id]
columns:
  site: The site.
  kind: section, author or tag.
  id: The section, the author_id or the tag_id.
  label: The name as it is written.
  last_on: Day of its last story. A story has the section, the authors and the tags of its first post.
  days: Days since then.
  stories: Its stories in the last 52 weeks.
  usual_days: Days from one story to the next in these 52 weeks, the silence left out.
  p: Chance that none of these stories fell into the last days, if each day were as likely as another (binomial).
  is_signal: The silence has lasted 10 days or more, and p is small although many were looked at. At most one in twenty
    such rows is chance (Benjamini and Hochberg).
checks:
  kind_is_known: kind in ('section', 'author', 'tag')
  often_enough: stories >= 8
  days_are_those_since: days between 0 and 363
  signals_are_rare: not is_signal or (days >= 10 and p <= 0.05)
---*/
with sites_at_work as (
    select
        site,
        sites.today
    from core.sites as sites
    inner join core.posts as posts using (site)
    where posts.is_live and posts.post_id = posts.story_id and posts.published_on <= sites.today
    group by site, sites.today
    having max(posts.published_on) >= sites.today - 182
),
stories_of_the_year as (
    select
        site,
        posts.post_id,
        posts.section,
        posts.published_on,
        sites.today
    from core.posts as posts
    inner join sites_at_work as sites using (site)
    where
        posts.is_live
        and posts.post_id = posts.story_id
        and posts.published_on > sites.today - 364
        and posts.published_on <= sites.today
),
stories_with_names as (
    select
        site,
        'section' as kind,
        section as id,
        section as label,
        published_on,
        today
    from stories_of_the_year
    where section is not null
    union all
    select
        site,
        'author' as kind,
        authors.author_id as id,
        authors.name as label,
        stories.published_on,
        stories.today
    from stories_of_the_year as stories
    inner join core.post_authors using (site, post_id)
    inner join core.authors as authors using (site, author_id)
    union all
    select
        site,
        'tag' as kind,
        tags.tag_id as id,
        tags.label,
        stories.published_on,
        stories.today
    from stories_of_the_year as stories
    inner join core.post_tags using (site, post_id)
    inner join core.tags as tags using (site, tag_id)
),
rhythms as (
    select
        site,
        kind,
        id,
        label,
        max(published_on) as last_on,
        date_diff('day', max(published_on), today) as days,
        count(*) as stories
    from stories_with_names
    group by site, kind, id, label, today
    having count(*) >= 8
),
rhythms_with_p as (
    select
        *,
        four_digits(chance_to_hit(0, 0, stories, days / 364)) as p
    from rhythms
),
cutoffs as (
    select
        site,
        -- Each counts twice. Silences are looked for every day, and at most one look in twenty may show any by chance.
        signal_cutoff(list(p order by p), 2 * count(*)) as cutoff
    from rhythms_with_p
    group by site
)
select
    site,
    rhythms.kind,
    rhythms.id,
    rhythms.label,
    rhythms.last_on,
    rhythms.days,
    rhythms.stories,
    round((364 - rhythms.days) / rhythms.stories, 1) as usual_days,
    rhythms.p,
    coalesce(rhythms.days >= 10 and rhythms.p <= cutoffs.cutoff, false) as is_signal
from rhythms_with_p as rhythms
inner join cutoffs using (site)
order by site, rhythms.kind, rhythms.id
