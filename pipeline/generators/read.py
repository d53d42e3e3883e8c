"""Safe reading of a site's files: nothing outside the site is opened, and no pipe or device.

Start with load_files. A file that cannot be read gives a Fault, not an error. A new reason needs a kind in problems.py.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

MAX_FILE_BYTES = 64 << 20
READ_ATTEMPTS = 3  # a file may be written to while it is read

_OPEN_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Fault(NamedTuple):
    """Reason why a file cannot be read, in the fields of a problem."""

    kind: str
    severity: str
    line: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class Found:
    """File of a site that its generator looks at."""

    path: str  # below the site, with /, in UTF-8
    size: int
    changed_ns: int  # ctime: the last change of content, name or rights, which no tool can set
    ignored: str | None  # why the generator does not read it, in words
    fault: Fault | None  # why it cannot be read


def load_file(root: Path, path: str, max_bytes: int | None = None) -> tuple[bytes | None, Fault | None]:
    """Return the content of one file, or why it cannot be read; see load_files."""
    return next(load_files(root, [path], max_bytes))


def load_files(
    root: Path, paths: Iterable[str], max_bytes: int | None = None
) -> Iterator[tuple[bytes | None, Fault | None]]:
    """Yield the content of each path, or the fault why it cannot be read.

    `root` is a path without links. A file over `max_bytes`, 64 MiB by default, is a fault. Neighbours in one folder
    share its opening.
    """
    open_folder, descriptor = None, -1
    try:
        for path in paths:
            folder, _, name = path.rpartition("/")
            try:
                if folder != open_folder:
                    if descriptor >= 0:
                        os.close(descriptor)
                    open_folder, descriptor = None, -1
                    real = os.path.realpath(f"{root}/{folder}")
                    if not f"{real}/".startswith(f"{root}/"):
                        yield None, leads_out_fault(real)
                        continue
                    descriptor = os.open(real, _OPEN_FOLDER)
                    open_folder = folder
                yield _load_entry(root, path, name, descriptor, MAX_FILE_BYTES if max_bytes is None else max_bytes)
            except FileNotFoundError:
                yield None, file_fault("vanished", "it was there a moment ago")
            except OSError as error:
                yield None, file_fault("unreadable", error.strerror or str(error))
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _load_entry(root: Path, path: str, name: str, folder: int, max_bytes: int) -> tuple[bytes | None, Fault | None]:
    mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode  # opening a device can have effects
    if stat.S_ISLNK(mode):
        real = os.path.realpath(f"{root}/{path}")
        if not real.startswith(f"{root}/"):
            return None, leads_out_fault(real)
        if stat.S_ISLNK(os.lstat(real).st_mode):  # a link to itself
            return None, not_a_file_fault()
        return load_file(root, real[len(f"{root}/") :], max_bytes)
    if not stat.S_ISREG(mode):
        return None, not_a_file_fault()
    descriptor = os.open(name, _OPEN_FILE, dir_fd=folder)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return None, not_a_file_fault()
        for _ in range(READ_ATTEMPTS):
            content = _load_bytes(descriptor, status.st_size, max_bytes)
            before, status = status, os.fstat(descriptor)
            if (before.st_size, before.st_mtime_ns) == (status.st_size, status.st_mtime_ns):
                break
    finally:
        os.close(descriptor)
    if len(content) > max_bytes:
        return None, file_fault("too_large", f"it has more than {max_bytes:,} bytes")
    return content, None


def _load_bytes(descriptor: int, size: int, max_bytes: int) -> bytes:
    """Return the content of a file; of a larger one, more than `max_bytes` of it."""
    content = os.pread(descriptor, min(size, max_bytes) + 1, 0)
    while len(content) != size and len(content) <= max_bytes and (more := os.pread(descriptor, 1 << 20, len(content))):
        content += more
    return content


def is_reachable(path: str) -> bool:
    """Return whether a path exists once its links are followed."""
    try:
        Path(path).stat()
    except OSError:
        return False
    return True


def file_fault(kind: str, detail: str) -> Fault:
    """Return a fault; `kind` is an error in problems.KINDS."""
    return Fault(kind, "error", None, detail)


def not_a_file_fault() -> Fault:
    """Return the fault of a path that is not a regular file."""
    return file_fault("not_a_file", "it is a pipe, a device, a socket or a folder")


def leads_out_fault(path: str) -> Fault:
    """Return the fault of a link that leads out of the site, or nowhere."""
    out = "it leads out of the site: put its files into the site, or name a folder above both as the site"
    return file_fault("leads_out", out if is_reachable(path) else "it leads nowhere: repair the link, or remove it")
