/*---
description: Commits that changed the files of live posts, from the history of the site's checkout. Merges do not count.
  Empty for a site that is no checkout of git, or a shallow clone (core.sites.is_shallow).
grain: [site, path, commit]
columns:
  site: The site.
  path: The file of the post as it is called now. Commits from before it was moved are there too.
  post_id: The live post.
  commit: The commit.
  committed_at: When it was committed.
  kind: What it did to the file. It added it (added), changed its title or body (text), only its front matter
    (front_matter), or only its place (moved).
  words_before: Words of the body before. Null for added.
  words_after: Words of the body after.
checks:
  kind_is_known: kind in ('added', 'text', 'front_matter', 'moved')
  added_from_nothing: (kind = 'added') = (words_before is null)
---*/
select
    revisions.site,
    revisions.path,
    posts.post_id,
    revisions.commit,
    revisions.committed_at,
    revisions.kind,
    revisions.words_before,
    revisions.words_after
from lake.revisions as revisions
inner join lake.posts as lake_posts on revisions.site = lake_posts.site and revisions.path = lake_posts.path
inner join staging.posts as posts using (row_key)
where posts.is_live and revisions.kind is not null
order by revisions.site, revisions.path, revisions.committed_at, revisions.commit
