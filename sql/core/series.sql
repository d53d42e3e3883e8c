/*---
description: Series of posts. The front matter names one (series), or titles count its parts, such as "The dig, part 2",
  "Die Grabung (Teil 2)" and "发掘 第2部". Only live posts count.
grain: [site, series_id]
columns:
  site: The site.
  series_id: The name of the series in lower case.
  label: The name as the earliest post has it.
  source: Where it comes from (front_matter, title).
  posts: Live posts of the series. At least two if titles make it.
  post_ids: These posts, the earliest first.
  first_on: The day of the first.
  last_on: The day of the last.
  usual_days: Median of the days from one to the next. Null for a single post.
  is_running: The last one is at most twice usual_days, and at least 90 days, before the site's today.
checks:
  parts_make_a_series: posts > 1 or source = 'front_matter'
  days_are_in_order: first_on <= last_on
---*/
with live_posts as (
    select
        site,
        post_id,
        title,
        published_at,
        published_on,
        front_matter ->> '$.series' as given,
        -- Up to the word before a number, such as "the dig, part".
        regexp_extract(
            lower(title),
            '^(.*?[\p{L}\p{N}?!][^\p{L}\p{N}]+\p{L}+[.]?) *(?:[0-9]+|[ivx]+|one|two|three|four)(?:[^\p{L}\p{N}].*)?$',
            1
        ) as counted_title,
        regexp_extract(
            lower(title), '^(.*[\p{L}\p{N}?!])[^\p{L}\p{N}]*第 *[0-9一二三四五六七八九十]+ *[部回話话篇章].*$', 1
        ) as numbered_title
    from core.posts
    where is_live
),
titles as (
    select
        *,
        regexp_extract(
            counted_title,
            '^(.*[\p{L}\p{N}?!])[^\p{L}\p{N}]+(?:part|pt[.]?|teil|partie|parte|deel|del|část|część|часть|rész|bölüm)$',
            1
        ) as title_of_parts
    from live_posts
),
named_posts as (
    select
        site,
        post_id,
        published_at,
        published_on,
        given is not null and trim(given) not in ('', '~', 'null', 'false', '[]') as is_named,
        case
            when given is not null and trim(given) not in ('', '~', 'null', 'false', '[]')
            then trim(
                    case
                        when given like '[%' or given like '{%' then regexp_extract(given, '"([^"]*)"[^:]*$', 1)
                        else given
                    end
                )
            else substr(title, 1, greatest(length(title_of_parts), length(numbered_title)))
        end as name
    from titles
),
members as (
    select
        *,
        lower(name) as series_id,
        lag(published_on) over (partition by site, lower(name) order by published_at, post_id) as on_before,
        first_value(name) over (partition by site, lower(name) order by published_at, post_id) as label
    from named_posts
    where name <> ''
),
series as (
    select
        site,
        series_id,
        min(label) as label,
        max(case when is_named then 1 else 0 end) = 1 as is_named,
        count(*) as posts,
        list(post_id order by published_at, post_id) as post_ids,
        min(published_on) as first_on,
        max(published_on) as last_on,
        quantile_cont(date_diff('day', on_before, published_on), 0.5) as usual_days
    from members
    group by site, series_id
)
select
    series.site,
    series.series_id,
    series.label,
    case when series.is_named then 'front_matter' else 'title' end as source,
    series.posts,
    series.post_ids,
    series.first_on,
    series.last_on,
    series.usual_days,
    date_diff('day', series.last_on, sites.today) <= greatest(coalesce(2 * series.usual_days, 0), 90) as is_running
from series
inner join core.sites as sites on series.site = sites.site
where series.is_named or series.posts > 1
order by series.site, series.series_id
