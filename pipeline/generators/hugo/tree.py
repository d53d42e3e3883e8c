"""Files below a site's mounts, each with its place in content. No file is opened here. Start with list_tree."""

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import PostsError
from pipeline.files import to_utf8_path
from pipeline.generators.hugo.mounts import Mount
from pipeline.generators.hugo.paths import PagePath, parse_path


class TreeFile(NamedTuple):
    """File of a mount, or a folder that is not entered."""

    path: str  # below the site, as the disk has it
    mount: Mount
    place: PagePath
    why_ignored: str | None  # in words; None for a page or a resource that Hugo reads
    is_unlisted: bool = False  # a folder that cannot be listed


def list_tree(
    root: Path, mounts: Iterable[Mount], languages: Collection[str], stems: tuple[str, ...] = ()
) -> list[TreeFile]:
    """Return every file below the mounts, a mount's in order of paths. What several mounts hold is the first one's.

    With `stems`, only files whose names begin so, in lower case, with a dot behind it.
    """
    starts = tuple(f"{stem}." for stem in stems)
    seen: set[str] = set()
    files = []
    for mount in mounts:
        above = len(mount.source)
        for path, why, is_unlisted in _walk(str(root), mount.source):
            if path in seen or (starts and not path.rpartition("/")[2].lower().startswith(starts)):
                continue
            if why is None and not is_unlisted and mount.filters and not mount.lets_in(path[above:].lstrip("/")):
                continue
            seen.add(path)
            place = parse_path(mount.place_of(path) or "", languages)
            files.append(TreeFile(path, mount, place, why, is_unlisted))
    return files


def find_ignored(root: Path, paths: list[str], patterns: tuple[str, ...]) -> set[str]:
    """Return the paths that `ignoreFiles` matches: RE2, searched in the absolute path. Raises PostsError."""
    texts = [to_utf8_path(f"{root}/{path}") for path in paths]
    ignored = set()
    for pattern in patterns:
        try:
            matched = pc.match_substring_regex(pa.array(texts, pa.string()), pattern).to_pylist()
        except (pa.ArrowInvalid, pa.ArrowException) as error:
            raise PostsError(f"{root}: ignoreFiles: {pattern} is no regular expression: {error}") from error
        ignored |= {path for path, is_matched in zip(paths, matched, strict=True) if is_matched}
    return ignored


def _walk(root: str, source: str) -> Iterator[tuple[str, str | None, bool]]:
    """Yield (path, why it is ignored, whether it is a folder that cannot be listed) below a source."""
    top = Path(root, source)
    if top.is_symlink() or top.is_file():
        yield source, _why_ignored(top.name, top.is_symlink()), False
        return
    stack = [source]
    while stack:
        folder = stack.pop()
        try:
            with os.scandir(f"{root}/{folder}" if folder else root) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except FileNotFoundError:
            continue
        except OSError:
            yield folder, None, True
            continue
        folders = []
        for entry in found:
            path = f"{folder}/{entry.name}" if folder else entry.name
            why = _why_ignored(entry.name, entry.is_symlink())
            if why is None and entry.is_dir(follow_symlinks=False):
                folders.append(path)
            else:
                yield path, why, False
        stack += reversed(folders)


def _why_ignored(name: str, is_link: bool) -> str | None:
    """Return why Hugo skips a name (source/sourceSpec.go:66), or a link (component_fs.go:90)."""
    if name.startswith((".", "#")) or name.endswith("~"):
        return "its name begins with . or #, or ends with ~"
    return "it is a symbolic link, which Hugo does not follow" if is_link else None
