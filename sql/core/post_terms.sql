/*---
description: The terms of a post in taxonomies other than tags, categories and authors, each once.
grain: [site, post_id, taxonomy, term_id]
columns:
  site: The site.
  post_id: The live post.
  taxonomy: The taxonomy, as the site names it.
  term_id: The key that all spellings of the term share.
  position: Place among the post's terms of this taxonomy, from 1.
  as_written: The term as this post spells it.
checks:
  tags_have_their_own_table: taxonomy not in ('tags', 'categories')
---*/
with post_terms as (
    select
        posts.site,
        posts.post_id,
        lake_posts.terms,
        unnest(lake_posts.terms) as term
    from staging.posts as posts
    inner join lake.posts as lake_posts using (row_key)
    where posts.is_live
)
select
    post_terms.site,
    post_terms.post_id,
    post_terms.term.taxonomy,
    post_terms.term.id as term_id,
    row_number() over (
        partition by post_terms.site, post_terms.post_id, post_terms.term.taxonomy
        order by list_position(post_terms.terms, post_terms.term)
    ) as position,
    post_terms.term.as_written
from post_terms
order by post_terms.site, post_terms.post_id, post_terms.term.taxonomy, position
