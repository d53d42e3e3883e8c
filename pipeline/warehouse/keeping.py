"""The published file on the disk: its checksum, the file before it, and the way back to that."""

import os
import shutil
from pathlib import Path

import duckdb

from pipeline.errors import PostsError
from pipeline.files import replacing, sha256

PREVIOUS = "posts.previous.duckdb"
SEAL = ".posts.sha256"  # as sha256sum writes and reads it


def seal(published: Path, new: Path) -> None:
    """Write down what `new` holds, which is to be the published file; a refresh that finds another builds it again."""
    with replacing(published.with_name(SEAL)) as beside:
        beside.write_text(f"{sha256(new)}  {published.name}\n")


def is_whole(published: Path) -> bool:
    """Whether the published file holds what was published; where nobody wrote that down, it is taken to."""
    try:
        sealed = published.with_name(SEAL).read_text()
    except (FileNotFoundError, UnicodeDecodeError):
        return True
    return sealed == f"{sha256(published)}  {published.name}\n"


def keep(published: Path) -> None:
    """Let the published file be the one before as well, which costs no room until it is replaced."""
    with replacing(published.with_name(PREVIOUS)) as beside:
        _same(published, beside)


def clear(published: Path) -> None:
    """Remove the log that a tool left beside the published file: with a stale one it would not open."""
    published.with_name(f"{published.name}.wal").unlink(missing_ok=True)


def rollback(published: Path) -> None:
    """Publish the file before again; what was live becomes the file before. The caller holds the lock."""
    previous = published.with_name(PREVIOUS)
    if not previous.exists():
        raise PostsError(f"{previous} is not there: nothing was published before")
    try:
        with duckdb.connect(str(previous), read_only=True) as duck:
            duck.execute("select site from core.sites").fetchall()
    except duckdb.Error as error:
        why = str(error).splitlines()[0]
        raise PostsError(f"{previous} cannot be published: {why}; {published.name} stays as it is") from error
    with replacing(previous) as kept:
        if published.exists():
            _same(published, kept)
        else:
            _same(previous, kept)
        clear(published)
        with replacing(published) as beside:
            _same(previous, beside)
            seal(published, beside)


def _same(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)
