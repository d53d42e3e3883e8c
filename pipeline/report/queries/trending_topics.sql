-- A row is a topic with more stories than usual in the last days, the first of the ranking first.
-- A tag, a category and a key term may be spelled alike: a spelling is one row, the tag's before the term's.
select
    topics.label,
    trending.stories,
    trending.expected,
    trending.days
from topics.trending as trending
inner join topics.topics as topics using (site, topic_id)
where site = $site and trending.is_signal
qualify
    row_number() over (
        partition by lower(topics.label)
        order by trending.rank, topics.kind = 'term', topics.kind = 'category', topic_id
    ) = 1
order by trending.rank
limit $max_rows
