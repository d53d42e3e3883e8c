/*---
description: The authors of a post, in the order of its byline. An alias is replaced by the author that it means.
grain: [site, post_id, author_id]
columns:
  site: The site.
  post_id: The live post.
  author_id: The author.
  position: Place in the byline, from 1.
  as_written: The author as this post spells it.
  source: Where the author is named (front_matter, defaults, config).
  credit_share: 1/n for each of n authors, a decimal of 9 digits. The first author also has what rounding leaves over,
    so that the shares of a post add up to exactly 1.
checks:
  shares_add_up:
    (select coalesce(sum(credit_share), 0) from core.post_authors)
    = (select count(distinct (site, post_id)) from core.post_authors)
  credit_is_a_share: credit_share > 0 and credit_share <= 1
  position_is_in_the_byline: position between 1 and round(1 / credit_share)
  aliases_are_replaced: author_id not in (select alias from seeds.author_aliases)
---*/
with byline_entries as (
    select
        posts.site,
        posts.post_id,
        lake_posts.author_refs as byline,
        unnest(lake_posts.author_refs) as author
    from staging.posts as posts
    inner join lake.posts as lake_posts using (row_key)
    where posts.is_live
),
post_credits as (
    select
        byline_entries.site,
        byline_entries.post_id,
        coalesce(aliases.canonical, byline_entries.author.author_id) as author_id,
        byline_entries.author.as_written,
        byline_entries.author.source,
        list_position(byline_entries.byline, byline_entries.author) as byline_place
    from byline_entries
    left join seeds.author_aliases as aliases on byline_entries.author.author_id = aliases.alias
),
numbered_credits as (
    select
        *,
        row_number() over (partition by site, post_id, author_id order by byline_place) as mention_number
    from post_credits
),
byline_credits as (
    select
        *,
        row_number() over (partition by site, post_id order by byline_place) as position,
        count(*) over (partition by site, post_id) as authors
    from numbered_credits
    where mention_number = 1
)
select
    site,
    post_id,
    author_id,
    position,
    as_written,
    source,
    cast(
        case
            -- An integer, as the product of a bigint would lose a digit on Spark.
            when position = 1 then 1 - cast(authors - 1 as integer) * cast(1.0 / authors as decimal(18, 9))
            else cast(1.0 / authors as decimal(18, 9))
        end as decimal(18, 9)
    ) as credit_share
from byline_credits
order by site, post_id, position
