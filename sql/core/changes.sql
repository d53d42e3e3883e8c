/*---
description: Changes of files that each refresh found since the one before, with the post that the file is now. The
  first refresh of a site adds every file that the site's generator does not ignore. So does the first one after the
  site was not named for a while, or after the lake was lost.
grain: [refresh_id, site, path]
columns:
  refresh_id: The refresh that found it.
  site: The site.
  path: The file, relative to the site. For a moved file its new place.
  kind: What happened (added, edited, moved, removed).
  change: The same as kind, under its older name.
  moved_from: The old place of a moved file. Null for other changes.
  changed_at: When that refresh started.
  post_id: The post or draft that is at this path now. Null if the file is gone, has moved on or is no post.
  title: The title of this post. Null also if it is not live.
checks:
  change_is_known: change in ('added', 'edited', 'moved', 'removed')
  moved_from_somewhere: (change = 'moved') = (moved_from is not null)
  two_names_say_one_thing: kind = change
  titles_are_of_posts: title is null or post_id is not null
---*/
select
    changes.refresh_id,
    site,
    path,
    changes.change as kind,
    changes.change,
    changes.moved_from,
    changes.changed_at,
    posts.post_id,
    posts.title
from lake.changes as changes
-- The lake keeps the history of sites that are no longer named.
inner join core.sites using (site)
left join core.posts as posts using (site, path)
-- In a reread only the parser's result has changed, and the file is the same.
where changes.change <> 'reread'
order by changes.refresh_id, site, path
