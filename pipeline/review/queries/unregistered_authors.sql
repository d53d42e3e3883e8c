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
    named_authors.site,
    named_authors.path,
    named_authors.author.as_written as name,
    sites_with_registry.names as registered_names
from named_authors
inner join sites_with_registry using (site)
left join seeds.author_aliases as aliases on named_authors.author.author_id = aliases.alias
left join site.authors as registered_authors
    on named_authors.site = registered_authors.site and aliases.canonical = registered_authors.author_id
where
    named_authors.author.source = 'front_matter'
    and not named_authors.author.is_registered
    and registered_authors.author_id is null
order by named_authors.site, named_authors.path, name
