/*---
description: Problems of files, one row for each kind. A file with an error is not read as a post, but
  a file with a warning is. Settings files have warnings, too.
grain: [site, path, kind]
columns:
  site: The site.
  path: The file, relative to the site.
  kind: The kind of problem.
  detail: What the file has in the first line with this problem.
  line: The first line with this problem, from 1. Null if no line can be named.
  severity: error or warning.
  first_seen_at: Start of the first refresh that found this problem. Since then this path has had it without a break.
    Null for a problem of the settings, and for url_conflict, which another file may have caused.
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
settings_problems as (
    select
        sites.site,
        problems.problem.path,
        problems.problem.kind,
        min({ 'line': coalesce(problems.problem.line, 0), 'detail': problems.problem.detail }).detail as detail,
        min(problems.problem.line) as line,
        min(problems.problem.severity) as severity
    from site.sites as sites
    cross join unnest(sites.problems) as problems (problem)
    group by sites.site, problems.problem.path, problems.problem.kind
),
conflicting_paths as (
    select
        conflicts.site,
        conflicts.url,
        len(conflicts.paths) as posts,
        list_slice(conflicts.paths, 1, 4) as first_paths,
        unnest(conflicts.paths) as path
    from core.url_conflicts as conflicts
),
conflicting_paths_with_others as (
    select
        *,
        list_slice(list_filter(first_paths, lambda other: other <> path), 1, 3) as others
    from conflicting_paths
),
url_problems as (
    select
        site,
        path,
        'url_conflict' as kind,
        url || ' is also the address of ' || array_to_string(others, ', ')
        || if(posts > 4, ' and ' || (posts - 4) || ' more', '')
        || ': only one of them is on the web, so give this post a permalink or a slug of its own' as detail,
        cast(null as integer) as line,
        'warning' as severity
    from conflicting_paths_with_others
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
),
all_problems as (
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
    union all
    select
        site,
        path,
        kind,
        detail,
        line,
        severity,
        null as first_seen_at
    from settings_problems
    union all
    select
        site,
        path,
        kind,
        detail,
        line,
        severity,
        null as first_seen_at
    from url_problems
)
select
    site,
    path,
    kind,
    detail,
    line,
    severity,
    first_seen_at
from all_problems
order by site, path, kind
