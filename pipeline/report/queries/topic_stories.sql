-- A row is a subject with its stories from $first to $last and its other names, the best known first.
-- It has five stories or more. One that several sites spell alike is one. $max_rows are told of.
with subject_stories as (
    select
        site,
        story_topics.story_id,
        topics.topic_id,
        topics.label,
        topics.kind,
        array_position(['tag', 'category', 'term'], topics.kind) as kind_place
    from topics.story_topics as story_topics
    inner join topics.topics as topics using (site, topic_id)
    where topics.topic_id = topics.subject_id and story_topics.published_on between $first and $last
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
    arg_min(subject_stories.label, (subject_stories.kind_place, site, subject_stories.label)) as label,
    arg_min(subject_stories.kind, subject_stories.kind_place) as kind,
    coalesce(arg_min(other_names.names, (subject_stories.kind_place, site, subject_stories.label)), []) as also,
    list(site order by site, subject_stories.story_id) as site,
    list(subject_stories.story_id order by site, subject_stories.story_id) as story_ids
from subject_stories
left join other_names using (site, topic_id)
group by lower(subject_stories.label)
having count(*) >= 5
order by min(subject_stories.kind_place), count(*) desc, label
limit $max_rows
