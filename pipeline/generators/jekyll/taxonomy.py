"""Categories and tags exactly as Jekyll has them, and the spellings from which posts/tags.py makes ids."""

import re
from collections.abc import Iterator

from pipeline.generators.jekyll import ruby
from pipeline.generators.problems import Problem, ProblemError, problem
from pipeline.generators.scalars import Value, Values, flatten, is_null, resolve_scalar, truthy

_SEPARATOR = re.compile(r"[,;，；、]")  # what authors write between the terms of one text
_JEKYLL_WORD = re.compile(r"\S+", re.A)
_RUBY_WORD = re.compile(r"[^ \t\n\v\f\r\0]+")  # String#split: ASCII white space and NUL


def find_categories(
    folders: list[str], defaults: Values, own: Values, merged: Values
) -> tuple[list[str], list[str], list[Problem]]:
    """Return Jekyll's categories (document.rb:438-466), spellings, and warnings. Raises ProblemError.

    A text with commas is split at them for the spellings only.
    """
    union: dict[str, Value] = {folder: folder for folder in folders}
    spellings, warnings = list(folders), list[Problem]()
    for given in (defaults.get("categories"), own.get("categories")):
        if given is None or is_null(given):
            continue
        items = resolve_scalar(given)
        if isinstance(items, str):
            items = _JEKYLL_WORD.findall(items)
        if not isinstance(items, list):
            detail = f"`categories` is {ruby.to_s(given)}, neither a list nor a text"
            raise ProblemError("categories_invalid", detail, key="categories")
        for item in items:
            typed_value = resolve_scalar(item)
            is_text = isinstance(typed_value, str)
            union.setdefault(typed_value if is_text else f"\0{type(typed_value)}{ruby.to_s(item)}", item)
        has_commas = isinstance(given, str) and _SEPARATOR.search(given)
        found, odd = find_spellings(given if has_commas else items, "categories")
        spellings, warnings = spellings + found, warnings + odd
    listed = list(union.values())  # Jekyll has a value that is not a text twice
    added = listed
    single = merged.get("category")
    if single is not None and truthy(single):
        added = [single]
        found, odd = _single_spellings(single, "categories")
        spellings, warnings = spellings + found, warnings + odd
    added = list(_items(added))
    texts = [ruby.to_s(item) for item in [*listed, *added]]
    known = {item for item in union if not item.startswith("\0")}
    shown = texts[: len(listed)] + [text for text in dict.fromkeys(texts) if text not in known]
    return shown, list(dict.fromkeys(spellings)), warnings


def find_tags(merged: Values) -> tuple[list[str], list[str], list[Problem]]:
    """Return the tags that Jekyll has (document.rb:449), their spellings, and warnings.

    `tag` is one tag and beats `tags`. A text with commas is split at them for the spellings only.
    """
    single = merged.get("tag")
    if single is not None and truthy(single):
        return [ruby.to_s(item) for item in _items(single)], *_single_spellings(single, "tags")
    several = merged.get("tags", [])
    typed_value = resolve_scalar(several)
    if isinstance(typed_value, str):
        return _JEKYLL_WORD.findall(typed_value), *find_spellings(several, "tags")
    if not isinstance(typed_value, list):
        return [], [], []
    return [ruby.to_s(item) for item in _items(typed_value)], *find_spellings(several, "tags")


def _single_spellings(value: Value, key: str) -> tuple[list[str], list[Problem]]:
    """Return the spellings of `tag` or `category`: a text is one, unless it has commas."""
    return find_spellings([value] if isinstance(value, str) and not _SEPARATOR.search(value) else value, key)


def find_spellings(value: Value, key: str) -> tuple[list[str], list[Problem]]:
    """Return the terms of a list or a text as written, and a warning for a text with commas."""
    if not isinstance(value, str):
        return [item for item in _items(value) if isinstance(item, str)], []
    if isinstance(resolve_scalar(value), bool | None):
        return [], []
    if not (separator := _SEPARATOR.search(value)):
        return _RUBY_WORD.findall(value), []
    terms = [term.strip() for term in _SEPARATOR.split(value)]
    written = f"write `{key}: [{', '.join(filter(None, terms))[:200]}]`"
    detail = f"`{value[:100]}` is one text, and `{separator[0]}` splits nothing in the site: {written}"
    return terms, [problem(f"{key}_comma_string", detail)]


def _items(value: Value) -> Iterator[Value]:
    """Return the items of Ruby's `flatten.compact`."""
    return (item for item in flatten(value) if not is_null(item))
