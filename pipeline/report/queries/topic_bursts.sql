-- A row is a week in which a topic burst, the greatest first; of equal ones a tag, then a phrase of two words.
-- `also` is for the topics of bursts that are merged into one.
-- A tag, a category and a key term may be spelled alike: a spelling is one row a week, the tag's before the term's.
select
    topics.label as topic,
    bursts.week,
    bursts.stories,
    round(bursts.expected, 1) as expected,
    stories.headline,
    bursts.examples as story_ids,
    '' as also
from topics.bursts as bursts
inner join topics.topics as topics using (site, topic_id)
inner join core.stories as stories on bursts.site = stories.site and stories.story_id = bursts.examples[1]
where bursts.site = $site and bursts.week <= $last_week and bursts.is_signal
qualify
    row_number() over (
        partition by lower(topics.label), bursts.week
        order by bursts.z desc, topics.kind = 'term', topics.kind = 'category', topic_id asc
    ) = 1
order by
    round(bursts.z, 1) desc,
    topics.kind = 'term',
    not contains(topics.label, ' '),
    bursts.z desc,
    bursts.week desc,
    topics.label asc
