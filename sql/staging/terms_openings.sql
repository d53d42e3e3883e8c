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
with words as (
    select
        openings.site,
        openings.post_id,
        opening.place,
        opening.word || ' ' || lead(opening.word, 1) over following || ' ' || lead(opening.word, 2) over following
            as phrase
    from lake.openings as openings
    cross join unnest(openings.words) with ordinality as opening(word, place)
    window following as (partition by openings.site, openings.post_id order by opening.place)
),
found as (
    select
        posts.site,
        posts.post_id,
        posts.published_on,
        stories.story_id,
        words.phrase,
        words.place,
        count(*) over (partition by posts.site, words.phrase, words.place) as at_this_place
    from words
    join staging.posts as posts using (site, post_id)
    join staging.stories as stories using (site, post_id)
    where posts.is_live and words.phrase is not null
),
counted as (
    select
        site,
        phrase,
        max({'times': at_this_place, 'place': -place}) as favourite,
        count(*) as times,
        count(distinct post_id) as posts,
        count(distinct story_id) as stories,
        count(distinct published_on) as dates
    from found
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
    -counted.favourite.place as place,
    counted.posts,
    counted.stories,
    counted.dates,
    round(counted.posts / totals.posts, 4) as share
from counted
join totals using (site)
where counted.posts >= 10
    and counted.dates >= 10
    and counted.posts >= 0.005 * totals.posts
    and counted.favourite.times >= 0.8 * counted.times
order by site, counted.phrase
