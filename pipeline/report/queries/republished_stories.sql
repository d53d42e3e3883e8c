-- A row is a story told by several posts, the latest first.
select
    republishing.headline,
    (stories.first_published_at at time zone $timezone)::date as first_on,
    republishing.posts,
    republishing.span_hours,
    republishing.prefixes
from cadence.republishing as republishing
inner join core.stories as stories using (site, story_id)
where site = $site
order by stories.first_published_at desc, story_id asc
limit $max_rows
