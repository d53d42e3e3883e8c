"""Commit of a scan to the lake: packs of posts, packs of text statistics, history, then the manifest.

Start with commit. Tasks go through `map_`: the built-in one, that of a process pool, or a cluster's. They are defined
in post_packs.py and text_packs.py.
"""

import re
import time
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.files import ensure_dir, file_sha256, is_local, list_dir, sync
from pipeline.git import GitError
from pipeline.lake import history, parquet, text_stats
from pipeline.lake.changes import SETTLED_NS, ScanResult
from pipeline.lake.manifest import Manifest
from pipeline.lake.plan import Change, File, Key, Pack, find_changes, plan_packs
from pipeline.lake.pool import Map
from pipeline.lake.post_packs import PostPackTask, write_post_pack
from pipeline.lake.revisions import revisions_path, update_revisions
from pipeline.lake.text_packs import count_texts, pack_path
from pipeline.progress import report_progress, track

_PACK_NAME = re.compile(r"[0-9a-f]{64}\.parquet")


@dataclass(frozen=True)
class CommitResult:
    """Manifest and changes of a commit; numbers of parsed files, new packs, counted texts."""

    manifest: Manifest
    changes: list[Change]
    parsed: int
    packs: int
    counted: int


def commit(
    scan: ScanResult,
    lake: Path,
    history_dir: Path,
    refresh: history.Refresh,
    *,
    store: Path | None = None,
    full: bool = False,
    map_: Map = map,
) -> CommitResult:
    """Write the missing packs, the history of the changes, and the manifest, in this order.

    Packs are written below `store`, by default the lake; it may be a URL. `full` parses and counts every file.
    """
    started_ns = time.time_ns()
    store = lake if store is None else store
    for folder in (lake, history_dir, *(store / name for name in ("posts", *text_stats.TABLES))):
        ensure_dir(folder)
    files, parsed, pack_rows = _write_post_packs(scan, store, full=full, map_=map_)
    files, counted = count_texts(files, scan.before, store, full=full, map_=map_)
    revisions = _update_revisions(scan, lake, full=full)
    report_progress("commit")
    # Files of a site that is no longer named do not count as removed.
    changes = find_changes([file for file in scan.before.files if file.site in scan.parser_versions], files)
    refresh = refresh.after(scan.before.history)
    names = scan.before.history + history.append(history_dir, refresh, changes, files, scan.sites)
    manifest = scan.manifest(files, names, scan.before.pack_rows | pack_rows, revisions)
    text_packs = set(manifest.text_packs())
    packs = {"posts": set(manifest.packs())} | dict.fromkeys(text_stats.TABLES, text_packs)
    paths = {f"{history_dir.name}/{name}": history_dir / name for name in manifest.history}
    if is_local(store):  # other stores keep checksums of their own
        paths |= {f"lake/{name}/{id}.parquet": pack_path(store, name, id) for name, ids in packs.items() for id in ids}
    revision_files = {found["id"] for found in revisions.values()}
    paths |= {f"lake/revisions/{id}.parquet": revisions_path(lake, id) for id in revision_files}
    manifest = replace(manifest, checksums=_checksums(paths, scan.before.checksums, started_ns))
    manifest.write(lake)
    _remove_unnamed(history_dir, keep={Path(name).stem for name in names})
    _remove_unnamed(lake / "revisions", keep=revision_files)
    for place in {lake, store}:  # the lake may hold packs from before it had another store
        for name, ids in packs.items():
            _remove_unnamed(place / name, keep=ids if place == store else set())
    return CommitResult(manifest, changes, parsed, len(pack_rows), counted)


def _update_revisions(scan: ScanResult, lake: Path, *, full: bool) -> dict[str, dict[str, str]]:
    """Bring the revisions of each site up to date; return the History of each that has one."""
    found = {name: known for name, known in scan.before.revisions.items() if name in scan.kept}
    for site in scan.sites:
        paths = {file.path for file in scan.files if file.site == site.name and file.ignored is None}
        before = scan.before.revisions.get(site.name)
        try:
            after = update_revisions(site, paths, None if full else before, lake)
        except GitError as error:  # the files themselves were read
            report_progress(f"{site.name} keeps the revisions it had: {error}")
            after = before
        if after:
            found[site.name] = after
    return found


def _write_post_packs(
    scan: ScanResult, store: Path, *, full: bool, map_: Map
) -> tuple[list[File], int, dict[str, int]]:
    """Pack every file; return the files, how many were parsed, and the rows of each new pack."""
    sites = {site.name: site for site in scan.sites}
    files = _carry_over_known(scan, set() if full else {path.stem for path in list_dir(store / "posts")})
    parsed, pack_rows = 0, dict[str, int]()

    def write_packs(planned: list[Pack], unread: list[int] | None = None) -> None:
        nonlocal parsed
        results = map_(write_post_pack, [PostPackTask(sites[pack.site], pack, store / "posts") for pack in planned])
        for pack, written in zip(planned, results if unread is None else track("parse", results, unread), strict=True):
            parsed += written.parsed
            pack_rows[written.id] = len(written.fates)
            for file, (content, fate, problems, text_key, row_key) in zip(pack.files, written.fates, strict=True):
                files[file.key] = file.holding(content)._replace(
                    pack=written.id, fate=fate, problems=problems, text_key=text_key, row_key=row_key
                )

    planned = plan_packs(files.values(), scan.parser_versions, scan.before.pack_rows)
    write_packs(planned, [sum(file.pack is None for file in pack.files) for pack in planned])
    while duplicates := _packs_with_duplicates(pack_rows, files.values(), scan, store):
        write_packs(duplicates)
    if pack_rows:
        sync(store / "posts")
    return list(files.values()), parsed, pack_rows


def _packs_with_duplicates(new: Collection[str], files: Collection[File], scan: ScanResult, store: Path) -> list[Pack]:
    """Return the old packs to write again because a `new` one repeats a row of theirs.

    A file that is back as it was still has its old row, which no longer counts, in an old pack.
    """
    if not new:
        return []
    keys = pa.array([file.row_key for file in files if file.pack in new], pa.int64())
    members_by_pack = defaultdict[str, list[File]](list)
    for file in files:
        if file.pack and file.pack not in new and file.site not in scan.kept:
            members_by_pack[file.pack].append(file)
    duplicates = []
    for pack, members in members_by_pack.items():
        if len(members) < scan.before.pack_rows[pack]:
            try:
                rows = parquet.load(pack_path(store, "posts", pack), ["row_key"]).column("row_key")
                repeats = pc.any(pc.is_in(rows, keys)).as_py()
            except (pa.ArrowException, OSError):  # damaged, gone or unreadable: its files are parsed again
                repeats = True
            if repeats:
                site = members[0].site
                duplicates.append(Pack(scan.parser_versions[site], site, tuple(sorted(members))))
    return duplicates


def _carry_over_known(scan: ScanResult, stored: set[str]) -> dict[Key, File]:
    """Return the files by key; unchanged ones keep their row in a pack that is `stored`, unread sites all rows."""
    known = {file.key: file for file in scan.before.files if file.pack in stored}
    same = {site for site, version in scan.parser_versions.items() if scan.before.parser_versions.get(site) == version}
    files = {}
    for file in scan.files:
        before = known.get(file.key)
        if file.site in scan.kept:
            files[file.key] = file
        elif file.ignored is not None:
            files[file.key] = file._replace(fate="ignored")
        elif before and file.site in same and file.content == before.content:
            files[file.key] = before._replace(bytes=file.bytes, changed_ns=file.changed_ns)
        else:
            files[file.key] = file
    return files


def _remove_unnamed(folder: Path, keep: set[str]) -> None:
    """Remove packs and history files whose stem is not in `keep`; leave foreign files alone."""
    for path in list_dir(folder):
        if (_PACK_NAME.fullmatch(path.name) or history.FILE_NAME.fullmatch(path.name)) and path.stem not in keep:
            path.unlink(missing_ok=True)


def _checksums(paths: dict[str, Path], known: dict[str, str], started_ns: int) -> dict[str, str]:
    """Return the sha256 of files by their names in the manifest; read only the new files."""
    checksums = {}
    for name, path in paths.items():
        is_new = not path.exists() or path.stat().st_mtime_ns > started_ns - SETTLED_NS
        checksums[name] = file_sha256(path) if is_new or name not in known else known[name]
    return {name: checksum for name, checksum in checksums.items() if checksum}
