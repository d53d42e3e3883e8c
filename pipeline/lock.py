"""Locks on files: one refresh at a time, and which runs still have a process.

The system frees a lock when its process ends, however that happens. Start with `hold_lock`.
"""

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
from pipeline.files import ensure_dir, write_error

LOCK_TIMEOUT_S = 600.0  # a waiting refresh gives up after this time
RUN_LOCK_PREFIX = ".run-"
START_GRACE_S = 2.0  # an empty run lock that is older belongs to no live run


@contextmanager
def hold_lock(path: Path, who: str, say: Callable[[str], None], timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[None]:
    """Hold the lock at `path` as `who`, after waiting up to `timeout_s` seconds for another.

    `say` gets one sentence when the waiting starts. Raises NotPublishedError, which names the holder, when it ends.
    """
    ensure_dir(path.parent)
    file = _open_lock_file(path)
    try:
        deadline = time.monotonic() + timeout_s
        has_said = False
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _is_at(path, file):
                    break
                file.close()  # find_dead_runs removed it before it was locked
                file = _open_lock_file(path)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise NotPublishedError(
                        f"{_describe_holder(path)} holds {path}; refresh again when it has ended"
                    ) from None
                if not has_said:
                    say(f"Waiting for {_describe_holder(path)} …")
                    has_said = True
                time.sleep(0.1)
        holder = json.dumps({"pid": os.getpid(), "who": who, "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"})
        with suppress(OSError):  # on a full disk, a waiting refresh cannot name the holder
            os.ftruncate(file.fileno(), 0)
            os.write(file.fileno(), holder.encode())
        yield
    finally:
        file.close()


def _open_lock_file(path: Path) -> BinaryIO:
    try:
        return path.open("ab", buffering=0)
    except OSError as error:
        raise write_error(path, error) from error


def _is_at(path: Path, file: BinaryIO | TextIO) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def is_locked(path: Path) -> bool:
    """Return whether a process holds the lock at `path`."""
    try:
        with path.open("rb", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


@contextmanager
def hold_run_lock(folder: Path, run_id: str) -> Iterator[None]:
    """Hold a lock file while a run has a process, also while it waits for `hold_lock`."""
    path = folder / f"{RUN_LOCK_PREFIX}{run_id}"
    with hold_lock(path, f"run {run_id[:8]}", lambda _: None):
        try:
            yield
        finally:
            path.unlink()


def find_dead_runs(folder: Path) -> Iterator[str]:
    """Yield the ids of runs whose process has died; remove each lock file afterwards.

    A run that was killed before it wrote its holder left an empty file. A young empty file may belong to a run that
    starts just now; that run makes another one when this is gone.
    """
    for path in folder.glob(f"{RUN_LOCK_PREFIX}*"):
        with suppress(FileNotFoundError, BlockingIOError), path.open("rb", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not _is_at(path, file):
                continue
            status = os.fstat(file.fileno())
            if status.st_size or status.st_mtime < time.time() - START_GRACE_S:
                yield path.name.removeprefix(RUN_LOCK_PREFIX)
            path.unlink()


def _describe_holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"the refresh that {holder['who']} (process {holder['pid']}) started at {holder['since']}"
    except (OSError, ValueError, KeyError):
        return "another refresh"
