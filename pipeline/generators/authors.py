"""Keys, names and contacts of authors, read from a mapping: an entry of a registry, or of a post.

A generator knows where its sites register authors. posts/authors.py decides which author a post means.
Add another key of such mappings to the tuples below.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from pipeline.generators.scalars import Value, is_null
from pipeline.generators.site import Author

_ORGANISATIONS = ("organisation", "organization", "org", "company", "team")
_KINDS = {"person": "person", **dict.fromkeys(_ORGANISATIONS, "organisation")}
_KEYS = ("id", "key", "ref", "short_name", "slug", "username")
# Parts of a name, as schema.org, Quarto, CSL and themes call them, without - and _.
_FIRST_NAMES = ("firstname", "first", "givenname", "givennames", "given", "forename")
_LAST_NAMES = ("lastname", "last", "familyname", "family", "surname")
_OTHER_FIELDS = (
    *("name", "fullname", "displayname", "literal", "email", "twitter", "github", "url", "uri", "orcid", "affiliation"),
    *("affiliations", "kind", "type", "bio", "avatar", "role", "roles", "image", "web", "website", "home", "links"),
)
_ALIASES = ("alias", "aliases")
_HANDLES = ("twitter", "github")
ADDRESS = re.compile(
    r"""(?<![^\s<>()\[\],;:"'])[^\s<>()\[\],;:"'@]++@[^\s<>()\[\],;:"'@.]++(?:\.[^\s<>()\[\],;:"'@.]++)++"""
)
_CONTACT = re.compile(r"://|@|^(?:www\.|mailto:|/)")
_FIELDS = frozenset((*map(str, _OTHER_FIELDS), *_FIRST_NAMES, *_LAST_NAMES, *(key.replace("_", "") for key in _KEYS)))
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_LEFT_OF_ADDRESSES = re.compile(r"mailto:|<\s*>|\(\s*\)|\[\s*\]")


def text_of(entry: dict[str, Any], *keys: str) -> str:
    """Return the first text that `entry` has under `keys`, white space collapsed; else ""."""
    for key in keys:
        value = entry.get(key)
        if isinstance(value, str) and not is_null(value) and (text := " ".join(value.split())):
            return text
    return ""


def key_and_name(entry: dict[str, Any]) -> tuple[str, str]:
    """Return the key and the name of the author in a mapping; "" for each that is missing."""
    names = (text_of(entry, "name"), _full_name(entry), _name_of_parts(entry.get("name")))
    name = text_of(entry, "full_name", "display_name", "literal") or max(names, key=len)
    return text_of(entry, *_KEYS), name


def split_entry(entry: dict[str, Value]) -> Iterator[dict[str, Value]]:
    """Yield the authors of a mapping: itself, or {emil: {…}, ana: {…}} and {Emil Fox: URL} by their keys."""
    if not entry or any(_bare(key) in _FIELDS for key in entry):
        yield entry
        return
    for key, value in entry.items():
        if isinstance(value, dict):
            yield {"key": key, **value} if key_and_name(value)[1] else {"name": key, **value}
        elif is_null(value) or (isinstance(value, str) and _CONTACT.search(value)):
            yield {"name": key}
        else:
            yield {}


def find_contacts(entry: dict[str, Any]) -> tuple[str, ...]:
    """Return e-mail addresses, then handles, each after its kind, as in `github jane`."""
    contacts = [f"email {address}" for address in split_addresses(text_of(entry, "email"))[1]]
    for service in _HANDLES:
        if handle := text_of(entry, service).rstrip("/").rpartition("/")[2].lstrip("@"):
            contacts.append(f"{service} {handle.casefold()}")
    return tuple(contacts)


def split_addresses(text: str) -> tuple[str, list[str]]:
    """Return a text without e-mail addresses, blanks collapsed; and these in lower case."""
    if "@" not in text or not (addresses := ADDRESS.findall(text)):
        return " ".join(text.split()), []
    rest = " ".join(_LEFT_OF_ADDRESSES.sub(" ", ADDRESS.sub("", text)).split()).strip(" ,;|-")
    if rest.startswith("(") and rest.endswith(")"):  # as in RSS: jane@example.org (Jane Doe)
        rest = rest[1:-1]
    return (rest if _LETTER_OR_DIGIT.search(rest) else ""), [address.lower() for address in addresses]


def pseudonym(address: str) -> str:
    """Return the author_id of somebody known by an e-mail address only; it hides the address."""
    return f"email-{hashlib.sha256(address.encode(errors='replace')).hexdigest()[:12]}"


def author_from_entry(key: str, entry: Value) -> Author:
    """Return the author of one registry entry: a mapping, or a text that is the name."""
    fields: dict[str, Value] = entry if isinstance(entry, dict) else {"name": entry}
    own_key, name = key_and_name(fields)
    spellings, addresses = [], []
    for spelling in (key, own_key, name, text_of(fields, "name"), *_find_aliases(fields)):
        rest, found = split_addresses(spelling)
        spellings.append(rest)
        addresses += found
    author_id, *others = dict.fromkeys(filter(None, spellings)) or [pseudonym(addresses[0])]
    display = spellings[2] or author_id
    return Author(
        author_id=author_id,
        name=display,
        kind=_KINDS.get(text_of(fields, "kind", "type").casefold(), "person" if _full_name(fields) else "unknown"),
        keys=tuple(other for other in others if other != display),
        contacts=tuple(dict.fromkeys((*(f"email {address}" for address in addresses), *find_contacts(fields)))),
    )


def _full_name(entry: dict[str, Any]) -> str:
    """Return first and last name; "" unless both are given."""
    bare = {_bare(key): value for key, value in entry.items()}
    first, last = text_of(bare, *_FIRST_NAMES), text_of(bare, *_LAST_NAMES)
    return f"{first} {last}" if first and last else ""


def _name_of_parts(value: Value | None) -> str:
    """Return the name of `name: {given, family}`."""
    if not isinstance(value, dict):
        return ""
    bare = {_bare(key): part for key, part in value.items()}
    return _full_name(value) or text_of(bare, "literal", "full", "fullname", "display", *_LAST_NAMES, *_FIRST_NAMES)


def _bare(key: str) -> str:
    return key.lower().replace("-", "").replace("_", "").lstrip("@")


def _find_aliases(fields: dict[str, Value]) -> Iterator[str]:
    for key in _ALIASES:
        value = fields.get(key)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str) and not is_null(item):
                yield item
