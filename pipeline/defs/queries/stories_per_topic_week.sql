-- A row is a week of the last year of one of the eight topics that had most stories in it, the largest topic first.
with topic_weeks as (
    select
        site,
        topic_id,
        topics.label || if(topics.kind = 'term', '', ' (' || topics.kind || ')') as label,
        date_diff('week', weekly.week, date_trunc('week', sites.today)) as weeks_ago,
        weekly.stories
    from topics.weekly as weekly
    inner join core.sites as sites using (site)
    inner join topics.topics as topics using (site, topic_id)
    where weekly.week > sites.today - interval 52 weeks and weekly.week <= sites.today
),
topic_places as (
    select
        site,
        topic_id,
        row_number() over (partition by site order by sum(stories) desc, topic_id) as place
    from topic_weeks
    group by site, topic_id
)
select
    site,
    topic_weeks.label,
    51 - topic_weeks.weeks_ago as week_place,
    topic_weeks.stories
from topic_weeks
inner join topic_places using (site, topic_id)
where topic_places.place <= 8 and topic_weeks.weeks_ago between 0 and 51
order by site asc, topic_places.place asc, topic_weeks.weeks_ago desc
