/*---
description: The story that each live post tells. Posts with the same text are one story, and so are posts whose texts
  are copies, or copies of copies. An editor may join posts, and take a post out of its story, in seeds.story_overrides.
grain: [site, post_id]
columns:
  site: The site.
  post_id: The post.
  story_id: The earliest post of the story. Ties go to the first path.
checks:
  each_post_once: (select count(*) from staging.stories) = (select count(*) from staging.posts where is_live)
  a_story_begins_with_itself:
    exists (
      select 1 from staging.stories as head
      where head.site = stories.site and head.post_id = stories.story_id and head.story_id = stories.story_id
    )
---*/
with recursive numbered_posts as (
    select
        site,
        post_id,
        path,
        text_id,
        is_separated,
        row_number() over (order by site, published_at, path) as post_number
    from staging.texts
),
copy_pairs as (
    select
        texts.post_number,
        others.post_number as other_number
    from staging.copies as copies
    inner join numbered_posts as texts on copies.site = texts.site and copies.text_id = texts.post_id
    inner join numbered_posts as others on copies.site = others.site and copies.other_id = others.post_id
    where not texts.is_separated and not others.is_separated
    union all
    select
        texts.post_number,
        other_texts.post_number as other_number
    from seeds.story_overrides as overrides
    inner join numbered_posts as posts on overrides.site = posts.site and overrides.path = posts.path
    inner join numbered_posts as others on overrides.site = others.site and overrides.same_as = others.path
    inner join numbered_posts as texts on posts.site = texts.site and posts.text_id = texts.post_id
    inner join numbered_posts as other_texts on others.site = other_texts.site and others.text_id = other_texts.post_id
),
copy_links as (
    select
        post_number,
        other_number
    from copy_pairs
    union all
    select
        other_number as post_number,
        post_number as other_number
    from copy_pairs
),
first_posts (post_number, first_number) using key (post_number) as (
    select
        post_number,
        min(least(post_number, other_number)) as first_number
    from copy_links
    group by post_number
    union
    select
        post_number,
        min(candidates.first_number) as first_number
    from (
        select
            copy_links.post_number,
            changed.first_number
        from first_posts as changed
        inner join copy_links on changed.post_number = copy_links.other_number
        union all
        -- An earlier first post also goes to all posts of which the changed one was the first. So a chain of n posts
        -- takes log2(n) rounds instead of n.
        select
            followers.post_number,
            changed.first_number
        from first_posts as changed
        inner join recurring.first_posts as followers on changed.post_number = followers.first_number
    ) as candidates
    inner join recurring.first_posts as known using (post_number)
    where candidates.first_number < known.first_number
    group by post_number
),
text_stories as (
    select
        texts.site,
        texts.post_id as text_id,
        coalesce(story_posts.post_id, texts.post_id) as story_id
    from numbered_posts as texts
    left join first_posts using (post_number)
    left join numbered_posts as story_posts on first_posts.first_number = story_posts.post_number
)
select
    site,
    numbered_posts.post_id,
    text_stories.story_id
from numbered_posts
inner join text_stories using (site, text_id)
order by site, numbered_posts.post_id
