"""Registered authors of a site: _config.yml, _data/authors, _data/people, collection _authors. Start: load_authors."""

import csv
import io
import itertools
import os
import posixpath
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.errors import PostsError
from pipeline.generators.authors import author_from_entry, key_and_name, text_of
from pipeline.generators.frontmatter import MAX_BLOCK_CHARS, load_json, load_yaml
from pipeline.generators.jekyll.front_matter import JekyllHandler
from pipeline.generators.jekyll.settings import own_settings
from pipeline.generators.problems import ProblemError
from pipeline.generators.read import load_file, load_files
from pipeline.generators.scalars import Value
from pipeline.generators.site import Author, Site

MAX_DATA_FILE_BYTES = 8 << 20


def load_authors(site: Site) -> tuple[Author, ...]:
    """Return the authors, sorted by author_id; raises PostsError for an unreadable data file.

    For one key, _config.yml beats _data (as in the jekyll-author plugin), and _data beats _authors.
    """
    root, settings = site.root, own_settings(site)
    data = posixpath.join(settings.source or "", settings.data_dir)
    collection = posixpath.join(settings.source or "", settings.collections_dir, "_authors")
    entries = dict(_load_collection(root, collection))
    for registry in (_load_data_file(root, data, "people"), _load_data_file(root, data, "authors"), settings.registry):
        entries.update(_entries_by_key(registry))
    authors = {author.author_id: author for author in itertools.starmap(author_from_entry, entries.items())}
    return tuple(authors[author_id] for author_id in sorted(authors))


def _entries_by_key(found: Any) -> Iterator[tuple[str, Value]]:
    """Yield (key, entry) of a mapping or a list; in a list an entry has its own key or name."""
    if isinstance(found, dict):
        for key, entry in found.items():
            if key.strip() and isinstance(entry, dict | str | None):
                yield key, entry or {}
    elif isinstance(found, list):
        for entry in found:
            key, name = key_and_name(entry) if isinstance(entry, dict) else ("", text_of({"name": entry}, "name"))
            if key or name:
                yield key or name, entry


def _load_data_file(root: Path, folder: str, stem: str) -> Any:
    """Return the value of a data file in any of Jekyll's formats; None if there is none."""
    for suffix in (".yml", ".yaml", ".json", ".csv", ".tsv"):
        path = root / folder / f"{stem}{suffix}"
        if path.exists():
            content, fault = load_file(root, f"{folder}/{path.name}", MAX_DATA_FILE_BYTES)
            if content is None:
                raise _data_file_error(path, fault.detail if fault else "nothing was read")
            try:
                return _load_data(content.decode("utf-8-sig"), suffix)
            except ProblemError as error:
                raise _data_file_error(path, error.detail, error.line) from error
            except (ValueError, csv.Error) as error:
                raise _data_file_error(path, str(error)) from error
    return None


def _load_data(text: str, suffix: str) -> Any:
    if suffix in (".csv", ".tsv"):
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if suffix == ".tsv" else ","))
    return load_json(text) if suffix == ".json" else load_yaml(text)


def _data_file_error(path: Path, detail: str, line: int | None = None) -> PostsError:
    at = f", line {line}" if line else ""
    return PostsError(f"{path}{at}: {detail}; authors are read from this file: repair it, or move it away")


def _load_collection(root: Path, folder: str) -> Iterator[tuple[str, Value]]:
    """Yield (file stem, front matter) of a collection; skip files without front matter."""
    handler = JekyllHandler()
    walked = os.walk(root / folder) if (root / folder).resolve().is_relative_to(root) else ()
    paths = sorted(Path(above, name).relative_to(root) for above, _, names in walked for name in names)
    for path, (content, _) in zip(paths, load_files(root, map(str, paths), MAX_BLOCK_CHARS), strict=True):
        block, fields = "", None
        with suppress(UnicodeDecodeError, ProblemError):
            block, _ = handler.split((content or b"").decode("utf-8-sig"))
            fields = handler.load(block)
        if block:
            yield os.fsencode(path.stem).decode("utf-8", "replace"), fields if isinstance(fields, dict) else {}
