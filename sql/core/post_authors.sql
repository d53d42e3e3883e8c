/*---
description: Who wrote a post, in the order of the byline, aliases replaced by the author they mean.
grain: [site, post_id, author_id]
columns:
  site: The site.
  post_id: The post, a live one.
  author_id: The author.
  position: Place in the byline, from 1.
  as_written: The author as this post spells it.
  source: Where it is said (front_matter, defaults, config).
  credit_share: 1/n for each of n authors, a decimal, so that sums do not depend on their order.
checks:
  credit_is_a_share: credit_share > 0 and credit_share <= 1
  position_is_in_the_byline: position between 1 and round(1 / credit_share)
  aliases_are_replaced: author_id not in (select alias from seeds.author_aliases)
---*/
with named as (
    select
        posts.site,
        posts.post_id,
        source.author_refs as byline,
        unnest(source.author_refs) as author
    from staging.posts as posts
    join lake.posts as source using (row_key)
    where posts.is_live
),
credited as (
    select
        named.site,
        named.post_id,
        coalesce(aliases.canonical, named.author.author_id) as author_id,
        named.author.as_written,
        named.author.source,
        list_position(named.byline, named.author) as place
    from named
    left join seeds.author_aliases as aliases on aliases.alias = named.author.author_id
),
mentions as (
    select
        *,
        row_number() over (partition by site, post_id, author_id order by place) as mention
    from credited
)
select
    site,
    post_id,
    author_id,
    row_number() over (partition by site, post_id order by place) as position,
    as_written,
    source,
    cast(1.0 / count(*) over (partition by site, post_id) as decimal(18, 9)) as credit_share
from mentions
where mention = 1
order by site, post_id, position
