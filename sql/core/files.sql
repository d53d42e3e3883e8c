/*---
description: Every file that the site's generator looks at, with its fate.
grain: [site, path]
columns:
  site: The site.
  path: The file, relative to the site.
  fate: What became of it (post, draft, page, problem, ignored). A page is read, but is not a post.
  ignored: Why the site's generator does not read it. Null unless the fate is ignored.
  sha256: The sha256 of its bytes, in hexadecimal. Null if they were not read.
  bytes: Its size.
checks:
  fate_is_known: fate in ('post', 'draft', 'page', 'problem', 'ignored')
  ignored_for_a_reason: (fate = 'ignored') = (ignored is not null)
  each_is_in_the_lake:
    fate = 'ignored' or (site, path, fate) in (
      select (posts.site, posts.path, posts.fate) from lake.posts as posts
      inner join lake.files using (row_key)
    )
warnings:
  at_most_5_percent_are_problems:
    fate <> 'problem' or 0.05 >= (
      select avg(cast(fate = 'problem' as integer)) from core.files as site_files where site_files.site = files.site
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
