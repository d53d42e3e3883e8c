/*---
description: Posts and stories of each author per month. A post with n authors adds 1 to posts and 1/n to credit of each
  of them. A story counts as told by an author who only publishes it again, but its credit goes to the authors of its
  first post. Only months with a live post of the author have a row.
grain: [site, author_id, month]
columns:
  site: The site.
  author_id: The author.
  month: First day of the month, in the site's time zone.
  is_complete: The month is over.
  posts: Live posts with the author in the byline. Their sum over authors can exceed the number of posts.
  stories: Stories that these posts tell, each once. A story that is told in two months counts in both.
  first_stories: Stories first published in this month, by a post that names the author.
  credit: The author's share of the posts. The sum over authors is exactly the number of posts that name an author.
  story_credit: The author's share of first_stories. The sum over authors is exactly the number of stories of the month
    whose first post names an author.
  words: Words of the posts, counted in full for each author.
  share: The author's share of all credit of the month, rounded to 4 digits.
  story_share: The author's share of all story_credit of the month, rounded to 4 digits. Null if there is none.
  first_month: First day of the month of the author's first post.
  active_months: Number of months with a post of the author, up to and including this one.
checks:
  credit_is_a_part: credit > 0 and credit <= posts
  story_credit_is_a_part: story_credit >= 0 and story_credit <= first_stories and story_credit <= credit
  stories_are_posts: first_stories <= stories and stories between 1 and posts
  share_is_a_share: share between 0 and 1 and coalesce(story_share between 0 and 1, true)
  active_since_the_first: active_months between 1 and date_diff('month', first_month, month) + 1
  credit_adds_up:
    (select coalesce(sum(credit), 0) from cadence.authors_monthly)
    = (select count(*) from core.posts where is_live and len(author_ids) > 0)
  story_credit_adds_up:
    (select coalesce(sum(story_credit), 0) from cadence.authors_monthly)
    = (select count(*) from core.posts where is_live and len(author_ids) > 0 and post_id = story_id)
---*/
with post_credits as (
    select
        posts.site,
        post_authors.author_id,
        calendar.month,
        posts.story_id,
        posts.words,
        post_authors.credit_share,
        case when posts.post_id = posts.story_id then post_authors.credit_share end as story_credit_share
    from core.posts as posts
    inner join core.post_authors as post_authors using (site, post_id)
    inner join core.calendar as calendar on posts.site = calendar.site and posts.published_on = calendar.day
    where posts.is_live
),
author_months as (
    select
        site,
        author_id,
        month,
        count(*) as posts,
        count(distinct story_id) as stories,
        count(story_credit_share) as first_stories,
        sum(credit_share) as credit,
        coalesce(sum(story_credit_share), 0) as story_credit,
        sum(words) as words
    from post_credits
    group by site, author_id, month
)
select
    site,
    author_months.author_id,
    month,
    monthly.is_complete,
    author_months.posts,
    author_months.stories,
    author_months.first_stories,
    cast(author_months.credit as decimal(18, 9)) as credit,
    cast(author_months.story_credit as decimal(18, 9)) as story_credit,
    cast(author_months.words as bigint) as words,
    round(author_months.credit / sum(author_months.credit) over (partition by site, month), 4) as share,
    round(
        author_months.story_credit / nullif(sum(author_months.story_credit) over (partition by site, month), 0), 4
    ) as story_share,
    min(month) over (partition by site, author_months.author_id) as first_month,
    row_number() over (partition by site, author_months.author_id order by month) as active_months
from author_months
inner join cadence.monthly as monthly using (site, month)
order by site, author_months.author_id, month
