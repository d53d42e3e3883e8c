-- A row is a topic that rises or fades, the one farthest from what was expected first.
-- A tag, a category and a key term may be spelled alike: a spelling is one row, the tag's before the term's.
with turns as (
    select
        topics.topic_id,
        topics.label as topic,
        topics.kind,
        lifecycle.recent as stories,
        lifecycle.expected,
        if(lifecycle.recent > lifecycle.expected, 'rising', 'fading') as turn,
        abs(lifecycle.z) as distance
    from topics.lifecycle as lifecycle
    inner join topics.topics as topics using (site, topic_id)
    where site = $site and lifecycle.is_signal
)
select
    topic,
    kind,
    stories,
    expected,
    turn
from turns
qualify
    row_number() over (
        partition by lower(topic)
        order by distance desc, kind = 'term', kind = 'category', topic_id asc
    ) = 1
order by distance desc, topic asc
