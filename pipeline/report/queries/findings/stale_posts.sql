-- A row is a post that is old, still linked to and not known to be edited, those most linked to first, with the number
-- of all.
select
    site,
    count(*) over (partition by site) as total,
    coalesce(title, url) as title,
    published_on::varchar as published_on,
    linked_by,
    has_history
from quality.stale_posts
qualify row_number() over (partition by site order by linked_by desc, published_on asc, post_id asc) <= $max_rows
order by site asc, linked_by desc, published_on asc, post_id asc
