"""Files below a folder of a site, for generators that read whole folders. No file is opened here. Start: list_files."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.files import to_utf8_path
from pipeline.generators.read import Fault, Found, file_fault, is_reachable, leads_out_fault, not_a_file_fault


class Listed(NamedTuple):
    """File below a site, as the disk has its path, or a folder that cannot be listed."""

    path: str
    is_unlisted: bool = False


def list_files(root: Path, folder: str, is_left_out: Callable[[str], bool] = lambda path: False) -> Iterator[Listed]:
    """Yield the files below a folder in the order of their paths.

    Links to folders are not followed.
    Folders for which `is_left_out` is true are not entered.
    """
    stack = [folder]
    while stack:
        here = stack.pop()
        try:
            with os.scandir(f"{root}/{here}" if here else root) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            yield Listed(here, True)
            continue
        folders = []
        for entry in found:
            path = f"{here}/{entry.name}" if here else entry.name
            if not entry.is_dir(follow_symlinks=False):
                yield Listed(path)
            elif not is_left_out(path):
                folders.append(path)
        stack += reversed(folders)


def paths_up(path: str) -> Iterator[str]:
    """Yield a path and the folders above it, the nearest first."""
    while path.strip("/"):
        yield path
        path = path.rpartition("/")[0]


def make_found(root: Path, listed: Listed, ignored: str | None) -> Found:
    """Return what is known of a file before it is opened."""
    path = to_utf8_path(listed.path)
    full = f"{root}/{listed.path}"
    fault = _find_fault(root, full, listed, path) if ignored is None else None
    try:
        status = os.lstat(full) if fault else os.stat(full)  # noqa: PTH116 -- a Path for every file is slow
    except OSError as error:
        if ignored is None and fault is None:
            fault = file_fault("unreadable", error.strerror or str(error))
        return Found(path, 0, 0, ignored, fault)
    if ignored is None and fault is None and not stat.S_ISREG(status.st_mode):
        if stat.S_ISDIR(status.st_mode):
            ignored = "it is a link to a folder, which is not followed"
        else:
            fault = not_a_file_fault()
    return Found(path, status.st_size, status.st_ctime_ns, ignored, fault)


def _find_fault(root: Path, full: str, listed: Listed, path: str) -> Fault | None:
    if listed.is_unlisted:
        return file_fault("unreadable", "the folder cannot be listed")
    if path != listed.path:
        return file_fault("name_not_utf8", "rename it")
    if os.path.islink(full):  # noqa: PTH114 -- a Path for every file is slow
        real = os.path.realpath(full)
        if not f"{real}/".startswith(f"{root}/") or not is_reachable(full):
            return leads_out_fault(full)
    return None
