/*---
description: Every link in the text of a live post, in Markdown, HTML and Liquid. Links in code and comments do not
  count.
grain: [site, post_id, position]
columns:
  site: The site.
  post_id: The live post that has the link.
  position: Place among the links of the post, from 1.
  url: Where it leads. Within the site it is relative to the site's url, as core.posts.url is. It is as written where
    Liquid decides it, or a file is named that is not found. Of a link to an e-mail address only mailto is kept.
  domain: The registered domain that it leads to, such as example.co.uk. Null within the site.
  is_internal: It leads to the site itself. Null where Liquid decides that.
  target_post_id: The live post that it leads to, which may be the same post. Null for other targets.
  text: The text of the link. An image in it counts with its alternative text.
  is_broken: No post, page or other file of the site can be its target. False also where that is not certain. Null
    unless the link is internal.
checks:
  internal_have_no_domain: is_internal is not true or domain is null
  broken_lead_nowhere: is_broken is not true or target_post_id is null
  broken_is_of_internal: (is_broken is null) = (is_internal is not true)
  targets_are_live:
    target_post_id is null
    or (site, target_post_id) in (select (site, post_id) from core.posts where is_live)
  each_link_once:
    (select count(*) from core.post_links) = (select coalesce(sum(links), 0) from core.posts where is_live)
---*/
with link_entries as (
    select
        posts.site,
        posts.post_id,
        unnest(lake_posts.link_refs) as link
    from staging.posts as posts
    inner join lake.posts as lake_posts using (row_key)
    where posts.is_live
),
links as (
    select
        link_entries.site,
        link_entries.post_id,
        link_entries.link.position,
        link_entries.link.url,
        link_entries.link.domain,
        link_entries.link.is_internal,
        link_entries.link.address,
        link_entries.link.file,
        link_entries.link.text,
        regexp_extract(coalesce(link_entries.link.address, link_entries.link.file), '[^/]*$') as name,
        regexp_extract(coalesce(link_entries.link.address, '/' || link_entries.link.file), '^.*/') as folder
    from link_entries
),
site_files as (
    select
        posts.site,
        posts.post_id,
        '/' || posts.file_key as file_key,
        regexp_extract(posts.file_key, '[^/]*$') as name,
        posts.addresses,
        staging_posts.post_id is not null and staging_posts.is_live as is_live
    from lake.posts as posts
    inner join lake.files using (row_key)
    left join staging.posts as staging_posts on posts.row_key = staging_posts.row_key
),
unpublished_addresses as (
    select distinct
        site,
        unnest(addresses) as address
    from site_files
    where not is_live
),
named_files as (
    select
        links.site,
        links.post_id,
        links.position,
        min(case when site_files.is_live then site_files.post_id end) as target_post_id
    from links
    inner join site_files
        on links.site = site_files.site
        and links.name = site_files.name
        and substr(site_files.file_key, length(site_files.file_key) - length(links.file)) = '/' || links.file
    group by links.site, links.post_id, links.position
),
-- Other pages than posts stand at the root of a site or of a language.
post_forms as (
    select distinct
        site,
        form
    from staging.addresses
    where form <> '/' and not regexp_full_match(form, '/[a-z][a-z](-[a-z0-9]+)?/')
),
-- A file that is a problem has a name, but no address.
names as (
    select
        site,
        name
    from site.names
    union
    select
        site,
        regexp_replace(name, '^[0-9]+-[0-9]+-[0-9]+-', '') as name
    from site_files
    where addresses is null
    union
    select
        sites.site,
        lists.name
    from site.sites as sites
    cross join (
        values
        ('archive'), ('archives'), ('categories'), ('feed'), ('page'), ('search'), ('tags')
    ) as lists (name)
),
links_with_target as (
    select
        links.*,
        coalesce(addresses.post_id, named_files.target_post_id) as target_post_id,
        addresses.site is not null
        or unpublished_addresses.site is not null
        or named_files.site is not null
        or names.site is not null as has_target,
        post_forms.site is not null as is_among_posts,
        folders.site is not null as is_in_folder,
        wildcards.site is not null as has_wildcard,
        targets.url as target_url
    from links
    left join staging.addresses as addresses on links.site = addresses.site and links.address = addresses.address
    left join unpublished_addresses
        on links.site = unpublished_addresses.site and links.address = unpublished_addresses.address
    left join named_files
        on links.site = named_files.site
        and links.post_id = named_files.post_id
        and links.position = named_files.position
    left join names on links.site = names.site and links.name = names.name
    left join names as folders
        on links.site = folders.site and regexp_extract(links.folder, '([^/]+)/$', 1) = folders.name
    left join post_forms
        on links.site = post_forms.site and regexp_replace(links.folder, '[0-9]', '9', 'g') = post_forms.form
    left join names as wildcards on links.site = wildcards.site and wildcards.name = '*'
    left join core.posts as targets on links.site = targets.site and named_files.target_post_id = targets.post_id
)
select
    site,
    post_id,
    cast(position as bigint) as position,
    -- A file that is named instead of an address stands at the address of its post.
    case
        when file is not null and target_url is not null then target_url || regexp_extract(url, '#[^"''`}\s]*')
        else url
    end as url,
    domain,
    is_internal,
    target_post_id,
    text,
    case
        when is_internal
        then not has_target and not has_wildcard and (
                case
                    when file is not null then is_in_folder or regexp_matches(name, '^[0-9]+-[0-9]+-[0-9]+-')
                    when regexp_matches(name, '[.](atom|css|ics|js|json|php|rss|txt|xml)$') then false
                    when regexp_matches(name, '[.][a-z][a-z0-9]+$') then is_in_folder
                    else is_among_posts
                end
            )
    end as is_broken
from links_with_target
order by site, post_id, position
