"""Categories and tags exactly as Jekyll has them, and the spellings from which posts/tags.py makes ids."""

import re
from collections.abc import Iterator
from datetime import tzinfo

from pipeline.generators.jekyll import ruby
from pipeline.generators.problems import Problem, ProblemError, problem
from pipeline.generators.scalars import Value, Values, flatten, is_null, resolve_scalar, truthy

_JEKYLL_WORD = re.compile(r"\S+", re.A)
_RUBY_WORD = re.compile(r"[^ \t\n\v\f\r\0]+")  # String#split: ASCII white space and NUL


def find_categories(
    folders: list[str], defaults: Values, own: Values, merged: Values, zone: tzinfo
) -> tuple[list[str], list[str]]:
    """Return Jekyll's categories (document.rb:438-466), and spellings. Raises ProblemError."""
    union: dict[str, Value] = {folder: folder for folder in folders}
    for given in (defaults.get("categories"), own.get("categories")):
        if given is None or is_null(given):
            continue
        items = resolve_scalar(given)
        if isinstance(items, str):
            items = _JEKYLL_WORD.findall(items)
        if not isinstance(items, list):
            detail = f"`categories` is {ruby.to_s(given, zone)}, neither a list nor a text"
            raise ProblemError("categories_invalid", detail, key="categories")
        for item in items:
            typed_value = resolve_scalar(item)
            is_text = isinstance(typed_value, str)
            union.setdefault(typed_value if is_text else f"\0{type(typed_value)}{ruby.to_s(item, zone)}", item)
    listed = list(union.values())  # Jekyll has a value that is not a text twice
    single = merged.get("category")
    added = list(_items([single] if single is not None and truthy(single) else listed))
    texts = [ruby.to_s(item, zone) for item in [*listed, *added]]
    known = {item for item in union if not item.startswith("\0")}
    shown = texts[: len(listed)] + [text for text in dict.fromkeys(texts) if text not in known]
    written = [item for item in [*_items(listed), *added] if isinstance(item, str)]
    return shown, list(dict.fromkeys(written))


def find_tags(merged: Values, zone: tzinfo) -> tuple[list[str], list[str], list[Problem]]:
    """Return the tags that Jekyll has (document.rb:449), their spellings, and warnings.

    `tag` is one tag and beats `tags`. A text with commas is split at them for the spellings only.
    """
    single = merged.get("tag")
    if single is not None and truthy(single):
        value: Value = [single] if isinstance(single, str) and "," not in single else single
        return [ruby.to_s(item, zone) for item in _items(single)], *tag_spellings(value)
    several = merged.get("tags", [])
    typed_value = resolve_scalar(several)
    if isinstance(typed_value, str):
        return _JEKYLL_WORD.findall(typed_value), *tag_spellings(several)
    if not isinstance(typed_value, list):
        return [], [], []
    return [ruby.to_s(item, zone) for item in _items(typed_value)], *tag_spellings(several)


def tag_spellings(value: Value) -> tuple[list[str], list[Problem]]:
    """Return the tags of `tags` or [`tag`] as written, and a warning for a text with commas."""
    if not isinstance(value, str):
        return [item for item in _items(value) if isinstance(item, str)], []
    if isinstance(resolve_scalar(value), bool | None):
        return [], []
    if "," in value:
        return value.split(","), [problem("tags_comma_string", f"tags: {value[:100]}")]
    return _RUBY_WORD.findall(value), []


def _items(value: Value) -> Iterator[Value]:
    """Return the items of Ruby's `flatten.compact`."""
    return (item for item in flatten(value) if not is_null(item))
