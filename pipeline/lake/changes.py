"""Scan of the sites: the files now, compared with the manifest by size and ctime, then by sha256.

Start with detect_changes. Nothing is written and no post is parsed here; commit.py does both.
"""

import itertools
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import pyarrow as pa

from pipeline.generators import generator_of
from pipeline.generators.site import Site
from pipeline.lake import parquet, text_stats
from pipeline.lake.manifest import Manifest
from pipeline.lake.names import list_names
from pipeline.lake.parser_version import parser_version
from pipeline.lake.plan import Content, File, Key, carry_over_hash
from pipeline.lake.pool import Map
from pipeline.lake.post_packs import PACKED, HashTask, hash_files
from pipeline.lake.text_packs import pack_path
from pipeline.progress import track
from pipeline.shrinking import has_shrunk

SETTLED_NS = 2_000_000_000  # a younger file may change again within the same ctime
MAX_FILES_PER_HASH_TASK = 200


@dataclass(frozen=True)
class ScanResult:
    """Files of the sites now, and the manifest before. Nothing is written yet.

    `kept` names sites that could not be read: their files, settings and authors are those of the manifest before.
    """

    sites: tuple[Site, ...]
    before: Manifest
    files: list[File]
    parser_versions: dict[str, str]  # by site
    names: dict[str, list[str]]  # by site, of what is no post (lake/names.py)
    kept: frozenset[str] = frozenset()

    @property
    def unchanged(self) -> Manifest | None:
        """Return the manifest with new file times if these sites make the same lake, else None."""
        known = {file.key: file for file in self.before.files}
        files = []
        if any(site.head != self.before.revisions.get(site.name, {}).get("head") for site in self.sites):
            return None
        for file in self.files:
            before = known.get(file.key)
            if before is None or before.state != file.state:
                return None
            same = before.changed_ns == file.changed_ns
            files.append(before if same else before._replace(changed_ns=file.changed_ns))
        now = self.manifest(files, self.before.history, self.before.pack_rows, self.before.revisions)
        return now if now.lake_id == self.before.lake_id else None

    @property
    def shrunk(self) -> list[str]:
        """Return a sentence for each site that lost more files than usual, with the first that cannot be read."""
        before = Counter(file.site for file in self.before.files if file.ignored is None)
        now = Counter(file.site for file in self.files if file.ignored is None)
        faults = {file.site: f" {file.path}: {file.fault}." for file in reversed(self.files) if file.fault}
        return [
            f"{site.name} shrank from {before[site.name]:,} files to {now[site.name]:,} in {site.root}; "
            f"is it all there?{faults.get(site.name, '')}"
            for site in self.sites
            if has_shrunk(before[site.name], now[site.name])
        ]

    def manifest(
        self,
        files: list[File],
        history: list[str],
        pack_rows: Mapping[str, int],
        revisions: dict[str, dict[str, str]],
    ) -> Manifest:
        """Return the manifest of these sites with `files`, whose packs have `pack_rows`, and `revisions`."""
        sites = [row for row in self.before.sites if row["site"] in self.kept]
        sites += [
            {
                "site": site.name,
                "title": site.title,
                "url": site.url,
                "base_url": site.base_url,
                "generator": site.generator,
                "commit": site.commit,
                "is_shallow": site.is_shallow,
                "timezone": site.timezone,
                "future": site.shows_future,
                "settings_files": list(site.settings_files),
                "assumed": list(site.assumed),
                "problems": [{"path": found.path} | vars(found.problem) for found in site.problems],
            }
            for site in self.sites
        ]
        authors = [row for row in self.before.authors if row["site"] in self.kept]
        authors += [
            {"site": site.name, "author_id": author.author_id, "name": author.name, "kind": author.kind}
            for site in self.sites
            for author in site.authors
        ]
        sites.sort(key=itemgetter("site"))
        authors.sort(key=itemgetter("site", "author_id"))
        packs = {file.pack for file in files}
        rows = {pack: rows for pack, rows in pack_rows.items() if pack in packs}
        versions = self.parser_versions, text_stats.text_version()
        return Manifest(files, sites, authors, self.names, revisions, *versions, history, pack_rows=rows)


def detect_changes(
    sites: Sequence[Site], lake: Path, *, kept: Collection[str] = (), full: bool = False, map_: Map = map
) -> ScanResult:
    """Scan the sites, and hash the known files that may have changed.

    New files are hashed when they are parsed. With `full`, all files count as new. The files of the sites that are
    `kept` are those of the manifest.
    """
    before = Manifest.load(lake)
    known = {} if full else {file.key: file for file in before.files}
    files = []
    for file in track("scan", itertools.chain.from_iterable(map(list_files, sites))):
        files.append(file if file.ignored or file.fault else carry_over_hash(file, known.get(file.key)))
    files = _hash_touched(sites, files, known, map_)
    names = {site.name: _list_names(site, files) for site in sites}
    names |= {name: before.names.get(name, []) for name in kept}
    files += [file for file in before.files if file.site in kept]
    versions = {name: version for name, version in before.parser_versions.items() if name in kept}
    versions |= {site.name: parser_version(site) for site in sites}
    return ScanResult(tuple(sites), before, files, versions, names, frozenset(kept))


def _list_names(site: Site, files: Sequence[File]) -> list[str]:
    return list_names(site.root, {file.path for file in files if file.site == site.name and file.ignored is None})


def list_files(site: Site) -> Iterator[File]:
    """Yield every file that the generator of a site looks at; none is opened."""
    settled = time.time_ns() - SETTLED_NS
    for found in generator_of(site).walk(site):
        changed_ns = found.changed_ns if found.changed_ns < settled else 0
        fault = f"{found.fault.kind}: {found.fault.detail}" if found.fault else None
        yield File(site.name, found.path, found.size, changed_ns, None, found.ignored, fault)


def has_whole_packs(site: str, before: Manifest, store: Path) -> bool:
    """Return whether every row of a site is in a pack of today's columns, so that it can be kept unread."""
    packs = {file.pack for file in before.files if file.site == site and file.ignored is None}
    try:
        return all(pack and parquet.has_schema(pack_path(store, "posts", pack), PACKED) for pack in packs)
    except (pa.ArrowException, OSError):  # damaged or gone
        return False


def _hash_touched(sites: Sequence[Site], files: list[File], known: Mapping[Key, File], map_: Map) -> list[File]:
    """Return the files, with new checksums of known ones whose size or ctime differs."""
    tasks = []
    touched = [file for file in files if file.key in known and not (file.sha256 or file.ignored or file.fault)]
    for site in sites:
        paths = [file.path for file in touched if file.site == site.name]
        for start in range(0, len(paths), MAX_FILES_PER_HASH_TASK):
            tasks.append(HashTask(site, tuple(paths[start : start + MAX_FILES_PER_HASH_TASK])))
    contents: dict[Key, Content] = {}
    sizes = [task.size for task in tasks]
    for task, results in zip(tasks, track("hash", map_(hash_files, tasks), sizes), strict=True):
        contents |= {(task.site.name, path): content for path, content in zip(task.paths, results, strict=True)}
    return [file.holding(contents[file.key]) if file.key in contents else file for file in files]
