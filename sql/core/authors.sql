/*---
description: The authors of a site, spellings and aliases joined, with those of its registry who have no posts yet.
grain: [site, author_id]
columns:
  site: The site.
  author_id: The registry's key, or one made of the spelling.
  name: The registry's, else the most frequent spelling; ties go to the earliest post, then to the first by bytes.
  kind: person, organisation or unknown, as the registry says.
  is_registered: The site's registry has this author.
  spellings: Every spelling in a post, sorted.
  first_on: Day of the first live post.
  last_on: Day of the last live post.
  posts: Live posts with this author in the byline.
  stories: Stories that these posts tell.
checks:
  has_a_name: name is not null
  kind_is_known: kind in ('person', 'organisation', 'unknown')
  stories_have_posts: stories between least(posts, 1) and posts
  days_have_posts: (posts = 0) = (first_on is null) and (posts = 0 or first_on <= last_on)
  aliases_are_replaced: author_id not in (select alias from seeds.author_aliases)
  posts_add_up: (select sum(posts) from core.authors) = (select count(*) from core.post_authors)
---*/
with entries as (
    select
        authors.site,
        coalesce(aliases.canonical, authors.author_id) as author_id,
        authors.name,
        authors.kind,
        row_number() over (
            partition by authors.site, coalesce(aliases.canonical, authors.author_id)
            order by aliases.alias is not null, authors.author_id
        ) as preference
    from site.authors as authors
    left join seeds.author_aliases as aliases on aliases.alias = authors.author_id
),
registry as (
    select
        site,
        author_id,
        name,
        kind
    from entries
    where preference = 1
),
credited as (
    select
        site,
        post_id,
        post_authors.author_id,
        post_authors.as_written,
        stories.story_id,
        posts.published_at,
        posts.published_on
    from core.post_authors as post_authors
    join staging.posts as posts using (site, post_id)
    join staging.stories as stories using (site, post_id)
),
spellings as (
    select
        site,
        author_id,
        as_written,
        row_number() over (
            partition by site, author_id order by count(*) desc, min(published_at), as_written
        ) as preference
    from credited
    group by site, author_id, as_written
),
names as (
    select
        site,
        author_id,
        max(as_written) filter (where preference = 1) as name,
        list(as_written order by as_written) as spellings
    from spellings
    group by site, author_id
),
counted as (
    select
        site,
        author_id,
        min(published_on) as first_on,
        max(published_on) as last_on,
        count(*) as posts,
        count(distinct story_id) as stories
    from credited
    group by site, author_id
)
select
    site,
    author_id,
    coalesce(registry.name, names.name, author_id) as name,
    coalesce(registry.kind, 'unknown') as kind,
    registry.author_id is not null as is_registered,
    coalesce(names.spellings, []) as spellings,
    counted.first_on,
    counted.last_on,
    coalesce(counted.posts, 0) as posts,
    coalesce(counted.stories, 0) as stories
from registry
full join names using (site, author_id)
left join counted using (site, author_id)
order by site, author_id
