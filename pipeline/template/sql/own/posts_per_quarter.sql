/*---
# An example of a model of your own: change it, or delete it. One file is one table, and its path is its name:
# this is own.posts_per_quarter. `posts-warehouse models` lists the tables that it may read.
description: Posts and words per quarter.
# The columns that no two rows share.
grain: [site, quarter]
# What each column means, in the order of the SELECT.
columns:
  site: The site.
  quarter: Its first day.
  posts: Live posts.
  words: Their words.
# What must be true of every row; else the new file is not published. Under `warnings` it is only shown.
checks:
  not_negative: posts >= 0
---*/
select
    site,
    calendar.quarter,
    cast(sum(daily.posts) as bigint) as posts,
    cast(sum(daily.words) as bigint) as words
from cadence.daily as daily
inner join core.calendar as calendar using (site, day)
group by site, calendar.quarter
