/*---
description: Live posts that are old, still linked to and never touched. Old is two years. Linked to means by another
  live post. Touched means that the front matter or git tells of a later change than the first 30 days brought.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  title: Its title.
  url: Its address, relative to the site's url.
  published_on: The day on which it was published.
  age_days: Days from then to the site's today.
  linked_by: Live posts other than itself that link to it.
  last_linked_on: The day on which the latest of these was published.
  has_history: Git tells of its changes. Without it, an edit that the front matter does not tell of is not known.
checks:
  old_and_linked: age_days > 730 and linked_by > 0
---*/
with links_to_posts as (
    select
        links.site,
        links.target_post_id as post_id,
        count(distinct links.post_id) as linked_by,
        max(posts.published_on) as last_linked_on
    from core.post_links as links
    inner join core.posts as posts using (site, post_id)
    where links.target_post_id <> links.post_id
    group by links.site, links.target_post_id
)
select
    posts.site,
    posts.post_id,
    posts.title,
    posts.url,
    posts.published_on,
    date_diff('day', posts.published_on, sites.today) as age_days,
    links_to_posts.linked_by,
    links_to_posts.last_linked_on,
    posts.first_committed_at is not null as has_history
from core.posts as posts
inner join core.sites as sites on posts.site = sites.site
inner join links_to_posts on posts.site = links_to_posts.site and posts.post_id = links_to_posts.post_id
where date_diff('day', posts.published_on, sites.today) > 730
    and coalesce(date_diff('day', posts.published_at, posts.updated_at) <= 30, true)
    and coalesce(date_diff('day', posts.published_at, posts.last_edited_at) <= 30, true)
order by posts.site, posts.post_id
