"""Columns of one post that are built the same way for every generator. Start with build_row.

Add a column to schema.py, and here or, if generators decide its value, to generators/fields.py under the same name.
"""

import hashlib
import json
from typing import Any
from unicodedata import normalize

from pipeline.generators import generator_of
from pipeline.generators.authors import ADDRESS, split_addresses
from pipeline.generators.document import Document
from pipeline.generators.fields import Fields
from pipeline.generators.problems import refuse_many_names
from pipeline.generators.scalars import Value, flatten
from pipeline.generators.site import Site
from pipeline.posts.authors import WITHHELD, author_refs
from pipeline.posts.links import Page, normalize_address
from pipeline.posts.schema import POSTS
from pipeline.posts.tags import term_refs
from pipeline.posts.word_counts import read_body

_MICROSECONDS = 1_000_000
_BLANKS = bytes.maketrans(b"\t\v\f\r", b"    ")
_COPIED = [name for name in POSTS.names if name in Fields._fields]
_to_json = json.JSONEncoder(ensure_ascii=False).encode


def build_row(site: Site, path: str, document: Document) -> dict[str, Any]:
    """Return the columns of a post; append to the document's warnings. Raises ProblemError."""
    fields = generator_of(site).fields(site, path, document)
    refuse_many_names(fields.categories, "categories")
    refuse_many_names(fields.tags, "tags")
    tags = term_refs(fields.tag_spellings)
    refuse_many_names(tags, "tags")
    terms = [(taxonomy, *term) for taxonomy, spellings in fields.terms for term in term_refs(spellings)]
    refuse_many_names(terms, "terms")
    authors, warnings = author_refs(fields.bylines, site, document.line_of)
    document.warnings.extend([*fields.warnings, *warnings])
    if fields.error:
        raise fields.error
    moment = fields.published
    body = _fold_white_space(document.body)
    found = read_body(document.body, links_bare_urls=site.links_bare_urls)
    page = Page.of_body(site, fields.url, path, document.body)
    return {
        **{name: getattr(fields, name) for name in _COPIED},
        "published_at": moment and moment.at * _MICROSECONDS,
        "published_local": moment and moment.local * _MICROSECONDS,
        "published_on": moment and moment.on,
        "date_precision": moment and moment.precision,
        "live_from": _to_microseconds(fields.live_from),
        "live_until": _to_microseconds(fields.live_until),
        "updated_at": _to_microseconds(fields.updated_at),
        "front_matter": _front_matter_json(document.front_matter),
        "body": document.body,
        "body_sha256": hashlib.sha256(body).hexdigest() if body else None,
        "category_refs": term_refs(fields.category_spellings),
        "tag_refs": tags,
        "terms": terms,
        "author_refs": authors,
        "link_refs": [
            (at, *page.resolve(link.target), _withhold_addresses(link.text)) for at, link in enumerate(found.links, 1)
        ],
        "image_refs": [
            (at, image.target and page.resolve(image.target).url, image.alt and _withhold_addresses(image.alt))
            for at, image in enumerate(found.images, 1)
        ],
        "addresses": [normalize_address(url) for url in (fields.url, *_aliases(document.front_matter)) if url],
        **found.counts._asdict(),
    }


def _withhold_addresses(text: str) -> str:
    return ADDRESS.sub(WITHHELD, text) if "@" in text else text


def _aliases(front_matter: dict[str, Value]) -> list[str]:
    """Return the other addresses that the front matter gives a post."""
    values = [front_matter[key] for key in ("aliases", "redirect_from") if key in front_matter]
    return [str(scalar) for value in values for scalar in flatten(value) if isinstance(scalar, str) and scalar]


def _to_microseconds(seconds: int | None) -> int | None:
    return None if seconds is None else seconds * _MICROSECONDS


def _fold_white_space(body: str) -> bytes:
    """Return a body in NFC, each run of white space one blank and none at the ends, as UTF-8."""
    lines = normalize("NFC", body).encode().translate(_BLANKS).split(b"\n")  # faster than splitting it into words
    folded = b" ".join([line for line in map(bytes.strip, lines) if line])
    while b"  " in folded:
        folded = folded.replace(b"  ", b" ")
    return folded


def _front_matter_json(front_matter: dict[str, Value]) -> str:
    """Return front matter as JSON, scalars as written, without e-mail addresses in any key."""
    text = _to_json(front_matter)
    return _to_json(_without_addresses(front_matter)) if "@" in text else text


def _without_addresses(value: Any, of_author: bool = False) -> Any:
    if isinstance(value, dict):
        return {
            ADDRESS.sub("", key): _without_addresses(item, of_author or "author" in key.lower())
            for key, item in value.items()
            if not key.lower().endswith(("email", "e-mail"))
        }
    if isinstance(value, list):
        return [_without_addresses(item, of_author) for item in value]
    return split_addresses(value)[0] if of_author else ADDRESS.sub("", value)
