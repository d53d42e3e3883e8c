"""Schemas of the parser's record batches: FILES goes in, POSTS comes out. Values of POSTS are built in row.py."""

import pyarrow as pa

from pipeline.schema_docs import field_with_doc

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
        field_with_doc("site", pa.string(), "The site.", nullable=False),
        field_with_doc("path", pa.string(), "The file, relative to the site, with /.", nullable=False),
        field_with_doc("post_id", pa.string(), "First 16 hex digits of sha256(site, NUL, path).", nullable=False),
        field_with_doc(
            "sha256", pa.string(), "Of the file's bytes, in hexadecimal; null where they could not be read."
        ),
        field_with_doc("fate", pa.string(), "What the file is taken for (post, draft, problem).", nullable=False),
        field_with_doc(
            "problems",
            pa.list_(PROBLEM),
            "What is wrong with it: kind, severity (error: no post; warning: a post all the same), line, detail.",
            nullable=False,
        ),
        field_with_doc(
            "url",
            pa.string(),
            "Where the site's generator writes it, relative to the site's url; null, as all that follows, for a "
            "problem.",
        ),
        field_with_doc("slug", pa.string(), "The last part of the url, as the file name or the front matter has it."),
        field_with_doc("title", pa.string(), "As written, else made of the file name."),
        field_with_doc(
            "published_at", pa.timestamp("us", tz="UTC"), "When it is published; null for a draft without a date."
        ),
        field_with_doc("published_local", pa.timestamp("us"), "The same on the site's clock."),
        field_with_doc("published_on", pa.date32(), "The same as the site's calendar day."),
        field_with_doc("date_source", pa.string(), "What the date comes from (front_matter, defaults, file_name)."),
        field_with_doc("date_precision", pa.string(), "What the date says at its finest (day, minute, second)."),
        field_with_doc("date_as_written", pa.string(), "The date's text."),
        field_with_doc("file_name_on", pa.date32(), "The day that the file name gives."),
        field_with_doc("is_draft", pa.bool_(), "Below _drafts, or with draft set."),
        field_with_doc("is_below_drafts", pa.bool_(), "Below _drafts."),
        field_with_doc(
            "is_hidden",
            pa.bool_(),
            "The front matter's published is false, no or null, and the site does not show such posts.",
        ),
        field_with_doc("lang", pa.string(), "Language, as the post or the site's defaults say."),
        field_with_doc("layout", pa.string(), "Layout, as the post or the site's defaults say."),
        field_with_doc("categories", pa.list_(pa.string()), "As the site shows them."),
        field_with_doc("tags", pa.list_(pa.string()), "As the site shows them."),
        field_with_doc(
            "category_refs",
            pa.list_(TERM_REF),
            "Categories by the key that joins spellings; no empties, no repetitions, in order.",
        ),
        field_with_doc(
            "tag_refs",
            pa.list_(TERM_REF),
            "Tags by the key that joins spellings; no empties, no repetitions, in order.",
        ),
        field_with_doc("author_refs", pa.list_(AUTHOR_REF), "The byline in order, each author once."),
        field_with_doc("excerpt", pa.string(), "Raw Markdown, as the site cuts it."),
        field_with_doc("description", pa.string(), "As the front matter gives it."),
        field_with_doc("image", pa.string(), "As the front matter gives it."),
        field_with_doc("words", pa.int32(), "Words of the body."),
        field_with_doc("links", pa.int32(), "Links in the body."),
        field_with_doc("images", pa.int32(), "Images in the body."),
        field_with_doc("headings", pa.int32(), "Headings in the body."),
        field_with_doc("code_blocks", pa.int32(), "Code blocks in the body."),
        field_with_doc(
            "updated_at",
            pa.timestamp("us", tz="UTC"),
            "When the front matter says that it was last changed (last_modified_at and its kin).",
        ),
        field_with_doc(
            "front_matter",
            pa.string(),
            "The front matter as JSON, scalars as written, without e-mail addresses.",
        ),
        field_with_doc("body", pa.string(), "As written."),
        field_with_doc(
            "body_sha256", pa.string(), "Of the body in NFC with white space folded; null where it is empty."
        ),
        field_with_doc("text_key", pa.int64(), "Names what is counted of the post: 64 bits of a sha256 of it all."),
    ]
)
