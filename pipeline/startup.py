"""Start and end of a process: UTF-8 whatever the locale is, and tricks that make both faster.

Without the tricks every command gives the same result; docs/performance.md has their gains.
"""

import atexit
import gc
import io
import locale
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from pipeline.errors import UsageError

EVENT_BATCH_SIZE = "1000"


def ensure_utf8_mode() -> None:
    """Start the process again in UTF-8 mode unless it reads names and files as UTF-8 already.

    What it prints is in the terminal's encoding, escaped where that lacks a character. In the C locale, whose encoding
    says nothing about the terminal, it is UTF-8.
    """
    if not _reads_utf8():
        # -X as well, because a process started with -E or -I ignores the variable. Its children inherit the variable.
        arguments = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
        os.execve(sys.executable, arguments, {**os.environ, "PYTHONUTF8": "1"})
    encoding = locale.getencoding().lower()
    is_known = encoding not in ("ansi_x3.4-1968", "us-ascii", "646") and "PYTHONIOENCODING" not in os.environ
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding if is_known else stream.encoding, errors="backslashreplace")


def require_utf8_mode() -> None:
    """Raise UsageError if this process does not read names and files as UTF-8."""
    if not _reads_utf8():
        raise UsageError(f"the locale's encoding is {locale.getencoding()}, not UTF-8; set PYTHONUTF8=1")


def _reads_utf8() -> bool:
    return sys.getfilesystemencoding() == "utf-8" and (sys.flags.utf8_mode == 1 or locale.getencoding() == "UTF-8")


def run_and_exit(command: Callable[[], None]) -> None:
    """Run a command and end the process at once, with its exit code.

    A normal end takes Dagster's modules apart one by one, which takes most of a second.
    """
    ensure_utf8_mode()
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
