-- Posts with the rarer of two tags that are probably the same.
select
    site,
    posts.path,
    post_tags.as_written as tag,
    similar_tags.a as similar_tag,
    similar_tags.a_posts as similar_tag_posts
from core.post_tags as post_tags
inner join core.posts as posts using (site, post_id)
inner join quality.tag_suggestions as similar_tags using (site)
where post_tags.tag_id = similar_tags.b
order by site, posts.path, tag, similar_tag
