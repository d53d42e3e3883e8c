"""Categories and tags as Jekyll has them, with all its turns; what we make of them is in `tags.py`."""

import re
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from pipeline.posts import ruby
from pipeline.posts.problems import RejectedError
from pipeline.scalars import Value, is_null, truthy, typed

_WORD = re.compile(r"\S+", re.A)
Values = Mapping[str, Value]


def categories(
    folders: list[str], defaults: Values, own: Values, merged: Values, zone: ZoneInfo
) -> tuple[list[str], list[str]]:
    """Those Jekyll has (document.rb:438-466: what is no text it has twice), and the same as written, each once."""
    union: dict[str, Value] = {folder: folder for folder in folders}
    for given in (defaults.get("categories"), own.get("categories")):
        if given is None or is_null(given):
            continue
        items = typed(given)
        if isinstance(items, str):
            items = _WORD.findall(items)
        if not isinstance(items, list):
            raise RejectedError(
                "categories_invalid",
                f"`categories` is {ruby.text(given, zone)}, neither a list nor a text",
                "categories",
            )
        for item in items:
            union.setdefault(_identity(item, zone), item)
    read = list(union.values())
    single = merged.get("category")
    more = list(_items([single] if single is not None and truthy(single) else read))
    texts = [ruby.text(item, zone) for item in [*read, *more]]
    known = {item for item in union if not item.startswith("\0")}
    jekyll = texts[: len(read)] + [text for text in dict.fromkeys(texts) if text not in known]
    written = [item for item in [*_items(read), *more] if isinstance(item, str)]
    return jekyll, list(dict.fromkeys(written))


def tags(merged: Values, zone: ZoneInfo) -> tuple[list[str], Value]:
    """Those Jekyll has (document.rb:449), and the value they come from: `tag` is one tag and goes before `tags`."""
    single = merged.get("tag")
    if single is not None and truthy(single):
        value: Value = [single] if isinstance(single, str) and "," not in single else single
        return [ruby.text(item, zone) for item in _items(single)], value
    several = merged.get("tags", [])
    meant = typed(several)
    if isinstance(meant, str):
        return _WORD.findall(meant), several
    if not isinstance(meant, list):
        return [], []
    return [ruby.text(item, zone) for item in _items(meant)], several


def _identity(value: Value, zone: ZoneInfo) -> str:
    meant = typed(value)
    return meant if isinstance(meant, str) else f"\0{type(meant)}{ruby.text(value, zone)}"


def _items(value: Value) -> Iterator[Value]:
    """Ruby's `flatten` and `compact`."""
    if isinstance(value, list):
        for item in value:
            yield from _items(item)
    elif not is_null(value):
        yield value
