"""Sections of a page: the folders above it, and the names that their _index files give. Start: find_sections."""

from typing import NamedTuple

from pipeline.generators.hugo.cascade import Cascades
from pipeline.generators.hugo.paths import normalize
from pipeline.generators.hugo.values import to_text

_WITHOUT_PLURAL = frozenset(
    ("people", "information", "info", "equipment", "rice", "money", "fish", "sheep", "data", "media")
)


class Sections(NamedTuple):
    """What a page takes from the folders above it."""

    section: str  # the first folder, in lower case; "" at the top
    names: tuple[str, ...]  # logical names of the folders down to the nearest section
    slugs: tuple[str, ...]  # of each section: its slug, else its title
    url_parts: tuple[str, ...]  # the folders, each as its slug if it has one (since 0.167)


def find_sections(folders: tuple[str, ...], lang: str, cascades: Cascades, *, is_plural: bool = True) -> Sections:
    """Return the sections of the pages in a folder. The first folder is one, and each that has an _index file."""
    logical, names, slugs, depth = "", [], [], 0
    url_parts = []
    for at, folder in enumerate(folders, 1):
        name = normalize(folder)
        logical = f"{logical}/{name}"
        names.append(name)
        branch = cascades.branch(logical, lang)
        is_section = branch is not None or at == 1
        # A first folder is a section without an _index file too, and takes what is cascaded to it.
        given = cascades.apply_to_branch(logical, lang) if is_section else {}
        slug = to_text(given.get("slug")).strip("-")
        url_parts.append(slug or folder.replace(" ", "-"))
        if is_section:
            depth = at
            title = to_text(given.get("title"))
            if branch is None and "title" not in given:
                title = name_section(name, is_plural=is_plural).capitalize()
            slugs.append(slug or title)
    return Sections(names[0] if names else "", tuple(names[:depth]), tuple(slugs), tuple(url_parts))


def name_section(name: str, *, is_plural: bool) -> str:
    """Return the title of a section without an _index file: its name, in the plural (pluralizeListTitles)."""
    if not is_plural or name in _WITHOUT_PLURAL or name.endswith("s"):
        return name
    if name.endswith(("x", "ch", "sh")):
        return f"{name}es"
    return f"{name[:-1]}ies" if name.endswith("y") and name[-2:-1] not in "aeiou" else f"{name}s"
