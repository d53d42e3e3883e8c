"""Which files of a site Jekyll reads as posts and drafts. What is in them is not looked at: read.py opens them."""

import fnmatch
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.files import readable
from pipeline.site.config import Site
from pipeline.site.read import Fault, fault_of, is_there, leads_out, no_file

MOST_LINKS = 2  # to folders, on the way to one: a few folders that link to each other make paths without number
_SPECIAL = (".", "_", "#", "~")  # entry_filter.rb:7
_FOLDERS = {  # and what the name of a file in them must have (document.rb:14-15)
    "_posts": (re.compile(r"^(?>.+/)*?[0-9]{2,4}-[0-9]{1,2}-[0-9]{1,2}-[^/]*\.[^.]+$", re.M), "a date"),
    "_drafts": (re.compile(r"\.[^.]+$", re.M), "an extension"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file below a _posts or _drafts folder. `path` is relative to the site, with /, and always UTF-8.

    `ignored` says in words why Jekyll does not read it, `fault` why it cannot be read.
    """

    path: str
    size: int
    changed_ns: int  # when its content, name or rights last changed (ctime), which no tool sets to another time
    ignored: str | None
    fault: Fault | None


def walk(site: Site) -> Iterator[Found]:
    """Every file below the _posts and _drafts folders that Jekyll comes to (reader.rb:55), sorted by path."""
    return iter(sorted(_Walk(site).everything(), key=lambda found: found.path))


class _Walk:
    """One walk through a site; paths are relative to its source, with /, and "" is the source itself."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.root = str(site.root)
        self.source = str(site.root / site.source)
        self.include = _Patterns(site.include)
        self.exclude = _Patterns([text for text in site.exclude if text not in site.include])

    def everything(self) -> Iterator[Found]:
        """What is in the folders that Jekyll visits. Folders in each other may be as many as a path is long."""
        waiting: list[tuple[str, tuple[str, ...]]] = [("", (self.root,))]  # and where links have led on the way
        while waiting:
            folder, through = waiting.pop()
            for entry in _entries(self.full(folder)) or ():
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.name in _FOLDERS:
                    # a prefix, not a folder: `c` lets `cats/_posts` in as well (reader.rb:169)
                    if f"/{folder}".startswith(f"/{self.site.collections_dir}"):
                        yield from self.special(entry, path)
                elif self.is_visited(entry, path):
                    real = os.path.realpath(entry.path) if entry.is_symlink() else None
                    if real is None:
                        waiting.append((path, through))
                    elif real not in through and self.is_inside(real) and len(through) <= MOST_LINKS:
                        waiting.append((path, (*through, real)))

    def special(self, entry: os.DirEntry[str], path: str) -> Iterator[Found]:
        """Everything below a _posts or _drafts folder."""
        if entry.is_symlink() and not self.is_inside(os.path.realpath(entry.path)):
            yield self.found(path, entry, None, leads_out(entry.path))
        elif _is_folder(entry):
            yield from self.below(entry, path)

    def below(self, special: os.DirEntry[str], top: str) -> Iterator[Found]:
        waiting = [(special, top, False)]
        while waiting:
            parent, folder, is_hidden = waiting.pop()
            entries = _entries(self.full(folder))
            if entries is None:
                yield self.found(folder, parent, None, fault_of("unreadable", "the folder cannot be listed"))
            for entry in entries or ():
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry, path, is_hidden or entry.name.startswith(".")))
                    continue
                ignored = "it is below a hidden folder" if is_hidden else self.refusal(path, path[len(top) + 1 :])
                ignored = ignored or _no_post(path, top)
                yield self.found(path, entry, ignored, None if ignored else self.fault(entry, path))

    def is_visited(self, entry: os.DirEntry[str], path: str) -> bool:
        return _is_folder(entry) and path != self.site.destination and self.refusal(path, entry.name, True) is None

    def refusal(self, path: str, inner: str, is_folder: bool = False) -> str | None:
        """Why Jekyll's filter drops an entry (entry_filter.rb:29); `inner` is its path in the folder being filtered."""
        name = inner.rpartition("/")[2]
        if inner.endswith("."):
            return "its name ends with a dot"
        if self.include.match(inner, is_folder) or self.include.match(name, is_folder):
            return None
        if self.exclude.match(path, is_folder):
            return "the site excludes it"
        if inner.startswith(_SPECIAL) or name.startswith(_SPECIAL):
            return "its name, or its folder's, begins with . _ # or ~"
        return "its name ends with ~" if inner.endswith("~") else None

    def fault(self, entry: os.DirEntry[str], path: str) -> Fault | None:
        if readable(path) != path:
            return fault_of("name_not_utf8", "rename it")
        if entry.is_symlink():
            if not self.is_inside(os.path.realpath(entry.path)) or not is_there(entry.path):
                return leads_out(entry.path)
            if _is_folder(entry):
                return None
        return None if entry.is_file() else no_file()

    def found(self, path: str, entry: os.DirEntry[str], ignored: str | None, fault: Fault | None) -> Found:
        path = readable(f"{self.site.source}/{path}" if self.site.source else path)
        try:
            status = entry.stat(follow_symlinks=fault is None)
        except OSError:  # gone, or a link to nowhere that is ignored anyway
            return Found(path, 0, 0, ignored, fault)
        if ignored is None and fault is None and stat.S_ISDIR(status.st_mode):
            ignored = "it is a link to a folder, which Jekyll does not follow there"
        return Found(path, status.st_size, status.st_ctime_ns, ignored, fault)

    def full(self, path: str) -> str:
        return f"{self.source}/{path}" if path else self.source

    def is_inside(self, real: str) -> bool:
        return f"{real}/".startswith(f"{self.root}/")


class _Patterns:
    """What `exclude` or `include` lists: beginnings of paths, or File.fnmatch patterns, whose * goes across folders."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.starts = tuple(text.lstrip("/") for text in texts)
        self.globs = [re.compile(fnmatch.translate(start)) for start in self.starts if set("*?[") & set(start)]

    def match(self, path: str, is_folder: bool) -> bool:
        if path.startswith(self.starts) or (is_folder and f"{path}/" in self.starts):
            return True
        return bool(self.globs) and any(glob.match(path) for glob in self.globs)


def _entries(folder: str) -> list[os.DirEntry[str]] | None:
    """What a folder holds; None where it cannot be listed."""
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


def _no_post(path: str, top: str) -> str | None:
    pattern, needed = _FOLDERS[top.rpartition("/")[2]]
    if not pattern.search(path[len(top) + 1 :]):
        return f"its name lacks {needed}"
    return "it is a YAML file" if path.endswith((".yml", ".yaml")) else None
