"""The two record batches of the parser: FILES goes in, POSTS comes out, one row for every row."""

import pyarrow as pa

PROBLEM = pa.struct(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("severity", pa.string(), nullable=False),  # error: no post; warning: a post all the same
        pa.field("line", pa.int32()),  # of the file, from 1
        pa.field("detail", pa.string(), nullable=False),
    ]
)

FILES = pa.schema(
    [
        pa.field("path", pa.string(), nullable=False),  # relative to the site, with /
        pa.field("sha256", pa.string()),  # of the content, in hexadecimal; null where it could not be read
        pa.field("content", pa.binary()),  # null where it could not be read; then `fault` says why
        pa.field("fault", PROBLEM),
    ]
)

AUTHOR_REF = pa.struct(
    [
        pa.field("author_id", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),  # the registry's, else the spelling itself
        pa.field("as_written", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),  # front_matter, defaults, config
        pa.field("is_registered", pa.bool_(), nullable=False),
    ]
)

TERM_REF = pa.struct(
    [
        pa.field("id", pa.string(), nullable=False),  # the key that joins spellings
        pa.field("as_written", pa.string(), nullable=False),
    ]
)

POSTS = pa.schema(
    [
        pa.field("site", pa.string(), nullable=False),
        pa.field("path", pa.string(), nullable=False),
        pa.field("post_id", pa.string(), nullable=False),
        pa.field("sha256", pa.string()),
        pa.field("fate", pa.string(), nullable=False),  # post, draft, problem
        pa.field("problems", pa.list_(PROBLEM), nullable=False),
        # From here on null where fate is problem.
        pa.field("url", pa.string()),
        pa.field("slug", pa.string()),
        pa.field("title", pa.string()),
        pa.field("published_at", pa.timestamp("us", tz="UTC")),  # null for a draft without a date
        pa.field("published_local", pa.timestamp("us")),  # the same instant on the site's clock
        pa.field("published_on", pa.date32()),  # the site's calendar day
        pa.field("date_source", pa.string()),  # front_matter, defaults, file_name
        pa.field("date_precision", pa.string()),  # day, minute, second
        pa.field("date_as_written", pa.string()),
        pa.field("file_name_on", pa.date32()),  # the day the file name gives
        pa.field("is_draft", pa.bool_()),  # below _drafts, or draft: true
        pa.field("is_below_drafts", pa.bool_()),
        pa.field("is_hidden", pa.bool_()),  # published: false, no or null, and the site does not show such posts
        pa.field("lang", pa.string()),
        pa.field("layout", pa.string()),
        pa.field("categories", pa.list_(pa.string())),  # as Jekyll has them
        pa.field("tags", pa.list_(pa.string())),  # as Jekyll has them
        pa.field("category_refs", pa.list_(TERM_REF)),  # ours: no empties, no repetitions, in order
        pa.field("tag_refs", pa.list_(TERM_REF)),
        pa.field("author_refs", pa.list_(AUTHOR_REF)),  # in order, each author once
        pa.field("excerpt", pa.string()),  # raw Markdown, as Jekyll cuts it
        pa.field("description", pa.string()),
        pa.field("image", pa.string()),
        pa.field("words", pa.int32()),
        pa.field("links", pa.int32()),
        pa.field("images", pa.int32()),
        pa.field("headings", pa.int32()),
        pa.field("code_blocks", pa.int32()),
        pa.field("updated_at", pa.timestamp("us", tz="UTC")),  # last_modified_at and its kin
        pa.field("front_matter", pa.string()),  # JSON, scalars as written, e-mail addresses of authors dropped
        pa.field("body", pa.string()),  # as written
        pa.field("body_sha256", pa.string()),  # of the body, NFC, white space folded; null where it is empty
    ]
)
