"""Keys of front matter that look right and are not, for which Jekyll itself gives no warning.

Start with odd_key_warnings. Add a key that Jekyll or a common plugin reads to KEYS.
"""

import itertools
from collections.abc import Collection, Iterator

from pipeline.generators.document import Document
from pipeline.generators.frontmatter import INVISIBLE, name_character
from pipeline.generators.problems import Problem, problem
from pipeline.generators.scalars import Plain, Value, Values, resolve_scalar

KEYS = frozenset(
    (
        *("title", "date", "tags", "tag", "categories", "category", "author", "authors", "published", "permalink"),
        *("slug", "layout", "excerpt", "excerpt_separator", "draft", "description", "image", "lang"),
        "last_modified_at",
    )
)
MAX_KEYS_NAMED = 10
_BOOLEANS = ("published", "draft")
_FALSE = frozenset(("false", "no", "off", "n", "f", "none", "null", "nil", "0"))
_QUOTES = "\"'“”„‘’«»"


def odd_key_warnings(document: Document, merged: Values) -> list[Problem]:
    """Return warnings of keys that nothing reads, and of texts that only look like false."""
    return [*_unread_keys(document), *_text_booleans(document, merged)]


def _unread_keys(document: Document) -> list[Problem]:
    found = list(itertools.islice(find_unread_keys(document.front_matter, KEYS), MAX_KEYS_NAMED))
    if not found:
        return []
    line = document.line_of(*(key for key, _ in found))
    return [problem("key_not_read", "; ".join(detail for _, detail in found), line)]


def find_unread_keys(values: Values, keys: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (key, what is odd about it) of each key that would be one of `keys`, in another spelling."""
    for key in values:
        bare = INVISIBLE.sub("", key).strip()
        meant = bare.lower()
        if meant in keys and key not in keys and meant not in values:
            yield key, f"`{bare}` is not `{meant}`" if bare != meant else _describe(key, meant)


def _describe(key: str, meant: str) -> str:
    odd = INVISIBLE.search(key)
    return f"`{meant}` has a {name_character(odd[0]) if odd else 'blank'} beside it: delete that character"


def _text_booleans(document: Document, merged: Values) -> list[Problem]:
    return [
        problem("boolean_as_text", f"`{key}: {detail}", document.line_of(key))
        for key in _BOOLEANS
        if (value := merged.get(key)) is not None and (detail := describe_text_boolean(value))
    ]


def describe_text_boolean(value: Value) -> str | None:
    """Return a value that looks like false and counts as true, and what is odd about it; else None."""
    typed_value = resolve_scalar(value)
    if isinstance(typed_value, str) and typed_value.strip(f"{_QUOTES} ").casefold() in _FALSE:
        written = value if isinstance(value, Plain) else f'"{value}"'
        return f"{written}` is a text, which counts as true: write false without quotes"
    if isinstance(typed_value, int | float) and not isinstance(typed_value, bool):
        return f"{value}` is a number, which counts as true: write true or false"
    return None
