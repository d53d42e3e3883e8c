/*---
description: Addresses that two or more live posts share. Only one of these posts is on the web.
grain: [site, url]
columns:
  site: The site.
  url: The address, relative to the site's url. Of several spellings, such as /a and /a.html, the first by bytes.
  post_ids: The posts, by path.
  paths: Their files.
checks:
  several_posts: len(post_ids) > 1 and len(post_ids) = len(paths)
---*/
with post_files as (
    select
        site,
        post_id,
        path,
        url,
        -- The file that a static generator writes for an address.
        case
            when url like '%/' then url_decode(url) || 'index.html'
            when url like '%.html' then url_decode(url)
            else url_decode(url) || '.html'
        end as written_file
    from core.posts
    where is_live and url is not null
)
select
    site,
    min(url) as url,
    list(post_id order by path) as post_ids,
    list(path order by path) as paths
from post_files
group by site, written_file
having count(*) > 1
order by site, url
