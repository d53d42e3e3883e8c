"""Tricks that only make a start or an end faster; docs/performance.md has the gains.

Nothing depends on them: without this module every command gives the same result.
"""

import atexit
import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

EVENT_BATCH_SIZE = "1000"


def run_and_exit(command: Callable[[], None]) -> None:
    """Run a command and end the process at once, with its exit code.

    A normal end takes Dagster's modules apart one by one, which takes most of a second.
    """
    # Dagster then stores the events that a run plans in one transaction, and not each in its own.
    os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", EVENT_BATCH_SIZE)
    # An exception that is no SystemExit skips the last line; its traceback is printed by then.
    atexit.register(os._exit, 1)
    try:
        command()
        code: object = 0
    except SystemExit as exit_:
        code = exit_.code
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # its reader has closed it
            stream.flush()
    os._exit(code if isinstance(code, int) else code is not None)


def stop_garbage_collection() -> None:
    """Collect no garbage in this process: a sixth of the time of Dagster's import."""
    gc.disable()


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Collect no garbage within the block: a third of the time of a scan and a commit.

    A scan makes millions of small objects, and none of them refer to each other in a circle.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
