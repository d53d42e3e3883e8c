"""One refresh at a time, whoever starts it, and which still live: locks on files, freed however a process ends."""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TextIO

from pipeline.errors import NotPublishedError
from pipeline.files import made, unwritable

PATIENCE = 600.0  # seconds to wait for the refresh before
LIVING = ".run-"
BEGUN = 2.0  # seconds in which a run that has a file has also said who it is


@contextmanager
def locked(path: Path, who: str, say: Callable[[str], None], patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock at `path` as `who`, waiting for another holder; NotPublishedError names it if it takes long."""
    made(path.parent)
    file = _opened(path)
    try:
        deadline = time.monotonic() + patience
        told = False
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _is_at(path, file):
                    break
                file.close()  # taken for that of a dead run before it was locked
                file = _opened(path)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise NotPublishedError(f"{_holder(path)} holds {path}; refresh again when it has ended") from None
                if not told:
                    say(f"Waiting for {_holder(path)} …")
                    told = True
                time.sleep(0.1)
        holder = json.dumps({"pid": os.getpid(), "who": who, "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"})
        with suppress(OSError):  # a full disk: whoever waits is told less
            os.ftruncate(file.fileno(), 0)
            os.write(file.fileno(), holder.encode())
        yield
    finally:
        file.close()


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("ab", buffering=0)
    except OSError as error:
        raise unwritable(path, error) from error


def _is_at(path: Path, file: BinaryIO | TextIO) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def living(folder: Path, run_id: str) -> Iterator[None]:
    """Show that a run has a process, for as long as it has one; also while it waits for the lock."""
    path = folder / f"{LIVING}{run_id}"
    with locked(path, f"run {run_id[:8]}", lambda _: None):
        try:
            yield
        finally:
            path.unlink()


def dead(folder: Path) -> Iterator[str]:
    """The ids of runs whose process ended without a word, each until the caller has dealt with it.

    Whoever was killed before it said who it is left an empty file; a young one may be of a run that begins just now,
    which will make another when this is gone.
    """
    for path in folder.glob(f"{LIVING}*"):
        with suppress(FileNotFoundError, BlockingIOError), path.open("rb", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not _is_at(path, file):
                continue
            status = os.fstat(file.fileno())
            if status.st_size or status.st_mtime < time.time() - BEGUN:
                yield path.name.removeprefix(LIVING)
            path.unlink()


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"the refresh that {holder['who']} (process {holder['pid']}) started at {holder['since']}"
    except (OSError, ValueError, KeyError):
        return "another refresh"
