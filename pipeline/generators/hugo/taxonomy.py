"""Terms of a page: what each taxonomy's key in its front matter holds (hugolib/site.go). Start with find_terms."""

from collections.abc import Iterable

from pipeline.generators.hugo.paths import normalize
from pipeline.generators.hugo.values import is_null, to_text
from pipeline.generators.scalars import Value, Values


def find_terms(params: Values, taxonomies: Iterable[str]) -> dict[str, list[str]]:
    """Return the terms of each taxonomy that the page names, as written."""
    return {taxonomy: terms for taxonomy in taxonomies if (terms := find_texts(params.get(taxonomy)))}


def find_texts(value: Value | None) -> list[str]:
    """Return the terms of a value: a text is one, never split; a list's scalars are one each.

    A term that is named twice stands at its last place. A mapping, or a list in a list, names none.
    """
    if value is None:
        return []
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, list | dict) for item in value)):
        return []
    items = value if isinstance(value, list) else [value]
    texts: dict[str, str] = {}
    for text in (to_text(item) for item in items if not is_null(item)):
        if text:
            key = normalize(text)
            texts.pop(key, None)
            texts[key] = text
    return list(texts.values())


def term_path(taxonomy: str, term: str) -> str:
    """Return Hugo's path of a term, which two spellings of it share."""
    return f"/{taxonomy}/{normalize(term)}"
