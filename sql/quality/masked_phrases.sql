/*---
description: Phrases that the key terms of posts leave out, because a site puts them on posts about any subject. They
  are found in the posts themselves. Look here if a topic is missing.
grain: [site, place, phrase]
columns:
  site: The site.
  place: title (a prefix, up to the colon) or opening (three words near the beginning of the text).
  phrase: The words in lower case.
  posts: Live posts that have the phrase in this place.
  stories: Stories of these posts.
  dates: Number of different days of these posts.
  share: Share of the site's live posts.
checks:
  place_is_known: place in ('title', 'opening')
  share_is_a_share: share > 0 and share <= 1
  counts_are_in_order: stories <= posts and dates <= posts
---*/
with live_posts as (
    select
        site,
        post_id,
        lower(titles.prefix) as phrase,
        posts.story_id,
        posts.published_on,
        count(*) over (partition by site) as site_posts
    from core.posts as posts
    inner join staging.titles as titles using (site, post_id)
    where posts.is_live
)
select
    site,
    'title' as place,
    phrase,
    count(*) as posts,
    count(distinct story_id) as stories,
    count(distinct published_on) as dates,
    round(count(*) / max(site_posts), 4) as share
from live_posts
where phrase is not null
group by site, phrase
union all
select
    site,
    'opening' as place,
    phrase,
    posts,
    stories,
    dates,
    share
from staging.terms_openings
order by site, place, phrase
