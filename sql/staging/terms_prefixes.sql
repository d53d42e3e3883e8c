/*---
description: Prefixes that a site puts before its titles (Breaking, Update …). What stands before a title's first colon
  is one if it is 2 to 24 characters long and that of 3 live posts and of one in 200 at least.
grain: [site, prefix]
columns:
  site: The site.
  prefix: The prefix in lower case, without the colon.
  posts: Live posts whose title begins with it.
  stories: Stories that these posts tell.
  dates: Different days of these posts.
  share: Share of the site's live posts.
checks:
  often_enough: posts >= 3 and share >= 0.005
  no_colon: not contains(prefix, ':')
  counts_are_in_order: stories <= posts and dates <= posts
---*/
with titles as (
    select
        posts.site,
        posts.post_id,
        posts.published_on,
        lower(nfc_normalize(trim(regexp_extract(source.title, '^\s*([^:]{2,24}):', 1)))) as prefix,
        count(*) over (partition by posts.site) as all_posts
    from staging.posts as posts
    join lake.posts as source using (site, post_id)
    where posts.is_live
)
select
    site,
    titles.prefix,
    count(*) as posts,
    count(distinct stories.story_id) as stories,
    count(distinct titles.published_on) as dates,
    round(count(*) / max(titles.all_posts), 4) as share
from titles
join staging.stories as stories using (site, post_id)
where titles.prefix <> ''
group by site, titles.prefix
having count(*) >= 3 and count(*) >= 0.005 * max(titles.all_posts)
order by site, titles.prefix
