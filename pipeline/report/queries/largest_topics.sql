-- A row is a topic with two stories or more, the largest first.
-- A tag, a category and a key term may be spelled alike: a spelling is one row, the tag's before the term's.
select
    label,
    stories
from topics.topics
where site = $site and stories > 1
qualify
    row_number() over (
        partition by lower(label)
        order by stories desc, kind = 'term', kind = 'category', topic_id asc
    ) = 1
order by stories desc, label asc
limit $max_rows
