/*---
description: What the key terms of posts leave out because a site writes it over anything. Found in the posts themselves;
  look here when a topic is missed.
grain: [site, place, phrase]
columns:
  site: The site.
  place: title (a prefix, up to the colon) or opening (three words near the beginning of the text).
  phrase: The words in lower case.
  posts: Live posts that have it there.
  stories: Stories that these posts tell.
  dates: Different days of these posts.
  share: Share of the site's live posts.
checks:
  place_is_known: place in ('title', 'opening')
  share_is_a_share: share > 0 and share <= 1
---*/
select
    site,
    'title' as place,
    prefix as phrase,
    posts,
    stories,
    dates,
    share
from staging.terms_prefixes
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
