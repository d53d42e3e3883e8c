"""A look at the sites, and the commit of what it found: packs, then history, then the manifest.

What is parsed goes through `map_`: the built-in one, a process pool's, or a cluster's; pack.py has the task.
"""

import re
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import NotPublishedError, PostsError
from pipeline.files import is_local, made, sha256, sync, within
from pipeline.lake import history, parquet, text
from pipeline.lake.manifest import Manifest
from pipeline.lake.pack import Batch, Task, Written, hashed, written
from pipeline.lake.plan import Change, Content, File, Pack, carried, changes, packs
from pipeline.lake.pool import Map
from pipeline.lake.recipe import recipe
from pipeline.lake.texts import path_of, with_texts
from pipeline.progress import tell, tracked
from pipeline.site.config import Site
from pipeline.site.scan import walk

MOST_LOST = 0.2  # share of a site's files that may be gone between two looks
SETTLED_NS = 2_000_000_000  # a file younger than this may change again without its time of change telling
_PACK = re.compile(r"[0-9a-f]{64}\.parquet")
BATCH = 200  # files hashed in one task


@dataclass(frozen=True)
class Look:
    """What the sites hold now, beside what the lake held before. Nothing is written yet."""

    sites: tuple[Site, ...]
    before: Manifest
    files: list[File]
    recipes: dict[str, str]

    @property
    def unchanged(self) -> Manifest | None:
        """The manifest before, with the files' new times, if these sites make the lake that is there; else None."""
        known = {file.key: file for file in self.before.files}
        files = []
        for file in self.files:
            before = known.get(file.key)
            if before is None or before.state != file.state:
                return None
            same = before.changed_ns == file.changed_ns
            files.append(before if same else before._replace(changed_ns=file.changed_ns))
        now = self.manifest(files, self.before.history, self.before.sizes)
        return now if now.lake_id == self.before.lake_id else None

    def manifest(self, files: list[File], past: list[str], sizes: Mapping[str, int]) -> Manifest:
        """The manifest of these sites with `files`, whose packs have `sizes`, counting `past` as history."""
        sites = [
            {"site": s.name, "title": s.title, "url": s.url, "timezone": s.timezone, "future": s.future}
            for s in self.sites
        ]
        authors = [
            {"site": site.name, "author_id": author.author_id, "name": author.name, "kind": author.kind}
            for site in self.sites
            for author in site.authors
        ]
        held = {file.pack for file in files}
        kept = {pack: rows for pack, rows in sizes.items() if pack in held}
        return Manifest(files, sites, authors, self.recipes, text.recipe(), past, sizes=kept)


def look(sites: Sequence[Site], lake: Path, *, full: bool = False, map_: Map = map) -> Look:
    """Walk the sites and hash what may have changed; what is new, or all if `full`, waits until it is parsed.

    PostsError for a folder that is no site.
    """
    before = Manifest.read(lake)
    known = {} if full else {file.key: file for file in before.files}
    settled = time.time_ns() - SETTLED_NS
    seen = []
    walked = ((site, found) for site in sites for found in walk(site))
    for site, found in tracked("walk", walked):
        changed_ns = found.changed_ns if found.changed_ns < settled else 0
        fault = f"{found.fault.kind}: {found.fault.detail}" if found.fault else None
        file = File(site.name, found.path, found.size, changed_ns, None, found.ignored, fault)
        seen.append(file if file.ignored or file.fault else carried(file, known.get(file.key)))
    for site in sites:
        is_one = any(site.root.glob("_config.*")) or (site.root / "_posts").is_dir()
        if not is_one and not any(file.site == site.name for file in seen):
            raise PostsError(f"{site.root} has neither _config.yml nor _posts; name the folder of a Jekyll site")
    return Look(tuple(sites), before, _hashed(sites, seen, known, map_), {site.name: recipe(site) for site in sites})


def _hashed(sites: Sequence[Site], seen: list[File], known: Mapping[tuple[str, str], File], map_: Map) -> list[File]:
    batches = []
    touched = [file for file in seen if file.key in known and not (file.sha256 or file.ignored or file.fault)]
    for site in sites:
        paths = [file.path for file in touched if file.site == site.name]
        batches += [Batch(site, tuple(paths[start : start + BATCH])) for start in range(0, len(paths), BATCH)]
    content: dict[tuple[str, str], Content] = {}
    sizes = [batch.size for batch in batches]
    for batch, results in zip(batches, tracked("hash", map_(hashed, batches), sizes), strict=True):
        content.update({(batch.site.name, path): result for path, result in zip(batch.paths, results, strict=True)})
    return [file.holding(content[file.key]) if file.key in content else file for file in seen]


def refuse_shrinking(seen: Look) -> None:
    """Raise NotPublishedError if a named site lost more than a fifth of its files: half a checkout is no news."""
    for site in seen.sites:
        before = sum(file.site == site.name and file.ignored is None for file in seen.before.files)
        now = sum(file.site == site.name and file.ignored is None for file in seen.files)
        if now < before * (1 - MOST_LOST):
            raise NotPublishedError(
                f"{site.name} shrank from {before:,} files to {now:,} in {site.root}; is it all there? "
                "Nothing was changed. If it is meant, repeat this refresh with --allow-shrink"
            )


@dataclass(frozen=True)
class Committed:
    """The lake after a commit, what changed, how many files were parsed for it, packs written, texts counted."""

    manifest: Manifest
    changes: list[Change]
    parsed: int
    packs: int
    counted: int


def commit(
    seen: Look,
    lake: Path,
    past: Path,
    refresh: history.Refresh,
    *,
    store: Path | None = None,
    full: bool = False,
    map_: Map = map,
) -> Committed:
    """Write the packs that are missing, the history of what changed, and the manifest, in this order.

    Packs lie below `store`, which may be a URL's; it is the lake unless a cluster has another.
    """
    began = time.time_ns()
    store = lake if store is None else store
    for folder in (lake, past, *(store / name for name in ("posts", *text.TABLES))):
        made(folder)
    files, parsed, sizes = _packs(seen, store, full=full, map_=map_)
    files, counted = with_texts(files, seen.before, store, full=full, map_=map_)
    tell("commit")
    # dropping or adding a whole site is not an edit
    changed = changes([file for file in seen.before.files if file.site in seen.recipes], files)
    refresh = refresh.after(seen.before.history)
    names = seen.before.history + history.append(past, refresh, changed, files, seen.sites)
    manifest = seen.manifest(files, names, seen.before.sizes | sizes)
    texts = set(manifest.text_packs())
    held = {"posts": set(manifest.packs())} | dict.fromkeys(text.TABLES, texts)
    paths = {f"{past.name}/{name}": past / name for name in manifest.history}
    if is_local(store):  # other stores keep checksums of their own
        paths |= {f"lake/{name}/{id}.parquet": path_of(store, name, id) for name, ids in held.items() for id in ids}
    manifest = replace(manifest, digests=_digests(paths, seen.before.digests, began))
    manifest.write(lake)
    _sweep(past, keep={Path(name).stem for name in names})
    for place in {lake, store}:  # where packs lay before a cluster had another store
        for name, ids in held.items():
            _sweep(place / name, keep=ids if place == store else set())
    return Committed(manifest, changed, parsed, len(sizes), counted)


def _packs(seen: Look, store: Path, *, full: bool, map_: Map) -> tuple[list[File], int, dict[str, int]]:
    """Put every file into a pack; gives the files with their fates, how many were parsed, and the rows of new packs."""
    sites = {site.name: site for site in seen.sites}
    files = _kept(seen, set() if full else {path.stem for path in within(store / "posts")})
    parsed, sizes = 0, dict[str, int]()

    def tasks(planned: list[Pack]) -> list[Task]:
        return [Task(sites[pack.site], pack, store / "posts") for pack in planned]

    def noted(planned: list[Pack], results: Iterable[Written]) -> None:
        nonlocal parsed
        for pack, done in zip(planned, results, strict=True):
            parsed += done.parsed
            sizes[done.id] = len(done.fates)
            for file, (content, fate, problems, text_key, row_key) in zip(pack.files, done.fates, strict=True):
                files[file.key] = file.holding(content)._replace(
                    pack=done.id, fate=fate, problems=problems, text_key=text_key, row_key=row_key
                )

    planned = packs(files.values(), seen.recipes, seen.before.sizes)
    unread = [sum(file.pack is None for file in pack.files) for pack in planned]
    noted(planned, tracked("parse", map_(written, tasks(planned)), unread))
    while again := _repeating(sizes, files.values(), seen, store):
        noted(again, map_(written, tasks(again)))
    if sizes:
        sync(store / "posts")
    return list(files.values()), parsed, sizes


def _repeating(new: Collection[str], files: Collection[File], seen: Look, store: Path) -> list[Pack]:
    """What is left of packs with a row that a `new` one has, too: a file that is back as it was has one there."""
    if not new:
        return []
    keys = pa.array([file.row_key for file in files if file.pack in new], pa.int64())
    held = defaultdict[str, list[File]](list)
    for file in files:
        if file.pack and file.pack not in new:
            held[file.pack].append(file)
    again = []
    for pack, members in held.items():
        if len(members) < seen.before.sizes[pack]:
            try:
                there = parquet.read(path_of(store, "posts", pack), ["row_key"]).column("row_key")
                repeats = pc.any(pc.is_in(there, keys)).as_py()
            except (pa.ArrowException, OSError):  # damaged, gone, or not to be read now: what is left is parsed again
                repeats = True
            if repeats:
                site = members[0].site
                again.append(Pack(seen.recipes[site], site, tuple(sorted(members))))
    return again


def _kept(seen: Look, there: set[str]) -> dict[tuple[str, str], File]:
    """The files as they are now, with what is known of those that are the same and whose rows lie in packs `there`."""
    known = {file.key: file for file in seen.before.files if file.pack in there}
    same = {site for site, recipe in seen.recipes.items() if seen.before.recipes.get(site) == recipe}
    files = {}
    for file in seen.files:
        before = known.get(file.key)
        if file.ignored is not None:
            files[file.key] = file._replace(fate="ignored")
        elif before and file.site in same and file.content == before.content:
            files[file.key] = before._replace(bytes=file.bytes, changed_ns=file.changed_ns)
        else:
            files[file.key] = file
    return files


def _sweep(folder: Path, keep: set[str]) -> None:
    """Remove what the manifest does not name, or no longer does; leave foreign files alone."""
    for path in within(folder):
        if (_PACK.fullmatch(path.name) or history.NAME.fullmatch(path.name)) and path.stem not in keep:
            path.unlink(missing_ok=True)


def _digests(paths: dict[str, Path], known: dict[str, str], began: int) -> dict[str, str]:
    """The checksums of files by their names in the manifest; what is older than this commit has one."""
    digests = {}
    for name, path in paths.items():
        is_new = not path.exists() or path.stat().st_mtime_ns > began - SETTLED_NS
        digests[name] = sha256(path) if is_new or name not in known else known[name]
    return {name: digest for name, digest in digests.items() if digest}
