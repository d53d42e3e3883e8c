-- A row is a tag that one story uses, that has gone quiet or that is a category too, with the number of them all.
select
    site,
    count(*) over (partition by site) as total,
    label,
    case kind
        when 'dormant' then 'not used for a year'
        when 'also_category' then 'a category too'
        else replace(kind, '_', ' ')
    end as finding,
    posts,
    last_on::varchar as last_on
from quality.tag_health
where kind <> 'untagged'
qualify row_number() over (partition by site order by kind desc, posts desc, last_on desc, id asc) <= $max_rows
order by site asc, kind desc, posts desc, last_on desc, id asc
