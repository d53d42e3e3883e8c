-- One row: when the newest refresh of these tables began, in UTC. Null after the history was lost.
select strftime(max(started_at), '%Y-%m-%dT%H:%M:%SZ') as started_at
from core.refreshes
