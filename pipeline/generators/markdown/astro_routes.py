"""Routes of Astro: where the pages of a collection's entries lie below src/pages. Start with find_routes."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.generators.read import load_file

MAX_PAGE_BYTES = 1 << 18
_ENTRY_PAGES = ("[...slug]", "[...id]", "[slug]", "[id]")
_LIST_PAGE = re.compile(r"\[(?:\.\.\.)?(?:tag|categor|page|author|year|month|lang|locale|series|topic)", re.IGNORECASE)
_USED_COLLECTION = re.compile(r"""getCollection\(\s*["'](\w[\w-]*)["']""")


def find_routes(root: Path, names: Sequence[str]) -> dict[str, str]:
    """Return the folders of pages that show entries of these collections.

    Pages that name a collection count before those that get its entries from elsewhere.
    """
    named: dict[str, str] = {}
    unnamed: list[str] = []
    for route, used in _find_pages(root):
        for name in used:
            named.setdefault(name, route)
        if not used:
            unnamed.append(route)
    left = [name for name in names if name not in named]
    free = [*dict.fromkeys(unnamed)]
    for name in left:
        same = [route for route in free if route.rpartition("/")[2].rstrip("s") == name.rstrip("s")]
        if same or (len(left) == 1 and len(free) == 1):
            named[name] = (same or free)[0]
    return named


def _find_pages(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the route of each page of an entry, and the collections that it names.

    The usual names first.
    """
    top = root / "src/pages"
    found = [path.relative_to(top) for pattern in ("[[]*.astro", "[[]*/index.astro") for path in top.rglob(pattern)]
    pages = [(path.parent if path.name == "index.astro" else path.with_suffix(""), path) for path in found]
    for page, path in sorted(pages, key=lambda pair: (pair[0].name not in _ENTRY_PAGES, pair)):
        route = "" if page.parent == Path() else page.parent.as_posix()
        if "[" in route or _LIST_PAGE.match(page.name) or not (route or page.name in _ENTRY_PAGES):
            continue
        content, _ = load_file(root.resolve(), f"src/pages/{path.as_posix()}", MAX_PAGE_BYTES)
        yield route, _USED_COLLECTION.findall((content or b"").decode("utf-8", "replace"))
