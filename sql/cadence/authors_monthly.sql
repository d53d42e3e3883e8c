/*---
description: What each author published per month. A post of n authors counts once for each in posts, and 1/n in credit.
grain: [site, author_id, month]
columns:
  site: The site.
  author_id: The author.
  month: First day of the month, in the site's time zone; only months with a post of the author.
  posts: Live posts with the author in the byline; over authors they add up to more than there are.
  credit: The author's share of these posts; over authors it adds up to the posts that name an author.
  words: Words of these posts, in full for each author.
  share: Share of all credit of the month.
  first_month: First day of the month of the author's first post.
  active_months: Months with a post of the author, up to and with this one.
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
    inner join core.calendar as calendar on calendar.site = posts.site and calendar.day = posts.published_on
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
