-- One row: the number of topics of a site.
select count(*) as topics
from topics.topics
where site = $site
