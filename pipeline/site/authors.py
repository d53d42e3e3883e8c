"""The authors a site declares: in _config.yml, in _data/authors and _data/people, and in its collection _authors.

Also how an author's key, name and contacts are read from a mapping. Which author a post means: posts/authors.py.
"""

import csv
import hashlib
import io
import os
import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import PostsError
from pipeline.frontmatter import LARGEST, FrontMatterError, JekyllHandler, load_json, load_yaml
from pipeline.scalars import Value, is_null
from pipeline.site.read import contents, read

LARGEST_DATA = 8 << 20  # bytes of a data file

_KINDS = {
    "person": "person",
    **dict.fromkeys(("organisation", "organization", "org", "company", "team"), "organisation"),
}
_KEYS = ("id", "key", "short_name", "slug", "username")
_ALIASES = ("alias", "aliases")
_HANDLES = ("twitter", "github")
ADDRESS = re.compile(
    r"""(?<![^\s<>()\[\],;:"'])[^\s<>()\[\],;:"'@]++@[^\s<>()\[\],;:"'@.]++(?:\.[^\s<>()\[\],;:"'@.]++)++"""
)
_NAMED = re.compile(r"[^\W_]")
_EMPTIED = re.compile(r"mailto:|<\s*>|\(\s*\)|\[\s*\]")


@dataclass(frozen=True)
class Author:
    """One author of a site's registry."""

    author_id: str  # the key in the registry
    name: str
    kind: str = "unknown"  # person, organisation, unknown
    keys: tuple[str, ...] = ()  # what else means this author: short names, other forms of the name, aliases
    contacts: tuple[str, ...] = field(default=(), repr=False)  # e-mail addresses and handles: compared, never shown


def load_authors(root: Path, config: dict[str, Value]) -> tuple[Author, ...]:
    """The registry, sorted by author_id; of one key _config.yml beats _data (jekyll-author), which beats _authors."""
    source = text_of(config, "source").strip("/")
    data = posixpath.join(source, text_of(config, "data_dir").strip("/") or "_data")
    entries = {
        **dict(_collection(root, posixpath.join(source, text_of(config, "collections_dir").strip("/"), "_authors"))),
        **dict(_keyed(_data(root, data, "people"))),
        **dict(_keyed(_data(root, data, "authors"))),
        **dict(_keyed(config.get("authors"))),
    }
    authors = {author.author_id: author for author in (_author(key, entry) for key, entry in entries.items())}
    return tuple(authors[author_id] for author_id in sorted(authors))


def text_of(entry: dict[str, Any], *keys: str) -> str:
    """The first of these keys that holds text, null being none; white space collapsed."""
    for key in keys:
        value = entry.get(key)
        if isinstance(value, str) and not is_null(value) and (text := " ".join(value.split())):
            return text
    return ""


def key_and_name(entry: dict[str, Any]) -> tuple[str, str]:
    """What a mapping calls its author: the key, and the name; each is empty where the mapping does not say."""
    name = text_of(entry, "full_name", "display_name") or max(text_of(entry, "name"), _full(entry), key=len)
    return text_of(entry, *_KEYS), name


def contacts(entry: dict[str, Any]) -> tuple[str, ...]:
    """What identifies an author besides names, most telling first: e-mail addresses, then handles."""
    found = [f"email {address}" for address in split_addresses(text_of(entry, "email"))[1]]
    for service in _HANDLES:
        if handle := text_of(entry, service).rstrip("/").rpartition("/")[2].lstrip("@"):
            found.append(f"{service} {handle.casefold()}")
    return tuple(found)


def split_addresses(text: str) -> tuple[str, list[str]]:
    """A spelling without its e-mail addresses, white space collapsed, and the addresses in lower case."""
    if "@" not in text or not (addresses := ADDRESS.findall(text)):
        return " ".join(text.split()), []
    rest = " ".join(_EMPTIED.sub(" ", ADDRESS.sub("", text)).split()).strip(" ,;|-")
    if rest.startswith("(") and rest.endswith(")"):  # as in RSS: jane@example.org (Jane Doe)
        rest = rest[1:-1]
    return (rest if _NAMED.search(rest) else ""), [address.lower() for address in addresses]


def pseudonym(address: str) -> str:
    """An author_id for somebody of whom only an e-mail address is known."""
    return f"email-{hashlib.sha256(address.encode(errors='replace')).hexdigest()[:12]}"


def _author(key: str, entry: Value) -> Author:
    fields: dict[str, Value] = entry if isinstance(entry, dict) else {"name": entry}
    given, name = key_and_name(fields)
    spellings, addresses = [], []
    for spelling in (key, given, name, text_of(fields, "name"), *_aliases(fields)):
        shown, hidden = split_addresses(spelling)
        spellings.append(shown)
        addresses += hidden
    author_id, *others = dict.fromkeys(filter(None, spellings)) or [pseudonym(addresses[0])]
    display = spellings[2] or author_id
    return Author(
        author_id=author_id,
        name=display,
        kind=_KINDS.get(text_of(fields, "kind", "type").casefold(), "person" if _full(fields) else "unknown"),
        keys=tuple(other for other in others if other != display),
        contacts=tuple(dict.fromkeys((*(f"email {address}" for address in addresses), *contacts(fields)))),
    )


def _full(entry: dict[str, Any]) -> str:
    first, last = text_of(entry, "first_name"), text_of(entry, "last_name")
    return f"{first} {last}" if first and last else ""


def _aliases(fields: dict[str, Value]) -> Iterator[str]:
    for key in _ALIASES:
        value = fields.get(key)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str) and not is_null(item):
                yield item


def _keyed(found: Any) -> Iterator[tuple[str, Value]]:
    """The entries of a mapping by key, or of a list by what each entry calls its key, else by its name."""
    if isinstance(found, dict):
        for key, entry in found.items():
            if key.strip() and isinstance(entry, dict | str | None):
                yield key, entry or {}
    elif isinstance(found, list):
        for entry in found:
            key, name = key_and_name(entry) if isinstance(entry, dict) else ("", text_of({"name": entry}, "name"))
            if key or name:
                yield key or name, entry


def _data(root: Path, folder: str, stem: str) -> Any:
    """What a data file of this name holds, whichever of Jekyll's formats it is in; None if there is none."""
    for suffix in (".yml", ".yaml", ".json", ".csv", ".tsv"):
        path = root / folder / f"{stem}{suffix}"
        if path.exists():
            content, fault = read(root, f"{folder}/{path.name}", LARGEST_DATA)
            if content is None:
                raise _broken(path, fault.detail if fault else "nothing was read")
            try:
                return _parsed(content.decode("utf-8-sig"), suffix)
            except FrontMatterError as error:
                raise _broken(path, error.detail, error.line) from error
            except (ValueError, csv.Error) as error:
                raise _broken(path, str(error)) from error
    return None


def _parsed(text: str, suffix: str) -> Any:
    match suffix:
        case ".json":
            return load_json(text)
        case ".csv" | ".tsv":
            return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if suffix == ".tsv" else ","))
        case _:
            return load_yaml(text)


def _broken(path: Path, detail: str, line: int | None = None) -> PostsError:
    at = f", line {line}" if line else ""
    return PostsError(f"{path}{at}: {detail}; authors are read from this file: mend it, or move it away")


def _collection(root: Path, folder: str) -> Iterator[tuple[str, Value]]:
    """The documents of the collection, by file stem; a file without front matter is no document."""
    handler = JekyllHandler()
    walked = os.walk(root / folder) if (root / folder).resolve().is_relative_to(root) else ()
    paths = sorted(Path(above, name).relative_to(root) for above, _, names in walked for name in names)
    for path, (content, _) in zip(paths, contents(root, map(str, paths), LARGEST), strict=True):
        block, fields = "", None
        with suppress(UnicodeDecodeError, FrontMatterError):
            block, _ = handler.split((content or b"").decode("utf-8-sig"))
            fields = handler.load(block)
        if block:
            yield os.fsencode(path.stem).decode("utf-8", "replace"), fields if isinstance(fields, dict) else {}
