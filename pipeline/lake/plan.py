"""PURE: the plan of an incremental refresh: packs to write, packs to repack, and changes since the last scan.

A pack is a file of the lake, written once: rows of posts, or statistics of texts. A row is stale once the manifest
names another pack for it; it goes when its pack is repacked. Start with plan_packs.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

MAX_POSTS_PER_PACK = 500
SMALL_PACK_ROWS = 250
MIN_LIVE_SHARE = 0.75  # of the rows of a pack: those that the manifest names
MAX_STALE_PACKS = 16  # small or mostly stale packs before some are repacked, and as many at once


Key = tuple[str, str]  # site and path


class Content(NamedTuple):
    """Sha256 of the bytes of a file, or the fault why it cannot be read, as "kind: detail".

    `lf_sha256` is that of the bytes with each CRLF as LF; None where there is no CRLF.
    """

    sha256: str | None
    fault: str | None = None
    lf_sha256: str | None = None


class File(NamedTuple):
    """File of a site as of the last scan. `ignored` says why its generator does not read it.

    `sha256`, `fault` and `lf_sha256` are its Content. `fate`, `problems` (kinds), `text_key`, `row_key` and `pack` are
    known once it has been parsed, `text_pack` once its text has been counted.
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
    lf_sha256: str | None = None

    @property
    def key(self) -> Key:
        return self.site, self.path

    @property
    def content(self) -> str:
        """Return a text that differs when the file's content differs."""
        return self.sha256 or self.fault or ""

    @property
    def state(self) -> tuple[str, str | None, int]:
        """Return what tables depend on: lakes whose files have equal states make equal tables."""
        return self.content, self.ignored, self.bytes

    def holding(self, content: Content) -> "File":
        """Return the file with another content."""
        return self._replace(sha256=content.sha256, fault=content.fault, lf_sha256=content.lf_sha256)

    def has_text_of(self, other: "File") -> bool:
        """Return whether both files hold the same text, whatever their line ends are."""
        return self.content == other.content or (self.lf_sha256 or self.content) == (other.lf_sha256 or other.content)


@dataclass(frozen=True)
class Pack:
    """Files of one site whose rows share one Parquet file, and their parser's version."""

    parser_version: str
    site: str
    files: tuple[File, ...]

    @property
    def id(self) -> str | None:
        """Return a sha256 of the parser's version and each (path, content); None if one is unread."""
        if not all(file.content for file in self.files):
            return None
        parts = ["pack", self.parser_version, *(part for file in self.files for part in (file.path, file.content))]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Change:
    """Change of one path between two scans: added, edited, moved, removed or reread."""

    site: str
    path: str
    change: str
    moved_from: str | None = None  # the old path of a moved file


def plan_packs(files: Iterable[File], parser_versions: Mapping[str, str], pack_rows: Mapping[str, int]) -> list[Pack]:
    """Return the packs to write: for files that are in none and, if there are any, to repack.

    A pack has files of one site, in the order of paths. `pack_rows` has the rows of each pack in the lake.
    """
    sites: defaultdict[str, list[File]] = defaultdict(list)
    for file in sorted(files):
        if file.ignored is None:
            sites[file.site].append(file)
    planned = []
    for site, site_files in sites.items():
        missing = [file for file in site_files if file.pack is None]
        if missing:
            to_repack = packs_to_repack(Counter(file.pack for file in site_files if file.pack), pack_rows)
            for group in (missing, [file for file in site_files if file.pack in to_repack]):
                planned += [Pack(parser_versions[site], site, tuple(part)) for part in _cut_evenly(group)]
    return planned


def _cut_evenly(files: Sequence[File]) -> list[Sequence[File]]:
    """Return parts of nearly one size, as few as MAX_POSTS_PER_PACK allows."""
    count = -(-len(files) // MAX_POSTS_PER_PACK)
    return [files[len(files) * at // count : len(files) * (at + 1) // count] for at in range(count)]


def packs_to_repack(live_rows: Mapping[str, int], pack_rows: Mapping[str, int]) -> list[str]:
    """Return the packs to repack: small or mostly stale ones, smallest first.

    Empty until there are more than MAX_STALE_PACKS. Of the `pack_rows` of a pack, the manifest names its `live_rows`.
    """
    stale = [
        (rows, pack)
        for pack, rows in live_rows.items()
        if pack_rows[pack] < SMALL_PACK_ROWS or rows < MIN_LIVE_SHARE * pack_rows[pack]
    ]
    return [pack for _, pack in sorted(stale)[:MAX_STALE_PACKS]] if len(stale) > MAX_STALE_PACKS else []


def find_changes(before: Iterable[File], after: Iterable[File]) -> list[Change]:
    """Return the sorted changes; a removed file whose content was added elsewhere has moved."""
    old = {file.key: file for file in before if file.ignored is None}
    new = {file.key: file for file in after if file.ignored is None}
    removed: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for site, path in sorted(old.keys() - new.keys(), reverse=True):
        if sha256 := old[site, path].sha256:
            removed[site, sha256].append(path)
    changes, moved = [], set()
    for key in sorted(new):
        file, site = new[key], key[0]
        if key in old:
            if not file.has_text_of(old[key]):
                changes.append(Change(*key, "edited"))
            elif file.problems != old[key].problems:
                changes.append(Change(*key, "reread"))
        elif file.sha256 and removed.get((site, file.sha256)):
            source = removed[site, file.sha256].pop()
            moved.add((site, source))
            changes.append(Change(*key, "moved", source))
        else:
            changes.append(Change(*key, "added"))
    changes += [Change(*key, "removed") for key in old.keys() - new.keys() - moved]
    return sorted(changes, key=lambda change: (change.site, change.path, change.change))


def carry_over_hash(scanned: File, known: File | None) -> File:
    """Return `scanned` with the checksum of `known` if size and ctime are the same."""
    if known is None or known.changed_ns == 0:  # the file was too young to trust its ctime
        return scanned
    is_same = (known.bytes, known.changed_ns) == (scanned.bytes, scanned.changed_ns)
    return scanned._replace(sha256=known.sha256, lf_sha256=known.lf_sha256) if is_same else scanned
