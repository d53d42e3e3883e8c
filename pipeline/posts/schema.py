"""Schemas of the parser's record batches: FILES goes in, POSTS comes out. Values of POSTS are built in row.py."""

import pyarrow as pa

from pipeline.schema_docs import documented_field

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
        documented_field("site", pa.string(), "The site.", nullable=False),
        documented_field("path", pa.string(), "The file, relative to the site, with /.", nullable=False),
        documented_field("post_id", pa.string(), "First 16 hex digits of sha256(site, NUL, path).", nullable=False),
        documented_field(
            "sha256", pa.string(), "Of the file's bytes, in hexadecimal; null where they could not be read."
        ),
        documented_field("fate", pa.string(), "What the file is taken for (post, draft, problem).", nullable=False),
        documented_field(
            "problems",
            pa.list_(PROBLEM),
            "What is wrong with it: kind, severity (error: no post; warning: a post all the same), line, detail.",
            nullable=False,
        ),
        documented_field(
            "url",
            pa.string(),
            "Where the site's generator writes it, relative to the site's url; null, as all that follows, for a "
            "problem.",
        ),
        documented_field("slug", pa.string(), "The last part of the url, as the file name or the front matter has it."),
        documented_field("title", pa.string(), "As written, else made of the file name."),
        documented_field(
            "published_at", pa.timestamp("us", tz="UTC"), "When it is published; null for a draft without a date."
        ),
        documented_field("published_local", pa.timestamp("us"), "The same on the site's clock."),
        documented_field("published_on", pa.date32(), "The same as the site's calendar day."),
        documented_field("date_source", pa.string(), "What the date comes from (front_matter, defaults, file_name)."),
        documented_field("date_precision", pa.string(), "What the date says at its finest (day, minute, second)."),
        documented_field("date_as_written", pa.string(), "The date's text."),
        documented_field("file_name_on", pa.date32(), "The day that the file name gives."),
        documented_field("is_draft", pa.bool_(), "Below _drafts, or with draft set."),
        documented_field("is_below_drafts", pa.bool_(), "Below _drafts."),
        documented_field(
            "is_hidden",
            pa.bool_(),
            "The front matter's published is false, no or null, and the site does not show such posts.",
        ),
        documented_field("lang", pa.string(), "Language, as the post or the site's defaults say."),
        documented_field("layout", pa.string(), "Layout, as the post or the site's defaults say."),
        documented_field("categories", pa.list_(pa.string()), "As the site shows them."),
        documented_field("tags", pa.list_(pa.string()), "As the site shows them."),
        documented_field(
            "category_refs",
            pa.list_(TERM_REF),
            "Categories by the key that joins spellings; no empties, no repetitions, in order.",
        ),
        documented_field(
            "tag_refs",
            pa.list_(TERM_REF),
            "Tags by the key that joins spellings; no empties, no repetitions, in order.",
        ),
        documented_field("author_refs", pa.list_(AUTHOR_REF), "The byline in order, each author once."),
        documented_field("excerpt", pa.string(), "Raw Markdown, as the site cuts it."),
        documented_field("description", pa.string(), "As the front matter gives it."),
        documented_field("image", pa.string(), "As the front matter gives it."),
        documented_field("words", pa.int32(), "Words of the body."),
        documented_field("links", pa.int32(), "Links in the body."),
        documented_field("images", pa.int32(), "Images in the body."),
        documented_field("headings", pa.int32(), "Headings in the body."),
        documented_field("code_blocks", pa.int32(), "Code blocks in the body."),
        documented_field(
            "updated_at",
            pa.timestamp("us", tz="UTC"),
            "When the front matter says that it was last changed (last_modified_at and its kin).",
        ),
        documented_field(
            "front_matter",
            pa.string(),
            "The front matter as JSON, scalars as written, without e-mail addresses.",
        ),
        documented_field("body", pa.string(), "As written."),
        documented_field(
            "body_sha256", pa.string(), "Of the body in NFC with white space folded; null where it is empty."
        ),
        documented_field("text_key", pa.int64(), "Names what is counted of the post: 64 bits of a sha256 of it all."),
    ]
)
