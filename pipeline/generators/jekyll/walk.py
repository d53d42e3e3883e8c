"""Files of a site that Jekyll reads as posts and drafts (reader.rb). No file is opened here.

Start with walk. Files that Jekyll does not read are yielded too, with the reason in `ignored`.
"""

import fnmatch
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.files import to_utf8_path
from pipeline.generators.detect import Mark, Strength
from pipeline.generators.jekyll.settings import load_settings, own_settings
from pipeline.generators.read import Fault, Found, file_fault, is_reachable, leads_out_fault, not_a_file_fault
from pipeline.generators.site import Site

MAX_FOLDER_LINKS = 2  # on the way to a folder; folders that link to each other make endless paths
_CONFIG_SUFFIXES = (".yml", ".yaml", ".toml")
_SPECIAL_STARTS = (".", "_", "#", "~")  # entry_filter.rb:7
_FOLDERS = {  # and the pattern of names in them, with what they must have (document.rb:14-15)
    "_posts": (re.compile(r"^(?>.+/)*?[0-9]{2,4}-[0-9]{1,2}-[0-9]{1,2}-[^/]*\.[^.]+$", re.M), "a date"),
    "_drafts": (re.compile(r"\.[^.]+$", re.M), "an extension"),
}


def walk(site: Site) -> Iterator[Found]:
    """Yield the files below the _posts and _drafts folders, sorted by path (reader.rb:55)."""
    if own_settings(site).source is None:
        return iter(())
    return iter(sorted(_Walk(site).walk_site(), key=lambda found: found.path))


def find_mark(root: Path) -> Mark | None:
    """Return what makes a folder a Jekyll site: _config.*, else posts or drafts that Jekyll visits."""
    if config := next((path.name for path in root.glob("_config.*") if path.suffix in _CONFIG_SUFFIXES), None):
        return Mark(Strength.NAMED, config)
    if (root / "_posts").is_dir():
        return Mark(Strength.CONTENT, "_posts")
    found = next(walk(load_settings("", root, {})), None)
    return Mark(Strength.CONTENT, found.path) if found else None


class _Walk:
    """Walk through one site. Paths are relative to its source, with /; "" is the source."""

    def __init__(self, site: Site) -> None:
        self.settings = settings = own_settings(site)
        self.root = str(site.root)
        self.source = str(site.root / (settings.source or ""))
        self.include = _Patterns(settings.include)
        self.exclude = _Patterns([text for text in settings.exclude if text not in settings.include])

    def walk_site(self) -> Iterator[Found]:
        """Yield the files that Jekyll visits; with a stack, because folders may nest deep."""
        stack: list[tuple[str, tuple[str, ...]]] = [("", (self.root,))]  # with the targets of links on the way
        while stack:
            folder, through = stack.pop()
            for entry in _list_entries(self.full_path(folder)) or ():
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.name in _FOLDERS:
                    # Jekyll compares a prefix, not a folder: `c` also lets `cats/_posts` in (reader.rb:169).
                    if f"/{folder}".startswith(f"/{self.settings.collections_prefix}"):
                        yield from self.walk_special(entry, path)
                elif self.is_visited(entry, path):
                    real = os.path.realpath(entry.path) if entry.is_symlink() else None
                    if real is None:
                        stack.append((path, through))
                    elif real not in through and self.is_inside(real) and len(through) <= MAX_FOLDER_LINKS:
                        stack.append((path, (*through, real)))

    def walk_special(self, entry: os.DirEntry[str], path: str) -> Iterator[Found]:
        if entry.is_symlink() and not self.is_inside(os.path.realpath(entry.path)):
            yield self.make_found(path, entry, None, leads_out_fault(entry.path))
        elif _is_folder(entry):
            yield from self.walk_below(entry, path)

    def walk_below(self, special: os.DirEntry[str], top: str) -> Iterator[Found]:
        stack = [(special, top, False)]
        while stack:
            parent, folder, is_hidden = stack.pop()
            entries = _list_entries(self.full_path(folder))
            if entries is None:
                yield self.make_found(folder, parent, None, file_fault("unreadable", "the folder cannot be listed"))
            for entry in entries or ():
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    stack.append((entry, path, is_hidden or entry.name.startswith(".")))
                    continue
                ignored = "it is below a hidden folder" if is_hidden else self.why_refused(path, path[len(top) + 1 :])
                ignored = ignored or _why_no_post(path, top)
                yield self.make_found(path, entry, ignored, None if ignored else self.find_fault(entry, path))

    def is_visited(self, entry: os.DirEntry[str], path: str) -> bool:
        return _is_folder(entry) and path != self.settings.destination and not self.why_refused(path, entry.name, True)

    def why_refused(self, path: str, inner: str, is_folder: bool = False) -> str | None:
        """Return why an entry is dropped (entry_filter.rb:29); `inner` is its path in the folder."""
        name = inner.rpartition("/")[2]
        if inner.endswith("."):
            return "its name ends with a dot"
        if self.include.match(inner, is_folder) or self.include.match(name, is_folder):
            return None
        if self.exclude.match(path, is_folder):
            return "the site excludes it"
        if inner.startswith(_SPECIAL_STARTS) or name.startswith(_SPECIAL_STARTS):
            return "its name, or its folder's, begins with . _ # or ~"
        return "its name ends with ~" if inner.endswith("~") else None

    def find_fault(self, entry: os.DirEntry[str], path: str) -> Fault | None:
        if to_utf8_path(path) != path:
            return file_fault("name_not_utf8", "rename it")
        if entry.is_symlink():
            if not self.is_inside(os.path.realpath(entry.path)) or not is_reachable(entry.path):
                return leads_out_fault(entry.path)
            if _is_folder(entry):
                return None
        return None if entry.is_file() else not_a_file_fault()

    def make_found(self, path: str, entry: os.DirEntry[str], ignored: str | None, fault: Fault | None) -> Found:
        path = to_utf8_path(f"{self.settings.source}/{path}" if self.settings.source else path)
        try:
            status = entry.stat(follow_symlinks=fault is None)
        except OSError:  # gone, or a link to nowhere that is ignored anyway
            return Found(path, 0, 0, ignored, fault)
        if ignored is None and fault is None and stat.S_ISDIR(status.st_mode):
            ignored = "it is a link to a folder, which Jekyll does not follow there"
        return Found(path, status.st_size, status.st_ctime_ns, ignored, fault)

    def full_path(self, path: str) -> str:
        return f"{self.source}/{path}" if path else self.source

    def is_inside(self, real: str) -> bool:
        return f"{real}/".startswith(f"{self.root}/")


class _Patterns:
    """Entries of `exclude` or `include`: starts of paths, or fnmatch patterns across folders."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.starts = tuple(text.lstrip("/") for text in texts)
        self.globs = [re.compile(fnmatch.translate(start)) for start in self.starts if set("*?[") & set(start)]

    def match(self, path: str, is_folder: bool) -> bool:
        is_start = path.startswith(self.starts) or (is_folder and f"{path}/" in self.starts)
        return is_start or any(glob.match(path) for glob in self.globs)


def _list_entries(folder: str) -> list[os.DirEntry[str]] | None:
    """Return the entries of a folder; None where it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _why_no_post(path: str, top: str) -> str | None:
    pattern, needed = _FOLDERS[top.rpartition("/")[2]]
    if not pattern.search(path[len(top) + 1 :]):
        return f"its name lacks {needed}"
    return "it is a YAML file" if path.endswith((".yml", ".yaml")) else None
