-- The columns of core.tags that quality.tag_suggestions reads.
select
    site,
    tag_id,
    count(*) as posts
from core.post_tags
group by site, tag_id
