-- A row is a site: its files by fate, its problems, its changes after $refresh_id, its newest post, and what is odd
-- about its settings.
with files_per_fate as (
    select
        site,
        fate,
        count(*) as files
    from core.files
    group by site, fate
),
site_files as (
    select
        site,
        sum(files)::bigint as files,
        string_agg(
            files || ' ' || fate || if(files = 1 or fate = 'ignored', '', 's'), ', '
            order by fate = 'ignored', fate = 'problem', fate = 'draft'
        ) as fates
    from files_per_fate
    group by site
),
site_problems as (
    select
        site,
        count(distinct path) filter (where severity = 'error') as files,
        count(*) filter (where severity = 'warning') as warnings
    from core.problems
    group by site
),
settings_problems as (
    select
        site,
        list(
            path || coalesce(':' || problems.line, '') || ': ' || problems.detail order by path, problems.line
        ) as details
    from core.problems as problems
    anti join core.files using (site, path)
    group by site
),
files_per_change as (
    select
        site,
        change,
        count(*) as files,
        min(path) as path
    from core.changes
    where refresh_id > $refresh_id
    group by site, change
),
site_changes as (
    select
        site,
        string_agg(
            files || ' ' || change
            || if(files = 1, ' (' || left(regexp_replace(path, '\s+', ' ', 'g'), 200) || ')', ''), ', '
            order by change
        ) as changes
    from files_per_change
    group by site
),
newest_posts as (
    select
        site,
        arg_max(
            strftime(published_local, '%Y-%m-%d %H:%M  ')
            || left(trim(regexp_replace(coalesce(title, path), '\s+', ' ', 'g')), 200),
            (published_at, path)
        ) as newest
    from core.posts
    where is_live and not is_future
    group by site
)
select
    site,
    coalesce(site_files.files, 0) as files,
    coalesce(site_files.fates, 'no file') as fates,
    coalesce(site_problems.files, 0) as problems,
    coalesce(site_problems.warnings, 0) as warnings,
    site_changes.changes,
    newest_posts.newest,
    sites.commit,
    sites.assumed,
    coalesce(settings_problems.details, []) as settings
from core.sites as sites
left join site_files using (site)
left join site_problems using (site)
left join site_changes using (site)
left join newest_posts using (site)
left join settings_problems using (site)
order by site
