"""Registered authors of a site: data/authors, content/authors/*/_index files and the settings. Start: load_authors.

Hugo has no rule for authors; these are the customs of its themes.
"""

import itertools
import posixpath
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pipeline.errors import PostsError
from pipeline.files import to_utf8_path
from pipeline.generators.authors import author_from_entry
from pipeline.generators.frontmatter import MAX_BLOCK_CHARS, load_json, load_toml, load_yaml
from pipeline.generators.hugo.config import EXTENSIONS
from pipeline.generators.hugo.document import load_front_matter_of
from pipeline.generators.hugo.mounts import Mount
from pipeline.generators.hugo.settings import own_settings
from pipeline.generators.hugo.tree import list_tree
from pipeline.generators.hugo.values import lower_keys
from pipeline.generators.problems import ProblemError
from pipeline.generators.read import load_file, load_files
from pipeline.generators.scalars import Value
from pipeline.generators.site import Author, Site

MAX_DATA_FILE_BYTES = 8 << 20
TAXONOMIES = ("authors", "author")  # whose terms are authors


def load_authors(site: Site) -> tuple[Author, ...]:
    """Return the authors, sorted by author_id; raises PostsError for an unreadable data file.

    For one key, data/authors beats the pages of content/authors.
    """
    entries = dict(_load_pages(site))
    for key, entry in _load_data(site.root):
        pages = entries.get(key)
        entries[key] = {**pages, **entry} if isinstance(pages, dict) and isinstance(entry, dict) else entry
    authors = {author.author_id: author for author in itertools.starmap(author_from_entry, entries.items())}
    return tuple(authors[author_id] for author_id in sorted(authors))


def _load_pages(site: Site) -> Iterator[tuple[str, Value]]:
    """Yield (key, entry) of the _index files of terms; a text such as display_name, else the title, is the name."""
    settings = own_settings(site)
    files = [
        file
        for file in list_tree(site.root, _author_mounts(settings.mounts), settings.language_codes)
        if file.place.markup
        and file.why_ignored is None
        and len(file.place.parts) == 2
        and file.place.parts[0].lower() in TAXONOMIES
    ]
    contents = load_files(site.root, [file.path for file in files], MAX_BLOCK_CHARS)
    seen = set()
    for file, (content, _) in zip(files, contents, strict=True):
        key = file.place.parts[1]
        with suppress(ProblemError):
            front_matter = load_front_matter_of(content or b"")
            if key not in seen:
                seen.add(key)
                yield key, _entry_of(front_matter)


def _author_mounts(mounts: Iterable[Mount]) -> Iterator[Mount]:
    """Yield the folders of the mounts in which pages of authors lie."""
    for mount in mounts:
        if mount.target.partition("/")[0].lower() in TAXONOMIES:
            yield mount
        elif not mount.target:
            for name in TAXONOMIES:
                yield replace(mount, source=f"{mount.source}/{name}".strip("/"), target=name, filters=())


def _entry_of(front_matter: dict[str, Value]) -> Value:
    params = front_matter.get("params")
    entry = front_matter | params if isinstance(params, dict) else dict(front_matter)
    title = entry.pop("title", None)
    entry.pop("aliases", None)  # of the page: URLs, not names
    if isinstance(title, str) and not any(key in entry for key in ("full_name", "display_name", "name")):
        entry["name"] = title
    return entry


def _load_data(root: Path) -> Iterator[tuple[str, Value]]:
    """Yield (key, entry) of data/authors.* and of the files in data/authors/."""
    for extension in EXTENSIONS:
        path = f"data/authors.{extension}"
        if (root / path).exists():
            found = _load_data_file(root, path)
            items = found.items() if isinstance(found, dict) else ()
            yield from ((key, _flatten_name(entry)) for key, entry in items if isinstance(entry, dict | str))
    folder = root / "data/authors"
    for name in sorted(path.name for path in folder.iterdir()) if folder.is_dir() else ():
        stem, _, extension = name.rpartition(".")
        if stem and extension in EXTENSIONS:
            found = _load_data_file(root, f"data/authors/{name}")
            if isinstance(found, dict):
                yield to_utf8_path(stem), _flatten_name(found)


def _flatten_name(entry: Value) -> Value:
    """Return an entry with the name that `name: {display: …}` holds as its text."""
    name = entry.get("name") if isinstance(entry, dict) else None
    if isinstance(entry, dict) and isinstance(name, dict):
        names = {f"{key}_name": value for key, value in name.items()}
        return {**entry, **names, "name": name.get("display", "")}
    return entry


def _load_data_file(root: Path, path: str) -> Value | None:
    content, fault = load_file(root, path, MAX_DATA_FILE_BYTES)
    line = None
    try:
        if content is None:
            raise ValueError(fault.detail if fault else "nothing was read")
        text = content.decode("utf-8-sig")
        match posixpath.splitext(path)[1]:
            case ".toml":
                value: Value | None = load_toml(f"+++\n{text}\n+++")
            case ".json":
                value = load_json(text)
            case _:
                value = load_yaml(text)
        lowered: Value | None = lower_keys(value)
        return lowered
    except (ProblemError, ValueError) as error:
        detail = error.detail if isinstance(error, ProblemError) else str(error)
        line = error.line if isinstance(error, ProblemError) else None
        at = f", line {line}" if line else ""
        raise PostsError(
            f"{root / path}{at}: {detail}; authors are read from this file: repair it, or move it away"
        ) from error
