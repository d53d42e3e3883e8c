-- A row is a pair of tags that are probably one, the surest first, with the number of them all.
select
    site,
    count(*) over (partition by site) as total,
    a,
    b,
    a_posts,
    b_posts,
    b || ',' || a as alias_line
from quality.tag_suggestions
qualify row_number() over (partition by site order by score desc, a asc, b asc) <= $max_rows
order by site asc, score desc, a asc, b asc
