-- A row is a kind of change that a refresh found, with its files.
select
    change,
    count(*) as files
from core.changes
where site = $site and refresh_id = $refresh_id
group by change
order by change
