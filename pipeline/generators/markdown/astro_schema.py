"""Schemas of Astro's collections (zod), as far as they are literal: what they refuse, and which keys they drop.

Start with read_schema, check_entry and drop_keys.
"""

import re

from pipeline.generators.document import Document
from pipeline.generators.js_dates import parse_date
from pipeline.generators.js_literals import Call, Code, Js, read_module
from pipeline.generators.js_values import Instant, resolve
from pipeline.generators.markdown.config_files import mapping_of
from pipeline.generators.markdown.preset import Collection, SchemaKey
from pipeline.generators.markdown.settings import own_settings
from pipeline.generators.problems import ProblemError
from pipeline.generators.scalars import Values
from pipeline.generators.site import Site

DATE_KEYS = ("pubDate", "publishDate", "pubDatetime", "date", "published")
_KINDS = (
    (re.compile(r"z\s*\.\s*string\b"), "text"),
    (re.compile(r"z\s*\.\s*coerce\s*\.\s*date\b"), "coerced date"),
    (re.compile(r"z\s*\.\s*date\b"), "date"),
)
_ANYTHING = re.compile(r"\.\s*(?:catch|or)\s*\(")
_OPTIONAL = re.compile(r"\.\s*(?:optional|nullish|default)\s*\(|z\s*\.\s*(?:optional|nullish)")
_NULLABLE = re.compile(r"\.\s*(?:nullable|nullish)\s*\(|z\s*\.\s*(?:nullable|nullish)")
_BEGINNING = re.compile(r"(?:\A|=>|\breturn\b)\s*\(?\s*\Z")
_CHAINED = re.compile(r"\.\s*\w+\s*\(")  # such as .passthrough()


def read_schema(value: Js) -> tuple[tuple[SchemaKey, ...], bool]:
    """Return the literal keys of z.object({…}), and whether all others are dropped."""
    rest = ""
    if isinstance(value, Code):
        call = next(read_module(f"x = {value.text}").find_calls("object"), None)
        before, _, rest = value.text.partition(call.text if call else value.text)
        value = call if _BEGINNING.search(before) else None  # else it is a part of another schema
    is_object = isinstance(value, Call) and value.name.rpartition(".")[2] == "object" and bool(value.arguments)
    fields = mapping_of(value.arguments[0] if isinstance(value, Call) and is_object else None)
    schema = []
    for key, field in fields.items():
        text = field.text if isinstance(field, Call | Code) else ""
        kind = next((name for pattern, name in _KINDS if pattern.match(text) and not _ANYTHING.search(text)), "any")
        is_needed = kind != "any" and not _OPTIONAL.search(text)
        schema.append(SchemaKey(key, kind, is_needed, bool(_NULLABLE.search(text))))
    has_others = any(isinstance(field, Code) and field.text.startswith("...") for field in fields.values())
    return tuple(schema), bool(fields) and not has_others and not _CHAINED.search(rest)


def drop_keys(site: Site, path: str, document: Document) -> Values:
    """Return the front matter that is left to the site's pages."""
    collection, _ = own_settings(site).find_collection(path)
    if not collection.drops_other_keys:
        return document.front_matter
    kept = {"slug", *(key.name for key in collection.schema)}  # `slug` is read before the schema
    return {key: value for key, value in document.front_matter.items() if key in kept}


def check_entry(site: Site, collection: Collection, document: Document, values: Values) -> None:
    """Raise ProblemError for an entry that the collection's schema refuses."""
    del site, document
    for key, kind, is_needed, is_nullable in collection.schema:
        if key not in values:
            if is_needed and key not in DATE_KEYS:
                raise ProblemError("key_invalid", f"`{key}` is missing, and the schema of {collection.name} needs it")
            continue
        meant = resolve(values[key])
        if meant is None and is_nullable:
            continue
        if kind == "text" and not isinstance(meant, str):
            raise ProblemError("key_invalid", f"`{key}` must be a text: put it in quotes", key=key)
        if kind == "coerced date" and key not in DATE_KEYS and isinstance(meant, str) and parse_date(meant) is None:
            raise ProblemError("key_invalid", f"`{key}`: {meant[:100]} names no date", key=key)
        if kind == "date" and not isinstance(meant, Instant):
            detail = f"`{key}` must be a date without quotes, such as 2020-06-01"
            raise ProblemError("date_invalid" if key in DATE_KEYS else "key_invalid", detail, key=key)
