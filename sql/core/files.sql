/*---
description: Every file below _posts and _drafts, and what became of it.
grain: [site, path]
columns:
  site: The site.
  path: The file, relative to the site.
  fate: What it is taken for (post, draft, problem, ignored).
  ignored: Why Jekyll does not read it; null unless ignored.
  sha256: Of its bytes, in hexadecimal; null where they were not read.
  bytes: Its size.
checks:
  fate_is_known: fate in ('post', 'draft', 'problem', 'ignored')
  ignored_for_a_reason: (fate = 'ignored') = (ignored is not null)
  each_is_in_the_lake:
    fate = 'ignored' or (site, path, fate) in (
      select (posts.site, posts.path, posts.fate) from lake.posts as posts join lake.files as every using (row_key)
    )
warnings:
  at_most_5_percent_are_problems:
    fate <> 'problem' or 0.05 >= (
      select avg(cast(fate = 'problem' as integer)) from core.files as every where every.site = files.site
    )
---*/
select
    site,
    path,
    fate,
    ignored,
    sha256,
    bytes
from lake.files
order by site, path
