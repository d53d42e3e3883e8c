/*---
description: What each refresh found changed since the one before; the first of a site added every file but those that
  Jekyll ignores, and so did one that found the site back, after it was not named for a while or the lake was lost.
grain: [refresh_id, site, path]
columns:
  refresh_id: The refresh that found it.
  site: The site.
  path: The file, relative to the site; its new place where it moved.
  change: What happened (added, edited, moved, removed).
  moved_from: Where a moved file was; null for other changes.
  changed_at: Start of that refresh.
checks:
  change_is_known: change in ('added', 'edited', 'moved', 'removed')
  moved_from_somewhere: (change = 'moved') = (moved_from is not null)
---*/
select
    changes.refresh_id,
    site,
    changes.path,
    changes.change,
    changes.moved_from,
    changes.changed_at
from lake.changes as changes
-- the lake remembers sites that are no longer named
join core.sites using (site)
-- the parser read it differently, the file is the same
where changes.change <> 'reread'
order by changes.refresh_id, site, changes.path
