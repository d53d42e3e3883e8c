/*---
description: What is wrong with a file, once for each kind. Files with an error are no posts; a warning leaves the post.
grain: [site, path, kind]
columns:
  site: The site.
  path: The file, relative to the site.
  kind: What is wrong.
  detail: What is there, of the kind's first line.
  line: The first line where it is, from 1; null where no line can be named.
  severity: error or warning.
  first_seen_at: Start of the refresh since which the file has had it without a break, under this path.
checks:
  severity_is_known: severity in ('error', 'warning')
  each_bad_file_is_listed:
    (select count(distinct (site, path)) from core.problems where severity = 'error')
    = (select count(*) from core.files where fate = 'problem')
---*/
with found as (
    select
        posts.site,
        posts.path,
        problems.problem.kind,
        problems.problem.detail,
        problems.problem.line,
        problems.problem.severity,
        row_number() over (
            partition by posts.site, posts.path, problems.problem.kind
            order by problems.problem.line nulls last, problems.problem.detail, problems.problem.severity
        ) as mention
    from lake.posts as posts
    join lake.files as files using (row_key)
    cross join unnest(posts.problems) as problems(problem)
),
history as (
    select
        site,
        path,
        found.kind,
        changes.changed_at,
        changes.change in ('added', 'moved') as is_new,
        coalesce(list_contains(changes.problems, found.kind), false) as stands,
        row_number() over (partition by site, path, found.kind order by changes.refresh_id) as step
    from found
    join lake.changes as changes using (site, path)
    where found.mention = 1
),
runs as (
    select
        site,
        path,
        kind,
        changed_at,
        step,
        -- a site that is no longer named leaves no change, and each of its files is added when it comes back
        max(case when not stands then step when is_new then step - 1 else 0 end)
            over (partition by site, path, kind) as last_break
    from history
),
seen as (
    select
        site,
        path,
        kind,
        coalesce(
            max(changed_at) filter (where step = last_break + 1), max(changed_at) filter (where step = last_break)
        ) as first_seen_at
    from runs
    group by site, path, kind
)
select
    site,
    path,
    kind,
    found.detail,
    found.line,
    found.severity,
    seen.first_seen_at
from found
left join seen using (site, path, kind)
where found.mention = 1
order by site, path, kind
