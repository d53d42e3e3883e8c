"""Authors of a post, in order, each matched to the site's registry if the match is certain. Start with author_refs.

Names that are only similar are never joined here: the warehouse suggests them, and a person decides.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import takewhile
from typing import ClassVar, NamedTuple
from unicodedata import normalize

from pipeline.generators.authors import find_contacts, key_and_name, pseudonym, split_addresses, split_entry
from pipeline.generators.fields import Byline
from pipeline.generators.problems import Problem, problem, refuse_many_names
from pipeline.generators.scalars import Value, flatten, resolve_scalar
from pipeline.generators.site import Author, Site
from pipeline.posts.tags import casefold

WITHHELD = "(e-mail address)"

_ROLE = re.compile(r" ?\([^()]*\)\Z")
_APOSTROPHE = re.compile("['`´‘’]+")
_ACCENT = re.compile("[\u0300-\u036f]+")
# Not \W: it has the vowel signs of Indian scripts, in which different names may differ.
_GAP = re.compile("[\\s!-/:-@[-`{-~\u2010-\u2027\u2030-\u205e\u3001\u3002\u30fb]+")
_INITIAL = re.compile(r"\b(\w) (?=\w\b)")
_SEPARATOR = re.compile(r"[,;&/]| (?:and|with) ", re.IGNORECASE)


class AuthorRef(NamedTuple):
    """Author of a post, in the fields of schema.AUTHOR_REF."""

    author_id: str
    name: str
    as_written: str
    source: str
    is_registered: bool


def author_refs(
    bylines: Iterable[Byline], site: Site, line_of: Callable[..., int | None]
) -> tuple[list[AuthorRef], list[Problem]]:
    """Return the authors, each once, and warnings of the first byline that names somebody."""
    directory = Directory.for_authors(site.authors)
    warnings: list[Problem] = []
    for source, values in bylines:
        if values.count(None) < len(values):
            refs, found = directory.find_refs(source, values)
            warnings += [replace(warning, line=line_of("author", "authors")) for warning in found]
            if refs:
                return refs, warnings
    return [], warnings


class Directory:
    """Registered authors by every spelling and contact that certainly means one of them."""

    _latest: ClassVar["Directory | None"] = None

    def __init__(self, authors: tuple[Author, ...]) -> None:
        self.authors = authors
        self._ids = {author.author_id for author in authors}
        ids = [(author.author_id, author) for author in authors]
        names = [(author.name, author) for author in authors]
        keys = [(key, author) for author in authors for key in author.keys]
        self._exact = _index(ids, names, keys)
        alike = [(match_key(spelling), author) for spelling, author in (*ids, *names, *keys)]
        self._alike = _index([(key, author) for key, author in alike if key])  # empty without a name
        self._contacts = _index([(contact, author) for author in authors for contact in author.contacts])
        self._named: dict[tuple[object, ...], tuple[list[AuthorRef], list[Problem]]] = {}

    @classmethod
    def for_authors(cls, authors: tuple[Author, ...]) -> "Directory":
        """Return the directory of these authors; the last one is cached."""
        latest = cls._latest
        if latest is None or latest.authors is not authors:
            latest = cls._latest = cls(authors)
        return latest

    def find_refs(self, source: str, values: tuple[Value | None, ...]) -> tuple[list[AuthorRef], list[Problem]]:
        """Return the authors that values name, each once, and warnings; cached for texts."""
        if any(isinstance(value, list | dict) for value in values):
            return self._collect_refs(source, values)
        key = (source, *values, *map(type, values))  # types, because `no` with and without quotes are equal
        if key not in self._named:
            self._named[key] = self._collect_refs(source, values)
        return self._named[key]

    def _collect_refs(self, source: str, values: tuple[Value | None, ...]) -> tuple[list[AuthorRef], list[Problem]]:
        refs: dict[str, AuthorRef] = {}
        scalars = (scalar for value in values if value is not None for scalar in flatten(value))
        # Null and booleans name nobody.
        candidates = [scalar for scalar in scalars if not isinstance(resolve_scalar(scalar), bool | None)]
        refuse_many_names(candidates, "authors")
        unread = []
        for candidate in candidates:
            for entry in split_entry(candidate) if isinstance(candidate, dict) else (candidate,):
                found = self.refs(entry, source)
                if not found and (isinstance(entry, dict) or entry.strip()):
                    unread.append(candidate)
                for ref in found:
                    refs.setdefault(ref.author_id, ref)
        refuse_many_names(refs, "authors")
        # A site's settings may describe its author without a name.
        odd = [] if source == "config" else [_unread_problem(candidate) for candidate in unread]
        return list(refs.values()), odd + [
            problem("authors_not_split", f"{ref.as_written}: part of it is a registered author, part is not")
            for ref in refs.values()
            if not ref.is_registered and any(map(self.find, _parts(ref.as_written)))
        ]

    def refs(self, candidate: str | dict[str, Value], source: str) -> list[AuthorRef]:
        """Return the authors of a text or mapping: one, or several if every part is registered."""
        author = None
        if isinstance(candidate, dict):
            key, name = key_and_name(candidate)
            contacts = find_contacts(candidate)
            author = self.find(key) or self._find_by_contact(contacts)
            candidate = name or key or (contacts[-1].partition(" ")[2] if contacts else "")
        shown, addresses = split_addresses(candidate)
        if len(addresses) == 1:
            author = author or self._find_by_contact([f"email {addresses[0]}"])
        author = author or self.find(shown)
        if not author and shown.count(",") == 1:
            author = self.find(" ".join(reversed(shown.split(","))).strip())
        if author:
            return [_ref_to(author, shown, source)]
        parts = _parts(shown)
        found = list(takewhile(bool, map(self.find, parts)))
        if 1 < len(parts) == len(found):
            return [_ref_to(author, part, source) for author, part in zip(found, parts, strict=True) if author]
        if new_id := self._new_author_id(shown):
            return [AuthorRef(new_id, shown, shown, source, False)]
        return [AuthorRef(pseudonym(address), WITHHELD, WITHHELD, source, False) for address in addresses]

    def find(self, spelling: str) -> Author | None:
        """Return the author with this key, name or alias, else the only one with its match_key."""
        return self._exact[spelling] if spelling in self._exact else self._alike.get(match_key(spelling))

    def _find_by_contact(self, contacts: Iterable[str]) -> Author | None:
        return next(filter(None, map(self._contacts.get, contacts)), None)

    def _new_author_id(self, name: str) -> str:
        """Return an id that no registered author has; "" if the name has no visible character."""
        normal = _normal(name)
        author_id = _GAP.sub("-", normal).strip("-") or normal
        return f"{author_id}-unregistered" if author_id in self._ids else author_id


def _unread_problem(candidate: str | dict[str, Value]) -> Problem:
    shown = split_addresses(", ".join(candidate) if isinstance(candidate, dict) else candidate)[0][:100]
    what = f"a mapping of {shown or 'nothing'}" if isinstance(candidate, dict) else f"`{shown}`"
    return problem("author_not_read", f"no name in {what}: write `name: …`, or the name alone")


def _parts(text: str) -> list[str]:
    """Return the parts of a text that may be names of several authors."""
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


def match_key(name: str) -> str:
    """Return the key that `J. R. Smith`, `JR Smith` and `@j-r-smith (Editor)` share."""
    bare = _APOSTROPHE.sub("", _ACCENT.sub("", normalize("NFD", _normal(name))))
    return _INITIAL.sub(r"\1", _GAP.sub(" ", bare).strip()) or _normal(name)


def _normal(name: str) -> str:
    """Return a name in lower case, without a role in parentheses at its end."""
    normal = " ".join(casefold(name).split())
    return _ROLE.sub("", normal) or normal


def _ref_to(author: Author, as_written: str, source: str) -> AuthorRef:
    return AuthorRef(author.author_id, author.name, as_written or WITHHELD, source, True)


def _index(*tiers: Iterable[tuple[str, Author]]) -> dict[str, Author | None]:
    """Return authors by spelling; earlier tiers win, None if two authors of a tier share it."""
    authors: dict[str, Author | None] = {}
    for tier in tiers:
        claims: dict[str, Author | None] = {}
        for spelling, author in tier:
            claims[spelling] = author if claims.get(spelling, author) is author else None
        authors = claims | authors
    return authors
