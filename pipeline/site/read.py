"""The reading of a site's files, and why one cannot be read. What they say is not looked at."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

LARGEST = 64 << 20  # bytes
ATTEMPTS = 3  # at a file that is written to while it is read

_OPEN_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Fault(NamedTuple):
    """Why a file cannot be read, in the fields of a problem."""

    kind: str
    severity: str
    line: int | None
    detail: str


def read(root: Path, path: str, largest: int | None = None) -> tuple[bytes | None, Fault | None]:
    """The content of one file of the site in `root`, or why there is none; never from outside the site, from a pipe or
    a device, or over `largest` bytes, 64 MiB if nothing else is said. The root is one without links.
    """
    return next(contents(root, [path], largest))


def contents(
    root: Path, paths: Iterable[str], largest: int | None = None
) -> Iterator[tuple[bytes | None, Fault | None]]:
    """What `read` gives for each path in turn. A folder is opened once for the files in it that follow each other."""
    opened, descriptor = None, -1
    try:
        for path in paths:
            folder, _, name = path.rpartition("/")
            try:
                if folder != opened:
                    if descriptor >= 0:
                        os.close(descriptor)
                    opened, descriptor = None, -1
                    real = os.path.realpath(f"{root}/{folder}")
                    if not f"{real}/".startswith(f"{root}/"):
                        yield None, leads_out(real)
                        continue
                    descriptor = os.open(real, _OPEN_FOLDER)
                    opened = folder
                yield _content(root, path, name, descriptor, LARGEST if largest is None else largest)
            except FileNotFoundError:
                yield None, fault_of("vanished", "it was there a moment ago")
            except OSError as error:
                yield None, fault_of("unreadable", error.strerror or str(error))
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _content(root: Path, path: str, name: str, folder: int, largest: int) -> tuple[bytes | None, Fault | None]:
    mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode  # to open a device may do something
    if stat.S_ISLNK(mode):
        real = os.path.realpath(f"{root}/{path}")
        if not real.startswith(f"{root}/"):
            return None, leads_out(real)
        if stat.S_ISLNK(os.lstat(real).st_mode):  # to itself
            return None, no_file()
        return read(root, real[len(f"{root}/") :], largest)
    if not stat.S_ISREG(mode):
        return None, no_file()
    descriptor = os.open(name, _OPEN_FILE, dir_fd=folder)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return None, no_file()
        for _ in range(ATTEMPTS):
            content = _bytes(descriptor, status.st_size, largest)
            before, status = status, os.fstat(descriptor)
            if (before.st_size, before.st_mtime_ns) == (status.st_size, status.st_mtime_ns):
                break
    finally:
        os.close(descriptor)
    return (content, None) if len(content) <= largest else (None, _too_large(largest))


def _bytes(descriptor: int, size: int, largest: int) -> bytes:
    """All that is in a file, or one byte more than is wanted."""
    content = os.pread(descriptor, min(size, largest) + 1, 0)
    while len(content) != size and len(content) <= largest and (more := os.pread(descriptor, 1 << 20, len(content))):
        content += more
    return content


def is_there(path: str) -> bool:
    """Whether a path leads to something, over links as well."""
    try:
        Path(path).stat()
    except OSError:
        return False
    return True


def fault_of(kind: str, detail: str) -> Fault:
    """A fault of a kind of problem that keeps a file from being read."""
    return Fault(kind, "error", None, detail)


def no_file() -> Fault:
    """What is no regular file."""
    return fault_of("not_a_file", "it is a pipe, a device, a socket or a folder")


def _too_large(largest: int) -> Fault:
    return fault_of("too_large", f"it has more than {largest:,} bytes")


def leads_out(path: str) -> Fault:
    """A link that is not followed."""
    return fault_of("leads_out", "it leads out of the site" if is_there(path) else "it leads nowhere")
