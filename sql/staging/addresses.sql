/*---
description: Addresses below a site's url that its live posts and its pages have, each once. Spellings that lead to one
  page, such as /a, /a/ and /a.html, are one address.
grain: [site, address]
columns:
  site: The site.
  address: The address without index, .html and / at its end, percent-decoded, in lower case.
  post_id: The live post that it leads to. Null for an address of other files.
  form: The folder of the address, with 9 for each digit. Null unless it is the url of a live post.
---*/
with post_files as (
    select
        posts.site,
        posts.post_id,
        posts.addresses,
        coalesce(staging_posts.is_live, false) as is_live,
        unnest(posts.addresses) as address
    from lake.posts as posts
    inner join lake.files using (row_key)
    left join staging.posts as staging_posts using (row_key)
    -- A post that is not live has no address that may be published.
    where posts.fate = 'page' or staging_posts.is_live
),
post_addresses as (
    select
        site,
        address,
        case when is_live then post_id end as post_id,
        case when is_live and address = addresses[1] then post_id end as own_post_id
    from post_files
),
addresses as (
    select
        site,
        address,
        coalesce(min(own_post_id), min(post_id)) as post_id,
        count(own_post_id) > 0 as is_of_post
    from post_addresses
    group by site, address
)
select
    site,
    address,
    post_id,
    case when is_of_post then regexp_replace(regexp_extract(address, '^.*/'), '[0-9]', '9', 'g') end as form
from addresses
order by site, address
