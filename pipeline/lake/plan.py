"""PURE: which packs are written for what the sites hold, and what changed since the last look: all of "incremental".

A pack is a file of the lake, written once: rows of posts, or what is counted of texts. What it holds no longer counts
once the manifest names another pack for it, and goes when worn packs are put together.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

MOST = 500  # posts of a pack
SMALL, WASTEFUL = 250, 0.75  # what a pack holds; the share of it that counts
MOST_WORN = 16  # packs that are small or wasteful before they are put together, and as many at once


class Content(NamedTuple):
    """The sha256 of what a file holds, or why nobody can tell, as "kind: detail"."""

    sha256: str | None
    fault: str | None = None


class File(NamedTuple):
    """A file of a site as it was last seen. `ignored` says why Jekyll does not read it.

    `sha256` and `fault` are its Content; `fate`, `problems` (kinds), `text_key`, `row_key` and `pack` are known once it
    has been parsed, `text_pack` (which holds what is counted of it) once that has been counted.
    """

    site: str
    path: str
    bytes: int
    changed_ns: int
    sha256: str | None = None
    ignored: str | None = None
    fault: str | None = None
    fate: str | None = None
    problems: tuple[str, ...] = ()
    text_key: int | None = None
    row_key: int | None = None
    pack: str | None = None
    text_pack: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.site, self.path

    @property
    def content(self) -> str:
        """What changes when the file holds something else."""
        return self.sha256 or self.fault or ""

    @property
    def state(self) -> tuple[str, str | None, int]:
        """What tables say of it, or of what is in it: lakes whose files have equal ones make equal tables."""
        return self.content, self.ignored, self.bytes

    def holding(self, content: Content) -> "File":
        return self._replace(sha256=content.sha256, fault=content.fault)


@dataclass(frozen=True)
class Pack:
    """Files of one site whose rows share one Parquet file, and the recipe by which they are read."""

    recipe: str
    site: str
    files: tuple[File, ...]

    @property
    def id(self) -> str | None:
        """sha256 of the recipe and every (path, content): the same files read the same way have the same name.

        None while nobody has read one of them.
        """
        name = hashlib.sha256(f"pack\0{self.recipe}".encode())  # files of before FORMAT 5 were named without that word
        for file in self.files:
            if not file.content:
                return None
            name.update(f"\0{file.path}\0{file.content}".encode())
        return name.hexdigest()


@dataclass(frozen=True)
class Change:
    """What became of one path between two looks: added, edited, moved (from `moved_from`), removed or reread."""

    site: str
    path: str
    change: str
    moved_from: str | None = None


def packs(files: Iterable[File], recipes: Mapping[str, str], sizes: Mapping[str, int]) -> list[Pack]:
    """The packs to write: for files that are in none, and with these for those of worn packs, once they are many.

    A pack is of one site, and in the order of paths; `sizes` says how many rows each pack has that there is.
    """
    sites: defaultdict[str, list[File]] = defaultdict(list)
    for file in sorted(files):
        if file.ignored is None:
            sites[file.site].append(file)
    planned = []
    for site, all_ in sites.items():
        missing = [file for file in all_ if file.pack is None]
        if missing:
            again = worn(Counter(file.pack for file in all_ if file.pack), sizes)
            for share in (missing, [file for file in all_ if file.pack in again]):
                planned += [Pack(recipes[site], site, tuple(part)) for part in _cut(share)]
    return planned


def _cut(files: Sequence[File]) -> list[Sequence[File]]:
    """Parts of one size, as few as MOST allows."""
    count = -(-len(files) // MOST)
    return [files[len(files) * at // count : len(files) * (at + 1) // count] for at in range(count)]


def worn(used: Mapping[str, int], sizes: Mapping[str, int]) -> list[str]:
    """Which packs are to be put together: those that are small or wasteful, the smallest first, once they are many.

    `used` says how much of each pack counts, `sizes` how much it holds.
    """
    found = [pack for pack, count in used.items() if sizes[pack] < SMALL or count < WASTEFUL * sizes[pack]]
    return sorted(found, key=lambda pack: (used[pack], pack))[:MOST_WORN] if len(found) > MOST_WORN else []


def changes(before: Iterable[File], after: Iterable[File]) -> list[Change]:
    """What differs between two looks, sorted; a removed path whose content is at an added one has moved there."""
    old = {file.key: file for file in before if file.ignored is None}
    new = {file.key: file for file in after if file.ignored is None}
    gone: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for site, path in sorted(old.keys() - new.keys(), reverse=True):
        if sha256 := old[site, path].sha256:
            gone[site, sha256].append(path)
    found = []
    moved = set()
    for key in sorted(new):
        file, site = new[key], key[0]
        if key in old:
            if file.content != old[key].content:
                found.append(Change(*key, "edited"))
            elif file.problems != old[key].problems:
                found.append(Change(*key, "reread"))
        elif file.sha256 and gone.get((site, file.sha256)):
            source = gone[site, file.sha256].pop()
            moved.add((site, source))
            found.append(Change(*key, "moved", source))
        else:
            found.append(Change(*key, "added"))
    found += [Change(*key, "removed") for key in old.keys() - new.keys() - moved]
    return sorted(found, key=lambda change: (change.site, change.path, change.change))


def carried(seen: File, known: File | None) -> File:
    """`seen` with the hash that the same path had, if size and time of change say that it is the same file.

    A time of 0 says nothing: the file was too young to trust it.
    """
    if known and known.sha256 and known.changed_ns and (known.bytes, known.changed_ns) == (seen.bytes, seen.changed_ns):
        return seen._replace(sha256=known.sha256)
    return seen
