-- One row: the live posts of all sites up to today as columns, oldest first. A list has an entry for each post.
-- Of more than $max_posts the oldest travel as months: an entry for the posts of a month, section and byline.
-- Titles, slugs, addresses and files are those of the newest $max_texts posts; others have null. In an address or a
-- file {d} stands for the date, {u} for the slug, {o} for a brace, and in a slug {s} for that of the title.
with live_posts as (
    select
        posts.site,
        posts.post_id,
        posts.story_id,
        posts.published_on,
        posts.published_at,
        case
            when posts.date_precision = 'day' then -1
            when posts.published_local::time = time '00:00:00' then 24  -- midnight to the second
            else hour(posts.published_local)
        end as hour,
        posts.section,
        posts.lang,
        posts.author_ids,
        posts.words,
        posts.links,
        posts.edits,
        posts.last_edited_at::date - posts.published_on as days_to_edit,
        coalesce(posts.title, '') as title,
        coalesce(posts.slug, '') as slug,
        coalesce(posts.url, '') as url,
        posts.path,
        row_number() over (  -- the order of entries.place, from its end
            order by
                posts.published_on desc, posts.published_at desc nulls last, posts.post_id = posts.story_id asc,
                posts.site desc, posts.post_id desc
        ) as recency
    from core.posts as posts
    inner join core.sites as sites using (site)
    where posts.is_live and posts.published_on <= sites.today
),
posts_with_age as (
    select
        *,
        published_on < coalesce(
            date_trunc('month', max(published_on) filter (where recency > $max_posts) over ()) + interval 1 month,
            date '0001-01-01'
        ) as is_told_by_month
    from live_posts
),
posts_and_months as (
    select
        site,
        post_id,
        story_id,
        published_on,
        published_at,
        hour,
        section,
        lang,
        author_ids,
        words,
        links,
        edits,
        days_to_edit,
        1 as posts,
        (post_id = story_id)::integer as stories
    from posts_with_age
    where not is_told_by_month
    union all
    select
        site,
        null as post_id,
        null as story_id,
        date_trunc('month', published_on)::date as published_on,
        null as published_at,
        -1 as hour,
        section,
        lang,
        author_ids,
        avg(words)::integer as words,
        null as links,
        null as edits,
        null as days_to_edit,
        count(*) as posts,
        count(*) filter (where post_id = story_id) as stories
    from posts_with_age
    where is_told_by_month
    group by site, date_trunc('month', published_on), section, lang, author_ids
),
entries as (
    select
        *,
        row_number() over (
            -- A story's first post stands before its copies, also before those of the same moment.
            order by
                published_on asc, published_at asc nulls first, stories desc,
                site asc, post_id asc, section asc, lang asc, author_ids asc
        ) as place
    from posts_and_months
),
post_labels as (
    select
        site,
        post_tags.post_id,
        list(tags.label order by post_tags.position) as labels
    from core.post_tags as post_tags
    inner join core.tags as tags using (site, tag_id)
    group by site, post_tags.post_id
),
linking_posts as (
    select
        site,
        target_post_id as post_id,
        count(distinct post_id) as linked_by
    from core.post_links
    where target_post_id <> post_id
    group by site, target_post_id
),
series_posts as (
    select
        site,
        label as series,
        unnest(post_ids) as post_id
    from core.series
),
shared_addresses as (
    select
        site,
        unnest(post_ids) as post_id
    from core.url_conflicts
),
marked_texts as (
    select
        site,
        post_id,
        title,
        replace(slug, '{', '{o}') as slug,
        replace(replace(url, '{', '{o}'), strftime(published_on, '%Y/%m/%d'), '{d}') as url,
        replace(replace(path, '{', '{o}'), strftime(published_on, '%Y-%m-%d'), '{d}') as path,
        -- The browser makes the same slug of the same title, but not of one that is cut, cleaned or has an entity.
        case
            when regexp_full_match(title, '[ -%''-~’‘“”–—…]{1,300}')
            then trim(regexp_replace(lower(title), '[^a-z0-9]+', '-', 'g'), '-')
            else ''
        end as title_slug
    from live_posts
    where recency <= $max_texts
),
texts as (
    select
        site,
        post_id,
        title,
        if(len(title_slug) > 2, replace(slug, title_slug, '{s}'), slug) as slug,
        if(len(slug) > 2, replace(url, slug, '{u}'), url) as url,
        if(len(slug) > 2, replace(path, slug, '{u}'), path) as path
    from marked_texts
)
select
    coalesce(list(entries.published_on - date '1970-01-01' order by entries.place), []) as day,
    list(entries.post_id order by entries.place) as post_id,
    list(entries.hour order by entries.place) as hour,
    list(entries.site order by entries.place) as site,
    list(entries.section order by entries.place) as section,
    list(entries.lang order by entries.place) as lang,
    list(entries.author_ids order by entries.place) as author_ids,
    list(post_labels.labels order by entries.place) as tags,
    list(series_posts.series order by entries.place) as series,
    list(coalesce(entries.words, 0) order by entries.place) as words,
    list(coalesce(entries.links, 0) order by entries.place) as links,
    list(coalesce(linking_posts.linked_by, 0) order by entries.place) as linked_by,
    list(coalesce(entries.edits, -1) order by entries.place) as edits,
    list(coalesce(entries.days_to_edit, -1) order by entries.place) as days_to_edit,
    list(entries.posts order by entries.place) as posts,
    list(entries.stories order by entries.place) as stories,
    list(coalesce(entries.place - first_entries.place, 0) order by entries.place) as back,
    list((shared_addresses.post_id is not null)::integer order by entries.place) as shares_address,
    list(texts.title order by entries.place) as titles,
    list(texts.slug order by entries.place) as slugs,
    list(texts.url order by entries.place) as urls,
    list(texts.path order by entries.place) as paths
from entries
left join entries as first_entries on entries.site = first_entries.site and entries.story_id = first_entries.post_id
left join post_labels on entries.site = post_labels.site and entries.post_id = post_labels.post_id
left join series_posts on entries.site = series_posts.site and entries.post_id = series_posts.post_id
left join linking_posts on entries.site = linking_posts.site and entries.post_id = linking_posts.post_id
left join shared_addresses on entries.site = shared_addresses.site and entries.post_id = shared_addresses.post_id
left join texts on entries.site = texts.site and entries.post_id = texts.post_id
