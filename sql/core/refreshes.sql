/*---
description: Every refresh that went beyond its look at the files, and what it found in each site. It may have found no
  change, as on a new day or after an edit in sql/; and what it built may not have been published.
grain: [refresh_id, site]
columns:
  refresh_id: The refresh; ids sort by time.
  site: The site.
  as_of: The moment that decided what was live.
  started_at: When it started.
  files: Files below _posts and _drafts.
  posts: Posts among them, drafts not counted.
  problems: Files among them that are no posts.
  versions: Versions of the code and the libraries that read them, as JSON.
checks:
  files_hold_posts_and_problems: files >= posts + problems
  last_one_counted_these_files:
    exists (
      select 1 from core.refreshes as later
      where later.site = refreshes.site and later.refresh_id > refreshes.refresh_id
    ) or files = (select count(*) from core.files as found where found.site = refreshes.site)
---*/
select
    refreshes.refresh_id,
    site,
    refreshes.as_of,
    refreshes.started_at,
    refreshes.files,
    refreshes.posts,
    refreshes.problems,
    cast(refreshes.versions as json) as versions
from lake.refreshes as refreshes
-- the lake remembers sites that are no longer named
join core.sites using (site)
order by refreshes.refresh_id, site
