-- A row is a topic that is tested for a move, with its stories of the 65 weeks looked at and its other names.
-- One that several sites have is one. The $max_rows best known are first.
with moved_stories as (
    select
        site,
        topic_id,
        story_topics.story_id,
        topics.label,
        topics.kind
    from topics.moved as moved
    inner join topics.topics as topics using (site, topic_id)
    inner join topics.story_topics as story_topics using (site, topic_id)
    where story_topics.published_on between moved.last_week - 64 * 7 and moved.last_week + 6
),
other_names as (
    select
        topics.site,
        subjects.topic_id,
        list(topics.label order by topics.stories desc, topics.topic_id asc) as names
    from topics.topics as topics
    inner join topics.topics as subjects on topics.site = subjects.site and topics.subject_id = subjects.topic_id
    where lower(topics.label) <> lower(subjects.label)
    group by topics.site, subjects.topic_id
)
select
    arg_min(moved_stories.label, site) as label,
    any_value(moved_stories.kind) as kind,
    coalesce(arg_min(other_names.names, site), []) as also,
    list(site order by site, moved_stories.story_id) as site,
    list(moved_stories.story_id order by site, moved_stories.story_id) as story_ids
from moved_stories
left join other_names using (site, topic_id)
group by topic_id
order by array_position(['tag', 'category', 'term'], any_value(moved_stories.kind)), count(*) desc, topic_id
limit $max_rows
