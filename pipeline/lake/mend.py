"""Damage on the disk: found by checksums before a refresh reads the lake, and said; the refresh makes it again.

The manifest has a copy beside it that is named by its own checksum, and says the checksums of all other files.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from pipeline.files import made, replacing, sha256, sweep
from pipeline.lake import history, text
from pipeline.lake.manifest import NAME, DamagedError, Manifest, copies


def mend(lake: Path, past: Path, store: Path | None = None) -> list[str]:
    """Remove what killed writers left, put aside what is damaged, and give a sentence for each damaged file.

    Packs lie below `store`, the lake if there is no other. The caller holds the lock. Raises PostsError for a lake
    of a newer release.
    """
    for folder in (lake.parent, lake, past, *((store or lake) / name for name in ("posts", *text.TABLES))):
        sweep(folder)
    said = _mended_manifest(lake, past)
    committed = Manifest.read(lake)
    lost = 0
    digests = {lake.parent / name: digest for name, digest in sorted(committed.digests.items())}
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:  # hashing holds no lock of Python's
        held = threads.map(sha256, digests)
    for (path, digest), found in zip(digests.items(), held, strict=True):
        if found == digest:
            continue
        if path.parent == past:
            if found:
                path.replace(path.with_name(f"{path.name}.damaged"))
            what = "damaged" if found else "gone"
            said.append(f"{path} is {what}: put it back from a backup; until then its changes are missing")
        elif found:
            path.unlink()
            said.append(f"{path} is damaged: it is made again")
        else:
            lost += 1
    if lost:  # as after a backup was put back, which holds none of them
        said.append(f"{lake} lacks {lost:,} of its files: they are made again")
    return said


def _mended_manifest(lake: Path, past: Path) -> list[str]:
    path = lake / NAME
    found = sha256(path)
    if any(copy.stem == f"files-{found}" for copy in copies(lake)):
        return []
    whole = [copy for copy in copies(lake) if copy.stem == f"files-{sha256(copy)}"]
    if whole:  # two, if a refresh was killed before its commit, when all that the newer one names was written
        newest = max(whole, key=lambda copy: copy.stat().st_mtime_ns)
        with replacing(path) as beside:
            beside.write_bytes(newest.read_bytes())
        return [f"{path} is {'damaged' if found else 'gone'}: its copy {newest.name} takes its place"]
    if found and not copies(lake):  # of a release that made none, or of one killed in its first commit
        with suppress(DamagedError):
            Manifest.read(lake)
            return []
    known = sorted(file.name for file in past.iterdir() if history.NAME.fullmatch(file.name)) if past.exists() else []
    if not found and not known:
        return []
    made(lake)
    Manifest(history=known).write(lake)
    return [f"{path} is {'damaged' if found else 'gone'}, and it has no copy: the lake is made again from the sites"]
