"""Repair of damage on the disk, found by checksums before a refresh reads the lake. Start with repair.

Damaged packs are removed, and the refresh makes them again. The manifest has a copy named by its own checksum, and
names the checksums of all other files.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from pipeline.files import ensure_dir, file_sha256, list_dir, remove_leftovers, replacing
from pipeline.lake import history, text_stats
from pipeline.lake.manifest import FILE_NAME, DamagedError, Manifest, manifest_copies


def repair(lake: Path, history_dir: Path, store: Path | None = None) -> list[str]:
    """Remove leftovers and damaged packs, rename damaged history; return a sentence for each.

    Packs are below `store`, by default the lake. The caller holds the lock. PostsError for a lake of a newer release.
    """
    folders = (lake.parent, lake, lake / "revisions", history_dir)
    for folder in (*folders, *((store or lake) / name for name in ("posts", *text_stats.TABLES))):
        remove_leftovers(folder)
    messages = _repair_manifest(lake, history_dir)
    missing = 0
    checksums = {lake.parent / name: checksum for name, checksum in sorted(Manifest.load(lake).checksums.items())}
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:  # hashing releases the GIL
        found_checksums = threads.map(file_sha256, checksums)
    for (path, checksum), found in zip(checksums.items(), found_checksums, strict=True):
        if found == checksum:
            continue
        if path.parent == history_dir:
            if found:
                path.replace(path.with_name(f"{path.name}.damaged"))
            state = "damaged" if found else "gone"
            messages.append(f"{path} is {state}: put it back from a backup; until then its changes are missing")
        elif found:
            path.unlink()
            messages.append(f"{path} is damaged: it is made again")
        else:
            missing += 1
    if missing:  # for instance after a restore: backups hold no packs
        messages.append(f"{lake} lacks {missing:,} of its files: they are made again")
    return messages


def _repair_manifest(lake: Path, history_dir: Path) -> list[str]:
    path = lake / FILE_NAME
    found = file_sha256(path)
    if any(copy.stem == f"files-{found}" for copy in manifest_copies(lake)):
        return []
    valid = [copy for copy in manifest_copies(lake) if copy.stem == f"files-{file_sha256(copy)}"]
    if valid:  # two if a refresh was killed before its commit; all files of the newer one are written
        newest = max(valid, key=lambda copy: copy.stat().st_mtime_ns)
        with replacing(path) as beside:
            beside.write_bytes(newest.read_bytes())
        return [f"{path} is {'damaged' if found else 'gone'}: its copy {newest.name} takes its place"]
    if found and not manifest_copies(lake):  # from a release without copies, or a first commit that was killed
        with suppress(DamagedError):
            Manifest.load(lake)
            return []
    known = sorted(file.name for file in list_dir(history_dir) if history.FILE_NAME.fullmatch(file.name))
    if not found and not known:
        return []
    ensure_dir(lake)
    Manifest(history=known).write(lake)
    return [f"{path} is {'damaged' if found else 'gone'}, and it has no copy: the lake is made again from the sites"]
