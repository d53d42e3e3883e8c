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
  last_on: Day of the last live post up to today. Null if all lie ahead, as they may on a site that shows future posts.
  posts: Live posts with this author in the byline.
  stories: Stories that these posts tell, each once.
  first_stories: Stories whose first post names this author.
  story_credit: The author's share of first_stories. A story whose first post names n authors adds 1/n.
  usual_gap_days: Median days from one day with a post to the next, rounded to 1 digit. It is of the author's last 12
    gaps up to today, and of all that lie in the 52 weeks before last_on. Null with fewer than 5 gaps, as they show no
    rhythm.
  is_lapsed: The days since last_on are more than twice the longest of these gaps. Chance alone makes one author of 91
    look so after 12 gaps, and one of 21 after 5. Null if usual_gap_days is.
checks:
  has_a_name: name is not null
  kind_is_known: kind in ('person', 'organisation', 'unknown')
  stories_have_posts: stories between least(posts, 1) and posts and first_stories between 0 and stories
  credit_is_a_part: story_credit between 0 and first_stories
  a_rhythm_tells: (usual_gap_days is null) = (is_lapsed is null)
  days_have_posts: (posts = 0) = (first_on is null) and (last_on is null or coalesce(first_on <= last_on, false))
  aliases_are_replaced: author_id not in (select alias from seeds.author_aliases)
  story_credit_adds_up:
    (select coalesce(sum(story_credit), 0) from core.authors)
    = (
      select count(distinct (site, post_id)) from core.post_authors as post_authors
      where (site, post_id) in (select (site, story_id) from staging.stories)
    )
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
        post_authors.credit_share,
        stories.story_id,
        post_id = stories.story_id as is_first_post,
        posts.published_at,
        posts.published_on,
        sites.today
    from core.post_authors as post_authors
    inner join staging.posts as posts using (site, post_id)
    inner join staging.stories as stories using (site, post_id)
    inner join core.sites as sites using (site)
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
        max(case when published_on <= today then published_on end) as last_on,
        count(*) as posts,
        count(distinct story_id) as stories,
        count(*) filter (where is_first_post) as first_stories,
        sum(case when is_first_post then credit_share else 0 end) as story_credit
    from post_credits
    group by site, author_id
),
author_days as (
    select distinct
        site,
        author_id,
        published_on as day,
        today
    from post_credits
    where published_on <= today
),
author_gaps as (
    select
        site,
        author_id,
        today,
        lag(day) over (partition by site, author_id order by day) as began_on,
        day as ended_on,
        max(day) over (partition by site, author_id) as last_day,
        row_number() over (partition by site, author_id order by day desc) as place_from_last
    from author_days
),
author_rhythms as (
    select
        site,
        author_id,
        round(quantile_cont(date_diff('day', began_on, ended_on), 0.5), 1) as usual_gap_days,
        max(date_diff('day', last_day, today)) > 2 * max(date_diff('day', began_on, ended_on)) as is_lapsed
    from author_gaps
    where began_on is not null and (place_from_last <= 12 or began_on >= last_day - 364)
    group by site, author_id
    having count(*) >= 5
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
    coalesce(author_totals.stories, 0) as stories,
    coalesce(author_totals.first_stories, 0) as first_stories,
    cast(coalesce(author_totals.story_credit, 0) as decimal(18, 9)) as story_credit,
    author_rhythms.usual_gap_days,
    author_rhythms.is_lapsed
from registered_authors
full join author_names using (site, author_id)
left join author_totals using (site, author_id)
left join author_rhythms using (site, author_id)
order by site, author_id
