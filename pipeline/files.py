"""Replacing a file so that a reader, or a power cut, finds the old one or the new one. The only place that renames.

A path may also be a URL's (universal-pathlib), of a store that a cluster writes to: there nothing is synced.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import PostsError

_LEFT = re.compile(r"\..+\.\d+\.new(?:\..+)?")  # with what DuckDB puts beside it


@contextmanager
def replacing(target: Path, *, named: bool = True) -> Iterator[Path]:
    """Give a path beside `target` to write to; when the block ends well it becomes `target`, else it is removed.

    Whoever writes many files into one folder puts their names on the disk once, with `sync`, not `named` each time.
    Raises PostsError where the disk is full, fails or is not ours to write to.
    """
    beside = target.with_name(f".{target.name}.{secrets.randbelow(10**12)}.new")  # two machines may write one file
    try:
        yield beside
        sync(beside)
        (beside.replace if is_local(target) else beside.rename)(target)
        if named:
            sync(target.parent)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        with suppress(OSError):  # the next refresh sweeps it
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


def state(path: Path) -> tuple[int, int, int] | None:
    """What is another once a file has been replaced or written to; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def is_local(path: Path) -> bool:
    """Whether a path is one of the operating system's, not that of a URL."""
    return isinstance(path, Path)


def sync(path: Path) -> None:
    """Put a file's bytes, or a folder's names, on the disk before going on."""
    if not is_local(path):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error  # a descriptor's error names no file
    finally:
        os.close(descriptor)


def made(folder: Path) -> None:
    """Make a folder and those above it, so that a power cut does not take it away from what is written there."""
    try:
        if not is_local(folder):
            return folder.mkdir(parents=True, exist_ok=True)
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        for path in reversed(missing):
            path.mkdir(exist_ok=True)
            sync(path.parent)
    except OSError as error:
        raise unwritable(folder, error) from error


def sweep(folder: Path) -> None:
    """Remove what killed writers left beside their targets; the caller knows that nobody is writing here."""
    for path in within(folder):
        if _LEFT.fullmatch(path.name):
            remove(path) if path.is_dir() else path.unlink(missing_ok=True)


def within(folder: Path) -> list[Path]:
    """What lies in a folder; nothing where there is none, as an object store has no empty ones."""
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, if it is there."""
    if folder.exists():
        shutil.rmtree(folder) if is_local(folder) else folder.rmdir(recursive=True)  # type: ignore[call-arg]


def sha256(path: Path) -> str:
    """What a file holds, as 64 digits; "" where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def unwritable(path: Path, error: OSError) -> PostsError:
    """The system's error as one line: what was to be written, and why that cannot be."""
    why = os.strerror(error.errno) if error.errno else str(error).splitlines()[0]
    return PostsError(f"{path} cannot be written: {why}")


def readable(path: str) -> str:
    """A path as text: bytes of it that are not UTF-8 are escaped, so that something can refer to it."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")


def not_utf8(error: UnicodeDecodeError) -> str:
    """Where a text that was read as UTF-8 is none, to follow what it is."""
    line = error.object.count(b"\n", 0, error.start) + 1
    return f"line {line}: byte 0x{error.object[error.start]:02x} is not UTF-8"
