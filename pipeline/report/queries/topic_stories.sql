-- A row is a topic of a site, with its stories from $first to $last. A topic of one story says nothing.
select
    site,
    topics.kind,
    topics.label,
    list(story_topics.story_id order by story_topics.story_id) as story_ids
from topics.story_topics as story_topics
inner join topics.topics as topics using (site, topic_id)
where story_topics.published_on between $first and $last
group by site, topic_id, topics.kind, topics.label
having count(*) >= 2
order by site, topics.kind, topic_id
