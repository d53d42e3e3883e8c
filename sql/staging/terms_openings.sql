/*---
description: Phrases of three words with which a site opens its posts whatever they are about (Experts revealed that).
  A phrase is one if it stands within the first 12 words of one live post in 200, of 10 posts on 10 days at least, and
  four times in five at the same place; a subject that is much in the news moves about.
grain: [site, phrase]
columns:
  site: The site.
  phrase: The three words.
  place: Where it stands most often; 1 for the first words of the post.
  posts: Live posts that have it within their first 12 words.
  stories: Stories that these posts tell.
  dates: Different days of these posts.
  share: Share of the site's live posts.
checks:
  often_enough: posts >= 10 and dates >= 10 and share >= 0.005
  counts_are_in_order: stories <= posts and dates <= posts
  three_words: len(string_split(phrase, ' ')) = 3
  place_is_in_the_opening: place between 1 and 10
---*/
with found as (
    select
        posts.site,
        posts.post_id,
        posts.published_on,
        stories.story_id,
        places.place,
        array_to_string(list_slice(openings.words, places.place, places.place + 2), ' ') as phrase
    from lake.openings as openings
    join staging.posts as posts using (text_key)
    join staging.stories as stories on stories.site = posts.site and stories.post_id = posts.post_id
    cross join range(1, 11) as places(place)
    where posts.is_live and places.place + 2 <= len(openings.words)
),
placed as (
    select
        site,
        phrase,
        place,
        count(*) as times
    from found
    group by site, phrase, place
),
-- most stand in a post or two, and need no looking at
repeated as (
    select
        site,
        phrase,
        max({'times': times, 'place': -place}) as favourite,
        sum(times) as times
    from placed
    group by site, phrase
    having sum(times) >= 10
),
counted as (
    select
        site,
        phrase,
        count(distinct found.post_id) as posts,
        count(distinct found.story_id) as stories,
        count(distinct found.published_on) as dates
    from found
    join repeated using (site, phrase)
    group by site, phrase
),
totals as (
    select
        site,
        count(*) as posts
    from staging.posts
    where is_live
    group by site
)
select
    site,
    counted.phrase,
    -repeated.favourite.place as place,
    counted.posts,
    counted.stories,
    counted.dates,
    round(counted.posts / totals.posts, 4) as share
from counted
join repeated using (site, phrase)
join totals using (site)
where counted.posts >= 10
    and counted.dates >= 10
    and counted.posts >= 0.005 * totals.posts
    and repeated.favourite.times >= 0.8 * repeated.times
order by site, counted.phrase
