"""Who wrote a post: every author it names, in order, and as one of the site's registry wherever it surely means one.

Names that are only alike are never joined here: that is for the suggestions, and for a person to decide.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import ClassVar, NamedTuple
from unicodedata import normalize

from pipeline.posts.problems import Problem, problem, refuse_many
from pipeline.posts.tags import folded
from pipeline.scalars import Value, typed
from pipeline.site.authors import Author, contacts, key_and_name, pseudonym, split_addresses
from pipeline.site.config import Site

WITHHELD = "(e-mail address)"

_ROLE = re.compile(r" ?\([^()]*\)\Z")
_APOSTROPHE = re.compile("['`´‘’]+")
_ACCENT = re.compile("[\u0300-\u036f]+")
# Not \W: the vowel signs of Indian scripts are no \w, and names that differ in them are not the same.
_GAP = re.compile("[\\s!-/:-@[-`{-~\u2010-\u2027\u2030-\u205e\u3001\u3002\u30fb]+")
_INITIAL = re.compile(r"\b(\w) (?=\w\b)")
_SEPARATOR = re.compile(r"[,;&/]| (?:and|with) ", re.IGNORECASE)


class AuthorRef(NamedTuple):
    """An author of a post, in the fields of schema.AUTHOR_REF."""

    author_id: str
    name: str
    as_written: str
    source: str
    is_registered: bool


def author_refs(
    front_matter: Mapping[str, Value], defaults: Mapping[str, Value], site: Site
) -> tuple[list[AuthorRef], list[Problem]]:
    """The authors of a post, each once: of its front matter, else of the defaults for its path, else of _config.yml."""
    directory = Directory.of(site.authors)
    levels: tuple[tuple[str, tuple[Value | None, ...]], ...] = (
        ("front_matter", (front_matter.get("author"), front_matter.get("authors"))),
        ("defaults", (defaults.get("author"), defaults.get("authors"))),
        ("config", (site.author,)),
    )
    for source, values in levels:
        if values.count(None) < len(values):
            refs, problems = directory.named(source, values)
            if refs:
                return refs, problems
    return [], []


class Directory:
    """The authors of a registry by everything that surely means one of them."""

    _latest: ClassVar["Directory | None"] = None

    def __init__(self, authors: tuple[Author, ...]) -> None:
        self.authors = authors
        self._ids = {author.author_id for author in authors}
        ids, names, keys = (
            [(author.author_id, author) for author in authors],
            [(author.name, author) for author in authors],
            [(key, author) for author in authors for key in author.keys],
        )
        self._exact = _index(ids, names, keys)
        alike = [(match_key(spelling), author) for spelling, author in (*ids, *names, *keys)]
        self._alike = _index([(key, author) for key, author in alike if key])  # a mapping without a name has none
        self._contacts = _index([(contact, author) for author in authors for contact in author.contacts])
        self._named: dict[tuple[object, ...], tuple[list[AuthorRef], list[Problem]]] = {}

    @classmethod
    def of(cls, authors: tuple[Author, ...]) -> "Directory":
        """The directory of these authors; the latest is kept, as the posts of a site are read one after the other."""
        latest = cls._latest
        if latest is None or latest.authors is not authors:
            latest = cls._latest = cls(authors)
        return latest

    def named(self, source: str, values: tuple[Value | None, ...]) -> tuple[list[AuthorRef], list[Problem]]:
        """The authors that these values name, each once; texts are looked up once, as a site's posts repeat them."""
        if any(isinstance(value, list | dict) for value in values):
            return self._read(source, values)
        key = (source, *values, *map(type, values))  # `no` with and without quotes are equal texts
        if key not in self._named:
            self._named[key] = self._read(source, values)
        return self._named[key]

    def _read(self, source: str, values: tuple[Value | None, ...]) -> tuple[list[AuthorRef], list[Problem]]:
        refs: dict[str, AuthorRef] = {}
        candidates = list(_candidates(values))
        refuse_many(candidates, "authors")
        for candidate in candidates:
            for ref in self.refs(candidate, source):
                refs.setdefault(ref.author_id, ref)
        refuse_many(refs, "authors")
        return list(refs.values()), [
            problem("authors_not_split", f"{ref.as_written}: part of it is a registered author, part is not")
            for ref in refs.values()
            if not ref.is_registered and any(map(self.find, _parts(ref.as_written)))
        ]

    def refs(self, candidate: str | dict[str, Value], source: str) -> list[AuthorRef]:
        """The authors that a text or a mapping names: one, unless it is a text of which every part is registered."""
        author = None
        if isinstance(candidate, dict):
            key, name = key_and_name(candidate)
            known = contacts(candidate)
            author = self.find(key) or self._met(known)
            candidate = name or key or (known[-1].partition(" ")[2] if known else "")
        shown, addresses = split_addresses(candidate)
        if len(addresses) == 1:
            author = author or self._met([f"email {addresses[0]}"])
        author = author or self.find(shown)
        if not author and shown.count(",") == 1:
            author = self.find(" ".join(reversed(shown.split(","))).strip())
        if author:
            return [_registered(author, shown, source)]
        parts = _parts(shown)
        found = list(takewhile(bool, map(self.find, parts)))
        if 1 < len(parts) == len(found):
            return [_registered(author, part, source) for author, part in zip(found, parts, strict=True) if author]
        if minted := self._minted(shown):
            return [AuthorRef(minted, shown, shown, source, False)]
        return [AuthorRef(pseudonym(address), WITHHELD, WITHHELD, source, False) for address in addresses]

    def find(self, spelling: str) -> Author | None:
        """The author whose key, name or alias this is, else the only one of whom a spelling differs in form alone."""
        return self._exact[spelling] if spelling in self._exact else self._alike.get(match_key(spelling))

    def _met(self, contacts: Iterable[str]) -> Author | None:
        return next(filter(None, map(self._contacts.get, contacts)), None)

    def _minted(self, name: str) -> str:
        """An id for somebody who is not registered, never that of one who is; empty where nothing is to be seen."""
        normal = _normal(name)
        minted = _GAP.sub("-", normal).strip("-") or normal
        return f"{minted}-unregistered" if minted in self._ids else minted


def _parts(text: str) -> list[str]:
    """What may be names of several authors in one text."""
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


def match_key(name: str) -> str:
    """What `J. R. Smith`, `JR Smith` and `@j-r-smith (Editor)` have in common; accents and punctuation do not count."""
    bare = _APOSTROPHE.sub("", _ACCENT.sub("", normalize("NFD", _normal(name))))
    return _INITIAL.sub(r"\1", _GAP.sub(" ", bare).strip()) or _normal(name)


def _normal(name: str) -> str:
    """A name without case, and without a role in parentheses at its end."""
    normal = " ".join(folded(name).split())
    return _ROLE.sub("", normal) or normal


def _registered(author: Author, as_written: str, source: str) -> AuthorRef:
    return AuthorRef(author.author_id, author.name, as_written or WITHHELD, source, True)


def _candidates(values: Iterable[Value | None]) -> Iterator[str | dict[str, Value]]:
    """The texts and mappings of nested lists, in order; null, true and false name nobody."""
    waiting = [*values][::-1]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif value is not None and not isinstance(typed(value), bool | None):
            yield value


def _index(*tiers: Iterable[tuple[str, Author]]) -> dict[str, Author | None]:
    """Spelling -> author, the first tier first; None where one tier gives a spelling to two."""
    index: dict[str, Author | None] = {}
    for tier in tiers:
        claims: dict[str, Author | None] = {}
        for spelling, author in tier:
            claims[spelling] = author if claims.get(spelling, author) is author else None
        index = claims | index
    return index
