/*---
description: Changes of files that each refresh found since the one before. The first refresh of a site adds every file
  that the site's generator does not ignore. So does the first one after the site was not named for a while, or after
  the lake was lost.
grain: [refresh_id, site, path]
columns:
  refresh_id: The refresh that found it.
  site: The site.
  path: The file, relative to the site. For a moved file its new place.
  change: What happened (added, edited, moved, removed).
  moved_from: The old place of a moved file. Null for other changes.
  changed_at: When that refresh started.
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
-- The lake keeps the history of sites that are no longer named.
inner join core.sites using (site)
-- In a reread only the parser's result has changed, and the file is the same.
where changes.change <> 'reread'
order by changes.refresh_id, site, changes.path
