"""A look at the sites, and the commit of what it found: fragments, then history, then the manifest.

What is parsed goes through `map_`: the built-in one, a process pool's, or a cluster's; fragment.py has the task.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import NotPublishedError, PostsError
from pipeline.files import made, sha256
from pipeline.lake import history, text
from pipeline.lake.fragment import Batch, Task, hashed, written
from pipeline.lake.manifest import Manifest
from pipeline.lake.plan import Change, Content, File, Fragment, carried, changes, fragments
from pipeline.lake.pool import Map
from pipeline.lake.recipe import recipe
from pipeline.lake.texts import with_texts
from pipeline.progress import tracked
from pipeline.site.config import Site
from pipeline.site.scan import walk

MOST_LOST = 0.2  # share of a site's files that may be gone between two looks
SETTLED_NS = 2_000_000_000  # a file younger than this may change again without its time of change telling
_FRAGMENT = re.compile(r"[0-9a-f]{64}\.parquet")
ROUNDS = 3  # how often a file that changes under the reader is read again
GIVEN_UP = Content(None, "changed_while_read: the file kept changing while it was read; refresh again")
BATCH = 200  # files hashed in one task


@dataclass(frozen=True)
class Look:
    """What the sites hold now, beside what the lake held before. Nothing is written yet."""

    sites: tuple[Site, ...]
    before: Manifest
    files: list[File]
    recipes: dict[str, str]

    @property
    def changes(self) -> list[Change]:
        """What differs for the sites that are named now; dropping or adding a whole site is not an edit."""
        return changes([file for file in self.before.files if file.site in self.recipes], self.files)

    @property
    def unchanged(self) -> Manifest | None:
        """The manifest before, with the files' new times, if these sites make the lake that is there; else None."""
        known = {file.key: file for file in self.before.files}
        files = []
        for file in self.files:
            before = known.get(file.key)
            if before is None or (before.content, before.ignored) != (file.content, file.ignored):
                return None
            files.append(replace(before, bytes=file.bytes, mtime_ns=file.mtime_ns))
        now = self.manifest(files, self.before.history)
        return now if now.lake_id == self.before.lake_id else None

    def manifest(self, files: list[File], past: list[str]) -> Manifest:
        """The manifest of these sites with `files`, counting `past` as history."""
        sites = [
            {"site": s.name, "title": s.title, "url": s.url, "timezone": s.timezone, "future": s.future}
            for s in self.sites
        ]
        authors = [
            {"site": site.name, "author_id": author.author_id, "name": author.name, "kind": author.kind}
            for site in self.sites
            for author in site.authors
        ]
        return Manifest(files, sites, authors, self.recipes, text.recipe(), past)


def look(sites: Sequence[Site], lake: Path, *, full: bool = False, map_: Map = map) -> Look:
    """Walk the sites and hash what may have changed, or all if `full`. PostsError for a folder that is no site."""
    before = Manifest.read(lake)
    known = {} if full else {file.key: file for file in before.files}
    settled = time.time_ns() - SETTLED_NS
    seen = []
    walked = ((site, found) for site in sites for found in walk(site))
    for site, found in tracked("walk", walked, 0):
        mtime_ns = found.mtime_ns if found.mtime_ns < settled else 0
        fault = f"{found.fault.kind}: {found.fault.detail}" if found.fault else None
        file = File(site.name, found.path, found.size, mtime_ns, None, found.ignored, fault)
        seen.append(file if file.ignored or file.fault else carried(file, known.get(file.key)))
    for site in sites:
        if not any(file.site == site.name for file in seen) and not any(site.root.glob("_config.*")):
            raise PostsError(f"{site.root} has neither _config.yml nor _posts; name the folder of a Jekyll site")
    return Look(tuple(sites), before, _hashed(sites, seen, map_), {site.name: recipe(site) for site in sites})


def _hashed(sites: Sequence[Site], seen: list[File], map_: Map) -> list[File]:
    batches = []
    for site in sites:
        paths = [f.path for f in seen if f.site == site.name and not (f.sha256 or f.ignored or f.fault)]
        batches += [Batch(site, tuple(paths[start : start + BATCH])) for start in range(0, len(paths), BATCH)]
    content: dict[tuple[str, str], Content] = {}
    for batch, results in zip(batches, tracked("hash", map_(hashed, batches), len(batches)), strict=True):
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
                f"Nothing was changed. If it is meant: posts-warehouse refresh --allow-shrink {site.root}"
            )


@dataclass(frozen=True)
class Committed:
    """The lake after a commit, how many files were parsed for it, fragments written, and texts counted."""

    manifest: Manifest
    parsed: int
    fragments: int
    counted: int


def commit(
    seen: Look, lake: Path, past: Path, refresh: history.Refresh, *, full: bool = False, map_: Map = map
) -> Committed:
    """Write the fragments that are missing, the history of what changed, and the manifest, in this order."""
    began = time.time_ns()
    for folder in (past, *(lake / name for name in ("posts", *text.TABLES))):
        made(folder)
    files, parsed, wrote = _fragments(seen, lake, full=full, map_=map_)
    files, counted = with_texts(files, seen.before, lake, full=full, map_=map_)
    settled = replace(seen, files=files)
    refresh = refresh.after(seen.before.history)
    names = seen.before.history + history.append(past, refresh, settled.changes, files, seen.sites)
    manifest = settled.manifest(files, names)
    manifest = replace(manifest, digests=_digests(manifest, seen.before.digests, lake.parent, past.name, began))
    manifest.write(lake)
    _sweep(past, keep={Path(name).stem for name in names})
    _sweep(lake / "posts", keep=set(manifest.fragments()))
    for name in text.TABLES:
        _sweep(lake / name, keep=set(manifest.texts()))
    return Committed(manifest, parsed, wrote, counted)


def _fragments(seen: Look, lake: Path, *, full: bool, map_: Map) -> tuple[list[File], int, int]:
    """Make every fragment exist; gives the files with their fates, how many were parsed, how many fragments written."""
    sites = {site.name: site for site in seen.sites}
    known = {file.key: file for file in seen.before.files}
    committed = set() if full else {id for id in seen.before.fragments() if (lake / "posts" / f"{id}.parquet").exists()}
    files, done, parsed = seen.files, dict[str, dict[str, tuple[str, tuple[str, ...]]]](), 0
    for round_ in range(ROUNDS + 1):
        planned = fragments(files, seen.recipes)
        tasks = [
            Task(sites[fragment.site], fragment, _previous(fragment, known, seen, lake, full), lake / "posts")
            for fragment in planned
            if fragment.id not in committed and fragment.id not in done
        ]
        restless: dict[tuple[str, str], Content] = {}
        for task, result in zip(tasks, tracked("parse", map_(written, tasks), len(tasks)), strict=True):
            parsed += result.parsed
            restless |= {(task.site.name, path): content for path, content in result.restless.items()}
            if not result.restless:
                done[task.fragment.id] = result.fates
        if not restless:
            break
        if round_ == ROUNDS - 1:
            restless = dict.fromkeys(restless, GIVEN_UP)
        files = [file.holding(restless[file.key]) if file.key in restless else file for file in files]
    else:
        raise PostsError("files keep changing while they are read; refresh again when the site is quiet")
    homes = {(f.site, file.path): f.id for f in planned for file in f.files}
    return [_settled(file, homes.get(file.key), done, known) for file in files], parsed, len(done)


def _previous(fragment: Fragment, known: dict, seen: Look, lake: Path, full: bool) -> tuple[Path, ...]:
    """The fragments that hold rows of these files, read the same way."""
    if full or seen.before.recipes.get(fragment.site) != seen.recipes[fragment.site]:
        return ()
    names = {known[file.key].fragment for file in fragment.files if file.key in known}
    return tuple(lake / "posts" / f"{name}.parquet" for name in sorted(filter(None, names)))


def _settled(file: File, home: str | None, done: dict, known: dict) -> File:
    if home is None:
        return replace(file, fate="ignored")
    if home in done:
        fate, problems = done[home][file.path]
        return replace(file, fragment=home, fate=fate, problems=problems)
    before = known[file.key]
    return replace(file, fragment=home, fate=before.fate, problems=before.problems)


def _sweep(folder: Path, keep: set[str]) -> None:
    """Remove what the manifest does not name, or no longer does; leave foreign files alone."""
    for path in folder.iterdir():
        if (_FRAGMENT.fullmatch(path.name) or history.NAME.fullmatch(path.name)) and path.stem not in keep:
            path.unlink(missing_ok=True)


def _digests(manifest: Manifest, known: dict[str, str], warehouse: Path, past: str, began: int) -> dict[str, str]:
    """The checksum of every file that belongs to the lake and its history; what is older than this commit has one."""
    names = [f"lake/posts/{id}.parquet" for id in manifest.fragments()]
    names += [f"lake/{table}/{id}.parquet" for table in text.TABLES for id in manifest.texts()]
    names += [f"{past}/{name}" for name in manifest.history]
    digests = {}
    for name in names:
        path = warehouse / name
        is_new = not path.exists() or path.stat().st_mtime_ns > began - SETTLED_NS
        digests[name] = sha256(path) if is_new or name not in known else known[name]
    return {name: digest for name, digest in digests.items() if digest}
