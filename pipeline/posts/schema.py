"""Schemas of the parser's record batches: FILES goes in, POSTS comes out. Values of POSTS are built in row.py."""

import pyarrow as pa

from pipeline.schema_docs import documented_schema

_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
_INSTANT = pa.timestamp("us", tz="UTC")

PROBLEM = pa.struct(
    [
        pa.field("kind", _TEXT, nullable=False),
        pa.field("severity", _TEXT, nullable=False),  # error: no post; warning: a post all the same
        pa.field("line", pa.int32()),  # of the file, from 1
        pa.field("detail", _TEXT, nullable=False),
    ]
)

FILES = pa.schema(
    [
        pa.field("path", _TEXT, nullable=False),  # relative to the site, with /
        pa.field("sha256", _TEXT),  # of the content, in hexadecimal; null where it could not be read
        pa.field("content", pa.binary()),  # null where it could not be read; then `fault` says why
        pa.field("fault", PROBLEM),
    ]
)

AUTHOR_REF = pa.struct(
    [
        pa.field("author_id", _TEXT, nullable=False),
        pa.field("name", _TEXT, nullable=False),  # the registry's, else the spelling itself
        pa.field("as_written", _TEXT, nullable=False),
        pa.field("source", _TEXT, nullable=False),  # front_matter, defaults, config
        pa.field("is_registered", pa.bool_(), nullable=False),
    ]
)

# `id` is the key that joins spellings.
TERM_REF = pa.struct([pa.field("id", _TEXT, nullable=False), pa.field("as_written", _TEXT, nullable=False)])

# A term of a taxonomy that the site has beside tags and categories.
TAXONOMY_TERM = pa.struct([pa.field("taxonomy", _TEXT, nullable=False), *TERM_REF])

LINK_REF = pa.struct(
    [
        pa.field("position", pa.int32(), nullable=False),  # in the body, from 1
        pa.field("url", _TEXT, nullable=False),  # within the site relative to its url
        pa.field("domain", _TEXT),  # the registered one, of an address outside of the site
        pa.field("is_internal", pa.bool_()),  # null where only Liquid knows
        pa.field("address", _TEXT),  # the url of a link within the site in the form of `addresses`
        pa.field("file", _TEXT),  # that is named instead of an address, in the form of `file_key`
        pa.field("text", _TEXT, nullable=False),
    ]
)

IMAGE_REF = pa.struct(
    [pa.field("position", pa.int32(), nullable=False), pa.field("url", _TEXT), pa.field("alt", _TEXT)]
)

POSTS = documented_schema(
    ("site", _TEXT, "The site."),
    ("path", _TEXT, "The file, relative to the site, with /."),
    ("file_key", _TEXT, "The file as links name it: without extension, language and `index`, in lower case."),
    ("post_id", _TEXT, "First 16 hex digits of sha256(site, NUL, path)."),
    ("sha256", _TEXT, "Of the file's bytes, in hexadecimal; null where they could not be read."),
    ("fate", _TEXT, "What the file is taken for (post, draft, page, problem)."),
    ("problems", pa.list_(PROBLEM), "What is wrong with it; an error keeps it from being a post, a warning does not."),
    ("url", _TEXT, "Its address, relative to the site's url; null, as all that follows, for a problem."),
    ("slug", _TEXT, "The last part of the url, as the file name or the front matter has it."),
    ("title", _TEXT, "As the site's generator has it: null if it makes none."),
    ("published_at", _INSTANT, "When it is published; null for a draft without a date."),
    ("published_local", pa.timestamp("us"), "The same on the site's clock."),
    ("published_on", pa.date32(), "The same as the site's calendar day."),
    (
        "date_source",
        _TEXT,
        "What the date comes from (front_matter, defaults, cascade, publish_date, file_name; of a page last_modified).",
    ),
    ("date_precision", _TEXT, "What the date says at its finest (day, minute, second)."),
    ("date_as_written", _TEXT, "The date's text."),
    ("file_name_on", pa.date32(), "The day that the file name gives."),
    ("live_from", _INSTANT, "When the site begins to show it; null for always."),
    ("live_until", _INSTANT, "When the site no longer shows it; null for never."),
    ("is_draft", pa.bool_(), "Below _drafts, or with draft set."),
    ("is_hidden", pa.bool_(), "The front matter hides it, and the site does not show such posts."),
    ("lang", _TEXT, "Language, as the post or the site's defaults say."),
    ("lang_source", _TEXT, "What the language comes from (front_matter, defaults, path); null without one."),
    ("translation_key", _TEXT, "Names a text and its translations, as the front matter has it."),
    ("layout", _TEXT, "Layout, as the post or the site's defaults say."),
    ("section", _TEXT, "The folder that is its section, '' for none; null where the first category is it."),
    ("categories", _TEXTS, "As the site shows them."),
    ("tags", _TEXTS, "As the site shows them."),
    ("category_refs", pa.list_(TERM_REF), "Categories by the key that joins spellings, each once, in order."),
    ("tag_refs", pa.list_(TERM_REF), "Tags by the key that joins spellings, each once, in order."),
    ("terms", pa.list_(TAXONOMY_TERM), "Terms of other taxonomies, each once, in order."),
    ("author_refs", pa.list_(AUTHOR_REF), "The byline in order, each author once."),
    ("excerpt", _TEXT, "Raw Markdown, as the site cuts it."),
    ("description", _TEXT, "As the front matter gives it."),
    ("image", _TEXT, "As the front matter gives it."),
    ("words", pa.int32(), "Words of the body; each character of Chinese, Japanese, Korean and Thai is one."),
    ("characters", pa.int32(), "These characters."),
    ("links", pa.int32(), "Links in the body."),
    ("images", pa.int32(), "Images in the body."),
    ("headings", pa.int32(), "Headings in the body."),
    ("code_blocks", pa.int32(), "Code blocks in the body."),
    ("link_refs", pa.list_(LINK_REF), "The links of the body in order, with the address that each leads to."),
    ("image_refs", pa.list_(IMAGE_REF), "The images of the body in order."),
    (
        "addresses",
        _TEXTS,
        "The url, then other addresses that lead to it: without index, .html and / at the end, in lower case.",
    ),
    ("updated_at", _INSTANT, "When the front matter says that it was last changed (last_modified_at and its kin)."),
    ("front_matter", _TEXT, "The front matter as JSON, scalars as written, without e-mail addresses."),
    ("body", _TEXT, "As written."),
    ("body_sha256", _TEXT, "Of the body in NFC with white space folded; null where it is empty."),
    ("text_key", pa.int64(), "Names what is counted of the post: 64 bits of a sha256 of it all."),
    never_null=("site", "path", "file_key", "post_id", "fate", "problems"),
)
