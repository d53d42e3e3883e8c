/*---
description: Problems of files, one row for each kind. A file with an error is not read as a post, but
  a file with a warning is.
grain: [site, path, kind]
columns:
  site: The site.
  path: The file, relative to the site.
  kind: The kind of problem.
  detail: What the file has in the first line with this problem.
  line: The first line with this problem, from 1. Null if no line can be named.
  severity: error or warning.
  first_seen_at: Start of the first refresh that found this problem. Since then this path has had it without a break.
checks:
  severity_is_known: severity in ('error', 'warning')
  each_bad_file_is_listed:
    (select count(distinct (site, path)) from core.problems where severity = 'error')
    = (select count(*) from core.files where fate = 'problem')
---*/
with file_problems as (
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
        ) as mention_number
    from lake.posts as posts
    inner join lake.files using (row_key)
    cross join unnest(posts.problems) as problems (problem)
),
problem_history as (
    select
        site,
        path,
        file_problems.kind,
        changes.changed_at,
        changes.change in ('added', 'moved') as is_new,
        coalesce(list_contains(changes.problems, file_problems.kind), false) as has_problem,
        row_number() over (partition by site, path, file_problems.kind order by changes.refresh_id) as change_number
    from file_problems
    inner join lake.changes as changes using (site, path)
    where file_problems.mention_number = 1
),
problem_history_with_breaks as (
    select
        site,
        path,
        kind,
        changed_at,
        change_number,
        -- No change is recorded while a site is not named. When it is named again, each of its files is added.
        max(case when not has_problem then change_number when is_new then change_number - 1 else 0 end)
            over (partition by site, path, kind) as last_break
    from problem_history
),
first_sightings as (
    select
        site,
        path,
        kind,
        coalesce(
            max(changed_at) filter (where change_number = last_break + 1),
            max(changed_at) filter (where change_number = last_break)
        ) as first_seen_at
    from problem_history_with_breaks
    group by site, path, kind
)
select
    site,
    path,
    kind,
    file_problems.detail,
    file_problems.line,
    file_problems.severity,
    first_sightings.first_seen_at
from file_problems
left join first_sightings using (site, path, kind)
where file_problems.mention_number = 1
order by site, path, kind
