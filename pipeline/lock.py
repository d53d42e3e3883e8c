"""One refresh at a time, whoever starts it: a lock on a file, freed when its holder ends, however it ends."""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import NotPublishedError
from pipeline.files import made, unwritable

PATIENCE = 600.0  # seconds to wait for the refresh before


@contextmanager
def locked(path: Path, who: str, say: Callable[[str], None], patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock at `path` as `who`, waiting for another holder; NotPublishedError names it if it takes long."""
    made(path.parent)
    with _opened(path) as file:
        deadline = time.monotonic() + patience
        told = False
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
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


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("ab", buffering=0)
    except OSError as error:
        raise unwritable(path, error) from error


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"the refresh that {holder['who']} (process {holder['pid']}) started at {holder['since']}"
    except (OSError, ValueError, KeyError):
        return "another refresh"
