"""Files replaced whole: a reader, or a power cut, finds the old file or the new one.

Only this module renames. Add here what is true of files of any format. A path may also be a URL of a store that a
cluster writes to (universal-pathlib); nothing is synced there.
"""

import functools
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import PostsError

_LEFTOVER = re.compile(r"\..+\.\d+\.new(?:\..+)?")  # DuckDB adds .wal and .spill


@contextmanager
def replacing(target: Path, *, sync_name: bool = True) -> Iterator[Path]:
    """Yield a path beside `target`, which becomes `target` if the block ends without an error.

    After an error it is removed. A caller that writes many files into one folder sets `sync_name` to False and calls
    `sync` on the folder once. Raises PostsError where the disk is full, fails or may not be written to.
    """
    beside = target.with_name(f".{target.name}.{secrets.randbelow(10**12)}.new")  # two machines may write it
    try:
        yield beside
        sync(beside)
        (beside.replace if is_local(target) else beside.rename)(target)
        if sync_name:
            sync(target.parent)
    except OSError as error:
        raise write_error(target, error) from error
    finally:
        with suppress(OSError):  # else the next refresh removes it
            beside.unlink(missing_ok=True)


@contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """Yield a folder beside `target`, which becomes `target` if the block ends without error.

    Replacing an existing folder takes two renames. Between them nothing is called `target`.
    """
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


def file_state(path: Path) -> tuple[int, int, int] | None:
    """Return inode, size and mtime in ns, which change with the file; None without a file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def is_local(path: Path) -> bool:
    """Return whether a path belongs to the operating system, and is not a URL."""
    return isinstance(path, Path)


def sync(path: Path) -> None:
    """Write the bytes of a file, or the names in a folder, to the disk before returning."""
    if not is_local(path):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error  # a descriptor's error names no file
    finally:
        os.close(descriptor)


def ensure_dir(folder: Path) -> None:
    """Make a folder and its parents, and sync their names; PostsError if that fails."""
    try:
        if not is_local(folder):
            return folder.mkdir(parents=True, exist_ok=True)
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        for path in reversed(missing):
            path.mkdir(exist_ok=True)
            sync(path.parent)
    except OSError as error:
        raise write_error(folder, error) from error


def remove_leftovers(folder: Path) -> None:
    """Remove files that killed writers left beside their targets; the caller holds the lock."""
    for path in list_dir(folder):
        if _LEFTOVER.fullmatch(path.name):
            remove_dir(path) if path.is_dir() else path.unlink(missing_ok=True)


def list_dir(folder: Path) -> list[Path]:
    """Return the paths in a folder; none without one, as object stores have no empty folders."""
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def remove_dir(folder: Path) -> None:
    """Remove a folder and its content, if it is there."""
    if folder.exists():
        shutil.rmtree(folder) if is_local(folder) else folder.rmdir(recursive=True)  # type: ignore[call-arg]


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal; "" where there is no file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


@functools.cache
def load_query(folder: Path, name: str) -> str:
    """Return the SQL of `name`.sql in a folder of queries."""
    return (folder / f"{name}.sql").read_text(encoding="utf-8")


def write_error(path: Path, error: OSError) -> PostsError:
    """Return a PostsError that says which file cannot be written, and why."""
    why = os.strerror(error.errno) if error.errno else str(error).splitlines()[0]
    return PostsError(f"{path} cannot be written: {why}")


def to_utf8_path(path: str) -> str:
    """Return a path as text, with bytes that are not UTF-8 escaped."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")


def describe_not_utf8(error: UnicodeDecodeError) -> str:
    """Return the line and the byte that is not UTF-8, as the end of a message."""
    line = error.object.count(b"\n", 0, error.start) + 1
    return f"line {line}: byte 0x{error.object[error.start]:02x} is not UTF-8"
