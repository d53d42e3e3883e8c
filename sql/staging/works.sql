/*---
description: The work that each story belongs to. A story and its translations are one work. They are joined by a key of
  their front matter, or by one file name in folders of several languages. A key that two stories of one language have
  joins nothing.
grain: [site, story_id]
columns:
  site: The site.
  story_id: The story.
  work_id: The earliest story of the work. Ties go to the first path.
checks:
  each_story_once:
    (select count(*) from staging.works)
    = (select count(*) from staging.stories where post_id = story_id)
  a_work_begins_with_itself:
    exists (
      select 1 from staging.works as head
      where head.site = works.site and head.story_id = works.work_id and head.work_id = works.work_id
    )
---*/
with recursive stories as (
    select
        texts.site,
        texts.post_id as story_id,
        cast(row_number() over (order by texts.site, texts.published_at, texts.path) as integer) as story_number
    from staging.texts as texts
    inner join staging.stories as heads using (site, post_id)
    where heads.story_id = heads.post_id
),
sites_of_several_languages as (
    select site
    from staging.languages
    group by site
    having count(distinct lang) > 1
),
post_keys as (
    select
        posts.site,
        stories.story_number,
        -- zh_CN and zh-cn are one language.
        replace(lower(languages.lang), '_', '-') as lang,
        lake_posts.translation_key,
        -- _posts/ja/name.md, ja/_posts/name.md and _posts/name.ja.md are translations of _posts/name.md
        replace(
            replace(
                '/' || replace(lower(lake_posts.path), '_', '-'),
                '/' || replace(lower(languages.lang), '_', '-') || '/', '/'
            ),
            '.' || replace(lower(languages.lang), '_', '-') || '.', '.'
        ) as common_path
    from staging.posts as posts
    inner join sites_of_several_languages as sites on posts.site = sites.site
    inner join lake.posts as lake_posts using (row_key)
    inner join staging.languages as languages on posts.site = languages.site and posts.post_id = languages.post_id
    inner join staging.stories as post_stories
        on posts.site = post_stories.site and posts.post_id = post_stories.post_id
    inner join stories on post_stories.site = stories.site and post_stories.story_id = stories.story_id
),
-- On some sites, keys of these names mean something else.
sites_with_keys as (
    select distinct site
    from (
        select site
        from post_keys
        where translation_key is not null
        group by site, translation_key
        having count(distinct lang) > 1
    ) as shared
),
keys as (
    select
        post_keys.site,
        post_keys.story_number,
        post_keys.lang,
        case
            when sites_with_keys.site is not null and post_keys.translation_key is not null
            then 'key ' || post_keys.translation_key
            else 'path ' || post_keys.common_path
        end as translation_key
    from post_keys
    left join sites_with_keys using (site)
),
shared_keys as (
    select
        site,
        translation_key,
        min(story_number) as first_number
    from keys
    group by site, translation_key
    having count(distinct lang) > 1 and count(distinct story_number) <= count(distinct lang)
),
links as (
    select distinct
        keys.story_number,
        shared_keys.first_number as other_number
    from keys
    inner join shared_keys using (site, translation_key)
    where keys.story_number <> shared_keys.first_number
),
links_both_ways as (
    select
        story_number,
        other_number
    from links
    union all
    select
        other_number as story_number,
        story_number as other_number
    from links
),
first_stories (story_number, first_number) using key (story_number) as (
    select
        story_number,
        min(least(story_number, other_number)) as first_number
    from links_both_ways
    group by story_number
    union
    select
        links_both_ways.story_number,
        min(changed.first_number) as first_number
    from first_stories as changed
    inner join links_both_ways on changed.story_number = links_both_ways.other_number
    inner join recurring.first_stories as known on links_both_ways.story_number = known.story_number
    where changed.first_number < known.first_number
    group by links_both_ways.story_number
)
select
    stories.site,
    stories.story_id,
    coalesce(heads.story_id, stories.story_id) as work_id
from stories
left join first_stories using (story_number)
left join stories as heads on first_stories.first_number = heads.story_number
order by stories.site, stories.story_id
