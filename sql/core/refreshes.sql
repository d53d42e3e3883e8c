/*---
description: The refreshes that did more than detect changes, with the files that each found in each site. A refresh may
  have found no change, as on a new day or after an edit in sql/. Its tables may not have been published.
grain: [refresh_id, site]
columns:
  refresh_id: The refresh. Ids sort by time.
  site: The site.
  as_of: The moment that decided what was live.
  started_at: When it started.
  files: Files below _posts and _drafts.
  posts: Posts among these files, without drafts.
  problems: Files among these that could not be read as posts.
  versions: Versions of the code and the libraries that read these files, as JSON.
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
-- The lake keeps the history of sites that are no longer named.
inner join core.sites using (site)
order by refreshes.refresh_id, site
