/*---
description: Live posts, words and share of each author per month. A post with n authors adds 1 to posts and 1/n to
  credit of each of them.
grain: [site, author_id, month]
columns:
  site: The site.
  author_id: The author.
  month: First day of the month, in the site's time zone. Only months with a post of the author have a row.
  posts: Live posts with the author in the byline. Their sum over authors can exceed the number of posts.
  credit: The author's share of these posts. The sum over authors equals the number of posts that name an author.
  words: Words of these posts, counted in full for each author.
  share: The author's share of all credit of the month.
  first_month: First day of the month of the author's first post.
  active_months: Number of months with a post of the author, up to and including this one.
checks:
  credit_is_a_part: credit > 0 and credit <= posts
  share_is_a_share: share between 0 and 1
  active_since_the_first: active_months between 1 and date_diff('month', first_month, month) + 1
  credit_adds_up:
    abs(
      (select sum(credit) from cadence.authors_monthly)
      - (select count(*) from core.posts where is_live and len(author_ids) > 0)
    ) <= 0.0001 * (select count(*) from cadence.authors_monthly)
---*/
with author_months as (
    select
        posts.site,
        post_authors.author_id,
        calendar.month,
        count(*) as posts,
        sum(post_authors.credit_share) as credit,
        sum(posts.words) as words
    from core.posts as posts
    inner join core.post_authors as post_authors using (site, post_id)
    inner join core.calendar as calendar on posts.site = calendar.site and posts.published_on = calendar.day
    where posts.is_live
    group by posts.site, post_authors.author_id, calendar.month
)
select
    site,
    author_id,
    month,
    posts,
    round(cast(credit as double), 4) as credit,
    cast(words as bigint) as words,
    round(credit / sum(credit) over (partition by site, month), 4) as share,
    min(month) over (partition by site, author_id) as first_month,
    row_number() over (partition by site, author_id order by month) as active_months
from author_months
order by site, author_id, month
