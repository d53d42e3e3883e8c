"""Replacing a file so that a reader, or a power cut, finds the old one or the new one. The only place that renames."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(target: Path, *, named: bool = True) -> Iterator[Path]:
    """Give a path beside `target` to write to; when the block ends well it becomes `target`, else it is removed.

    Whoever writes many files into one folder puts their names on the disk once, with `sync`, not `named` each time.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        yield beside
        sync(beside)
        beside.replace(target)
        if named:
            sync(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Put a file's bytes, or a folder's names, on the disk before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
