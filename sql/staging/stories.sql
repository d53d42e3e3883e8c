/*---
description: Which story a live post tells. Posts that bring one text, copies of it, or copies of those, are one story.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  story_id: The story's earliest post, ties by path.
checks:
  each_post_once: (select count(*) from staging.stories) = (select count(*) from staging.posts where is_live)
  a_story_begins_with_itself:
    exists (
      select 1 from staging.stories as head
      where head.site = stories.site and head.post_id = stories.story_id and head.story_id = stories.story_id
    )
---*/
with recursive texts as (
    select
        site,
        post_id,
        text_id,
        row_number() over (order by site, published_at, path) as text
    from staging.texts
),
edges as (
    select
        texts.text,
        others.text as other
    from staging.copies as copies
    join texts on texts.site = copies.site and texts.post_id = copies.text_id
    join texts as others on others.site = copies.site and others.post_id = copies.other_id
),
links as (
    select text, other from edges
    union all
    select other as text, text as other from edges
),
reached(text, head) using key (text) as (
    select
        text,
        min(least(text, other)) as head
    from links
    group by text
    union
    select
        text,
        min(passed.head) as head
    from (
        select links.text, news.head
        from reached as news join links on links.other = news.text
        union all
        -- to those whose head it was, too: a chain of n texts takes log2(n) rounds, and not n
        select followers.text, news.head
        from reached as news join recurring.reached as followers on followers.head = news.text
    ) as passed
    join recurring.reached as known using (text)
    where passed.head < known.head
    group by text
),
heads as (
    select
        texts.site,
        texts.post_id as text_id,
        coalesce(firsts.post_id, texts.post_id) as story_id
    from texts
    left join reached using (text)
    left join texts as firsts on firsts.text = reached.head
)
select
    site,
    texts.post_id,
    heads.story_id
from texts
join heads using (site, text_id)
order by site, texts.post_id
