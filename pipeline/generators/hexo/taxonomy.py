"""Categories and tags of Hexo: categories are paths (models/post.ts: setCategories, setTags)."""

from pipeline.generators.hexo.names import slugize
from pipeline.generators.hexo.settings import HexoSettings
from pipeline.generators.js_values import is_null, is_truthy, to_text
from pipeline.generators.scalars import Value


def find_categories(value: Value | None) -> list[tuple[str, ...]]:
    """Return every category and its ancestors as paths.

    [A, B] is A > B, and [[A, B], C] is A > B and C.
    """
    items = _items(value)
    has_paths = any(isinstance(item, list) for item in items)
    paths = [_texts(item if isinstance(item, list) else [item]) for item in items] if has_paths else [_texts(items)]
    found = (tuple(path[:length]) for path in paths for length in range(1, len(path) + 1))
    return list(dict.fromkeys(found))


def find_tags(value: Value | None) -> list[str]:
    """Return the tags, each once; a text is one tag, however it is written."""
    return list(dict.fromkeys(_texts(_items(value))))


def category_slug(category: tuple[str, ...], settings: HexoSettings) -> str:
    """Return the slugs of a category and its ancestors, joined by /."""
    names = dict(settings.category_map)
    return "/".join(slugize(names.get(name) or name, settings.slug_case) for name in category)


def _items(value: Value | None) -> list[Value]:
    if value is None or not is_truthy(value):
        return []
    return value if isinstance(value, list) else [value]


def _texts(items: list[Value]) -> list[str]:
    return [text for item in items if not is_null(item) and (text := to_text(item)) != ""]
