"""PURE: which fragments the files of the sites make, and what changed since the last look: all of "incremental"."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

MOST_FILES = 1_000  # in one fragment
MONTH = re.compile(r"(?:^|/)(\d{2,4})-(\d{1,2})-\d{1,2}-[^/]*$")


class Content(NamedTuple):
    """The sha256 of what a file holds, or why nobody can tell, as "kind: detail"."""

    sha256: str | None
    fault: str | None = None


class File(NamedTuple):
    """A file of a site as it was last seen. `ignored` says why Jekyll does not read it.

    `sha256` and `fault` are its Content; `fate`, `problems` (kinds), `text_key` and `fragment` are known once it has
    been parsed, `text` (the pack that holds what is counted of it) once that has been counted.
    """

    site: str
    path: str
    bytes: int
    mtime_ns: int
    sha256: str | None = None
    ignored: str | None = None
    fault: str | None = None
    fate: str | None = None
    problems: tuple[str, ...] = ()
    text_key: int | None = None
    fragment: str | None = None
    text: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.site, self.path

    @property
    def content(self) -> str:
        """What changes when the file holds something else."""
        return self.sha256 or self.fault or ""

    def holding(self, content: Content) -> "File":
        return self._replace(sha256=content.sha256, fault=content.fault)


@dataclass(frozen=True)
class Fragment:
    """Files of one site whose rows share one Parquet file, and the recipe by which they are read."""

    recipe: str
    site: str
    files: tuple[File, ...]

    @property
    def id(self) -> str | None:
        """sha256 of the recipe and every (path, content): the same files read the same way have the same name.

        None while nobody has read one of them.
        """
        name = hashlib.sha256(self.recipe.encode())
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


def fragments(files: Iterable[File], recipes: Mapping[str, str]) -> list[Fragment]:
    """Group files by what their paths say: site, month in the file name, and a share of a month of over 1,000."""
    groups: defaultdict[tuple[str, str], list[File]] = defaultdict(list)
    for file in files:
        if file.ignored is None:
            groups[file.site, month(file.path)].append(file)
    planned = []
    for (site, _), members in sorted(groups.items()):
        shares: defaultdict[int, list[File]] = defaultdict(list)
        count = 1 << max(0, (len(members) - 1) // MOST_FILES).bit_length()
        for file in members:
            share = int(hashlib.sha256(file.path.encode()).hexdigest()[:8], 16) % count if count > 1 else 0
            shares[share].append(file)
        for _, those in sorted(shares.items()):
            planned.append(Fragment(recipes[site], site, tuple(sorted(those, key=lambda file: file.path))))
    return planned


def month(path: str) -> str:
    """Year and month of the date in a file name; `undated` without one."""
    found = MONTH.search(path)
    return f"{int(found[1]):04}-{int(found[2]):02}" if found else "undated"


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
    if known and known.sha256 and known.mtime_ns and (known.bytes, known.mtime_ns) == (seen.bytes, seen.mtime_ns):
        return seen._replace(sha256=known.sha256)
    return seen
