/*---
description: Phrases of three words with which a site opens its posts, whatever their subject (Experts revealed that).
  Such a phrase stands within the first 12 words of one live post in 200, and of at least 10 posts on 10 days. Four
  times in five it stands at the same place. A subject that is often in the news stands at different places.
grain: [site, phrase]
columns:
  site: The site.
  phrase: The three words.
  place: The place where it stands most often. 1 means the first words of the post.
  posts: Live posts that have it within their first 12 words.
  stories: Stories that these posts tell.
  dates: Different days on which these posts were published.
  share: These posts as a share of the site's live posts.
checks:
  often_enough: posts >= 10 and dates >= 10 and share >= 0.005
  counts_are_in_order: stories <= posts and dates <= posts
  three_words: len(string_split(phrase, ' ')) = 3
  place_is_in_the_opening: place between 1 and 10
---*/
with post_phrases as (
    select
        posts.site,
        posts.post_id,
        posts.published_on,
        stories.story_id,
        places.place,
        array_to_string(list_slice(openings.words, places.place, places.place + 2), ' ') as phrase
    from lake.openings as openings
    inner join staging.posts as posts using (text_key)
    inner join staging.stories as stories on posts.site = stories.site and posts.post_id = stories.post_id
    cross join range(1, 11) as places (place)
    where posts.is_live and places.place + 2 <= len(openings.words)
),
occurrences_per_place as (
    select
        site,
        phrase,
        place,
        count(*) as occurrences
    from post_phrases
    group by site, phrase, place
),
-- Most phrases occur in one post or two. Without them the counts below are quick.
repeated_phrases as (
    select
        site,
        phrase,
        max({ 'occurrences': occurrences, 'place': -place }) as top_place,
        sum(occurrences) as occurrences
    from occurrences_per_place
    group by site, phrase
    having sum(occurrences) >= 10
),
posts_per_phrase as (
    select
        site,
        phrase,
        count(distinct post_phrases.post_id) as posts,
        count(distinct post_phrases.story_id) as stories,
        count(distinct post_phrases.published_on) as dates
    from post_phrases
    inner join repeated_phrases using (site, phrase)
    group by site, phrase
),
posts_per_site as (
    select
        site,
        count(*) as posts
    from staging.posts
    where is_live
    group by site
)
select
    site,
    posts_per_phrase.phrase,
    -repeated_phrases.top_place.place as place,
    posts_per_phrase.posts,
    posts_per_phrase.stories,
    posts_per_phrase.dates,
    round(posts_per_phrase.posts / posts_per_site.posts, 4) as share
from posts_per_phrase
inner join repeated_phrases using (site, phrase)
inner join posts_per_site using (site)
where posts_per_phrase.posts >= 10
    and posts_per_phrase.dates >= 10
    and posts_per_phrase.posts >= 0.005 * posts_per_site.posts
    and repeated_phrases.top_place.occurrences >= 0.8 * repeated_phrases.occurrences
order by site, posts_per_phrase.phrase
