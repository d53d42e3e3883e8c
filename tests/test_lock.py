"""One refresh at a time: a real second process holds the lock, is named, and is killed."""

import fcntl
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest

from pipeline.errors import NotPublishedError
from pipeline.lock import hold_lock

HOLDER = """
import sys, time
from pathlib import Path
from pipeline.lock import hold_lock
with hold_lock(Path(sys.argv[1]), "run 12345678", print):
    print("held", flush=True)
    time.sleep(60)
"""


def hold(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "held\n"
    return process


def test_the_second_names_the_holder_and_gives_up(tmp_path: Path) -> None:
    path, said = tmp_path / ".lock", list[str]()
    holder = hold(path)
    try:
        with (
            pytest.raises(
                NotPublishedError, match=rf"run 12345678 \(process {holder.pid}\) started at .* holds {path}"
            ),
            hold_lock(path, "run 2", said.append, timeout_s=0.3),
        ):
            raise AssertionError("two at once")
        assert len(said) == 1
        assert said[0].startswith("Waiting for the refresh that run 12345678")
    finally:
        holder.kill()
        holder.wait()


def test_a_file_that_was_removed_before_it_was_locked_is_made_again(tmp_path: Path) -> None:
    """As by whoever sweeps what dead runs left; a lock on a file without a name would show nobody that a run lives."""
    path = tmp_path / ".run-1"
    with ThreadPoolExecutor(1) as threads, ExitStack() as held:
        first = held.enter_context(path.open("ab"))
        fcntl.flock(first, fcntl.LOCK_EX)
        waited = Event()
        second = hold_lock(path, "run 2", lambda _: waited.set())
        entered = threads.submit(held.enter_context, second)
        assert waited.wait(10)
        path.unlink()
        fcntl.flock(first, fcntl.LOCK_UN)
        entered.result(10)
        assert '"run 2"' in path.read_text()


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    holder = hold(path)
    holder.kill()
    holder.wait()
    with hold_lock(path, "run 2", print, timeout_s=0):
        assert '"run 2"' in path.read_text()
