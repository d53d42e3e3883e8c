"""Cascade: front matter that settings and _index files give to the pages below them. Start with Cascades.

Every key counts by itself: the page's own, then its own cascade's, then the nearest _index file's, the settings' last.
A key that is there wins even if it is null or empty (page__meta.go:530).
"""

import functools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pipeline.generators.hugo import globs
from pipeline.generators.hugo.config import ENVIRONMENT, section_of, text_of, texts_of
from pipeline.generators.hugo.mounts import language_matches
from pipeline.generators.hugo.values import lower
from pipeline.generators.scalars import Value


class FrontMatter(NamedTuple):
    """Front matter of a page with what is cascaded to it, keys in lower case."""

    values: dict[str, Value]  # what titles, dates and URLs are read from
    params: dict[str, Value]  # what taxonomies and authors are read from: `params` stands over the rest


class Branch(NamedTuple):
    """An _index file: what it says of itself and of the pages below it."""

    lang: str
    logical: str  # path of its folder; "/" is content
    values: tuple[tuple[str, Value], ...]  # its own title, slug and cascade
    cascade: tuple["CascadeEntry", ...]


class CascadeEntry(NamedTuple):
    """Values for the pages that a target matches."""

    path: str  # glob; "" for every page
    kind: str  # glob; "" for every kind
    languages: tuple[str, ...]  # globs; none for the language of the _index file
    values: dict[str, Value]
    params: dict[str, Value]


def load_cascade(given: Value | None) -> tuple[CascadeEntry, ...]:
    """Return the entries of a `cascade`, a mapping or a list of them; those of another environment are left out."""
    entries = []
    for entry in given if isinstance(given, list) else [given]:
        if not isinstance(entry, dict):
            continue
        target = section_of(entry, "target") or section_of(entry, "_target")
        environment = text_of(target, "environment")
        if environment and not globs.matches(lower(environment), ENVIRONMENT):
            continue
        matrix = section_of(section_of(target, "sites"), "matrix")
        languages = tuple(map(lower, texts_of(matrix.get("languages")) or texts_of(target.get("lang"))))
        values = {key: value for key, value in entry.items() if key not in ("target", "_target")}
        own = split_params(values)
        path, kind = lower(text_of(target, "path")), lower(text_of(target, "kind"))
        entries.append(CascadeEntry(path, kind, languages, own.values, own.params))
    return tuple(entries)


def split_params(front_matter: dict[str, Value]) -> FrontMatter:
    """Return front matter, and the same with what `params` holds laid over it."""
    params = front_matter.get("params")
    return FrontMatter(front_matter, front_matter | params if isinstance(params, dict) else front_matter)


class Cascades:
    """Cascades of one site, by page."""

    def __init__(self, branches: tuple[Branch, ...], settings: Mapping[str, tuple[CascadeEntry, ...]]) -> None:
        self.settings = settings  # by language
        self.by_folder: dict[str, list[Branch]] = {}
        for branch in branches:
            self.by_folder.setdefault(branch.logical, []).append(branch)
        self.has_entries = any(branch.cascade for branch in branches) or any(settings.values())
        self.entries_for = functools.lru_cache(10_000)(self._entries_for)

    def branch(self, logical: str, lang: str) -> Branch | None:
        """Return the _index file of a folder in a language."""
        return next((branch for branch in self.by_folder.get(logical, ()) if branch.lang == lang), None)

    def apply(self, own: dict[str, Value], folder: str, logical: str, lang: str, kind: str = "page") -> FrontMatter:
        """Return a page's front matter with all that is cascaded to it; `folder` is its nearest branch's."""
        if not self.has_entries and "cascade" not in own:
            return split_params(own)
        entries = self.entries_for(folder, lang)
        if "cascade" in own:
            entries = (*load_cascade(own["cascade"]), *entries)
        values, params = split_params(own)
        values, params = dict(values), dict(params)
        for entry in entries:
            if _is_target(entry, logical, lang, kind):
                values = entry.values | values
                params = entry.params | params
        return FrontMatter(values, params)

    def _entries_for(self, folder: str, lang: str) -> tuple[CascadeEntry, ...]:
        """Return the entries that reach a folder, the nearest first."""
        entries: list[CascadeEntry] = []
        codes = (lang, *self.settings)
        for above in folders_up(folder):
            branches = sorted(self.by_folder.get(above, ()), key=lambda branch: branch.lang != lang)
            for branch in branches:
                entries += [entry for entry in branch.cascade if branch.lang == lang or entry.languages]
        # Languages that the site does not have are no condition.
        return tuple(
            entry if any(language_matches(entry.languages, code) for code in codes) else entry._replace(languages=())
            for entry in (*entries, *self.settings.get(lang, ()))
        )

    def apply_to_branch(self, logical: str, lang: str) -> dict[str, Value]:
        """Return the front matter of a section with what is cascaded to it.

        A section without an _index file takes nothing from the files of another language.
        """
        if branch := self.branch(logical, lang):
            return self.apply(dict(branch.values), logical, logical, lang, "section").values
        values: dict[str, Value] = {}
        for above in folders_up(logical):
            above_branch = self.branch(above, lang)
            for entry in above_branch.cascade if above_branch else ():
                if _is_target(entry, logical, lang, "section"):
                    values = entry.values | values
        for entry in self.settings.get(lang, ()):
            if _is_target(entry, logical, lang, "section"):
                values = entry.values | values
        return values


def _is_target(entry: CascadeEntry, logical: str, lang: str, kind: str) -> bool:
    return (
        (not entry.path or globs.matches(entry.path, logical))
        and (not entry.kind or globs.matches(entry.kind, kind))
        and (not entry.languages or language_matches(entry.languages, lang))
    )


def folders_up(folder: str) -> Iterator[str]:
    """Yield a folder and those above it, up to content itself, which is "/"."""
    while folder != "/":
        yield folder
        folder = folder.rpartition("/")[0] or "/"
    yield "/"


def as_parsing(branches: tuple[Branch, ...]) -> Any:
    """Return what parsing reads of the _index files, for a fingerprint."""
    return [[branch.lang, branch.logical, [list(pair) for pair in branch.values]] for branch in branches]
