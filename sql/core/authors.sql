/*---
description: The authors of a site, each with all spellings and aliases. Authors of its registry without posts are
  included.
grain: [site, author_id]
columns:
  site: The site.
  author_id: The registry's key, or a key made from the spelling.
  name: The registry's name, else the most frequent spelling. Ties go to the spelling of the earliest post, then to the
    first by bytes.
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
with registry_entries as (
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
    left join seeds.author_aliases as aliases on authors.author_id = aliases.alias
),
registered_authors as (
    select
        site,
        author_id,
        name,
        kind
    from registry_entries
    where preference = 1
),
post_credits as (
    select
        site,
        post_id,
        post_authors.author_id,
        post_authors.as_written,
        stories.story_id,
        posts.published_at,
        posts.published_on
    from core.post_authors as post_authors
    inner join staging.posts as posts using (site, post_id)
    inner join staging.stories as stories using (site, post_id)
),
author_spellings as (
    select
        site,
        author_id,
        as_written,
        row_number() over (
            partition by site, author_id order by count(*) desc, min(published_at) asc, as_written asc
        ) as preference
    from post_credits
    group by site, author_id, as_written
),
author_names as (
    select
        site,
        author_id,
        max(as_written) filter (where preference = 1) as name,
        list(as_written order by as_written) as spellings
    from author_spellings
    group by site, author_id
),
author_totals as (
    select
        site,
        author_id,
        min(published_on) as first_on,
        max(published_on) as last_on,
        count(*) as posts,
        count(distinct story_id) as stories
    from post_credits
    group by site, author_id
)
select
    site,
    author_id,
    coalesce(registered_authors.name, author_names.name, author_id) as name,
    coalesce(registered_authors.kind, 'unknown') as kind,
    registered_authors.author_id is not null as is_registered,
    coalesce(author_names.spellings, []) as spellings,
    author_totals.first_on,
    author_totals.last_on,
    coalesce(author_totals.posts, 0) as posts,
    coalesce(author_totals.stories, 0) as stories
from registered_authors
full join author_names using (site, author_id)
left join author_totals using (site, author_id)
order by site, author_id
