"""Replacing a file so that a reader, or a power cut, finds the old one or the new one. The only place that renames."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a path beside `target` to write to; when the block ends well it becomes `target`, else it is removed."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        yield beside
        sync(beside)
        beside.replace(target)
        sync(target.parent)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """The same for a folder, whole. One that is there takes two renames: between them nothing is called `target`."""
    beside, before = (target.with_name(f".{target.name}.{os.getpid()}.{what}") for what in ("new", "old"))
    beside.mkdir()
    try:
        yield beside
        for folder, _, names in os.walk(beside, topdown=False):
            for name in names:
                sync(Path(folder, name))
            sync(Path(folder))
        if target.exists():
            target.replace(before)
        try:
            beside.replace(target)
        except OSError:
            if before.exists():
                before.replace(target)
            raise
        sync(target.parent)
        shutil.rmtree(before, ignore_errors=True)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def sync(path: Path) -> None:
    """Put a file's bytes, or a folder's names, on the disk before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
