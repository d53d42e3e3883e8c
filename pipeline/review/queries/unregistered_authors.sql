-- Authors that a post names itself, of sites with a registry that does not have them.
with named_authors as (
    select
        site,
        path,
        unnest(author_refs) as author
    from lake.posts
),
sites_with_registry as (
    select
        site,
        list(name order by name) as names
    from site.authors
    group by site
)
select
    site,
    named_authors.path,
    named_authors.author.as_written as name,
    sites_with_registry.names as registered_names
from named_authors
inner join sites_with_registry using (site)
left join seeds.author_aliases as aliases on named_authors.author.author_id = aliases.alias
where
    named_authors.author.source = 'front_matter'
    and not named_authors.author.is_registered
    and (site, coalesce(aliases.canonical, '')) not in (select (site, author_id) from site.authors)
order by site, named_authors.path, name
