"""Sites that the operator names: folders on the command line or in POSTS_SITE, and tables of posts.toml.

A table holds the keys of `_COMMON`; every other key is passed on to the generator of the site, which validates it.
Start with parse_folders and load_posts_toml.
"""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError, did_you_mean
from pipeline.files import describe_not_utf8, to_utf8_path

_COMMON = {"path": str, "git": str, "branch": str, "pull": bool, "generator": str}
_TOP_LEVEL = ("sites", "publish")
_STORES = ("s3", "gs", "gcs", "az", "abfs", "abfss")  # where one put replaces a file whole
_URL = re.compile(r"[a-z][a-z0-9+.-]*://|[\w.-]+@[\w.-]+:", re.I)
_IN_GIT = 'a site in git stands in posts.toml: [sites.NAME] with git = "URL"'


@dataclass(frozen=True)
class SiteSource:
    """Site that the operator names: where its files are, and what brings them up to date.

    `options` are the keys of its table that only its generator knows.
    """

    name: str
    folder: Path  # without links; of a site in git, its clone in the warehouse
    git: str | None = field(default=None, repr=False)  # the URL of its repository, which may hold a password
    branch: str | None = None
    pull: bool = False  # `folder` is a checkout that is pulled before each refresh
    generator: str | None = None  # else detected
    options: Mapping[str, Any] = field(default_factory=dict)


def parse_folders(entries: Sequence[str], base: Path) -> tuple[SiteSource, ...]:
    """Read `DIR` or `NAME=DIR`; UsageError for equal or bad names, for none, and for a URL."""
    sources: dict[str, SiteSource] = {}
    for entry in filter(None, entries):
        name, equals, folder = entry.partition("=")
        if not equals or os.sep in name:
            name, folder = "", entry
        path = base / Path(folder).expanduser()
        # A link gives the site its own name, so that the link may point to another folder later.
        name = name or Path(os.path.abspath(path)).name.replace("=", "-")  # noqa: PTH100 -- resolve() follows links
        if to_utf8_path(name) != name:
            shown = to_utf8_path(entry)
            raise UsageError(f"the name of the folder {shown} is not UTF-8; name it: NAME={shown}")
        path = path.resolve()
        if (found := re.search("[;,]", folder)) and not path.exists():
            raise UsageError(
                f"{folder} is not a folder; several sites are separated by {os.pathsep}, not by {found[0]}"
            )
        if name in sources:
            first = sources[name].folder
            raise UsageError(f"two sites are called {name}: {first} and {path}; name one of them: OTHER={folder}")
        sources[name] = SiteSource(name, path)
    if not sources:
        raise UsageError("no site is named: give a folder, or set POSTS_SITE")
    return tuple(sources.values())


def split_folders(text: str) -> list[str]:
    """Split POSTS_SITE into its entries; UsageError for a URL, which the separator would cut."""
    if found := _URL.search(text):
        url = re.split(r"[\s;,]", text[found.start() :])[0]
        raise UsageError(f"{_without_password(url)} is a URL, where a folder is expected; {_IN_GIT}")
    return text.split(os.pathsep)


@dataclass(frozen=True)
class PostsToml:
    """What posts.toml says: the sites, and the places that `publish` names, as absolute paths and URLs."""

    sites: tuple[SiteSource, ...] = ()
    publish: tuple[str, ...] = ()


def load_posts_toml(path: Path, clones: Path) -> PostsToml:
    """Return what posts.toml says; nothing without the file. Raises UsageError, which names the line.

    Relative paths start at the file's folder. Sites in git are cloned into `clones`.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        values = tomllib.loads(text)
    except FileNotFoundError:
        return PostsToml()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}, {describe_not_utf8(error)}") from error
    except tomllib.TOMLDecodeError as error:
        where = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", str(error))
        line = where[1] if where and where[1] else text.count("\n") + 1
        fault = str(error)[: where.start()] if where else str(error)
        hint = "; a text stands in quotes" if fault == "Invalid value" else ""
        raise UsageError(f"{path}, line {line}: {fault}{hint}") from error
    return _Parser(path, text).parse(values, clones)


class _Parser:
    """Text of posts.toml, to name the line of what is wrong with it."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()

    def parse(self, values: dict[str, Any], clones: Path) -> PostsToml:
        for key in values:
            if key not in _TOP_LEVEL:
                raise self.error(f"`{key}` is not a setting of this file{did_you_mean(key, _TOP_LEVEL)}", key)
        sites = values.get("sites", {})
        if not isinstance(sites, dict) or not all(isinstance(table, dict) for table in sites.values()):
            raise self.error("a site is a table of its own, such as [sites.blog]", "sites")
        publish = values.get("publish", [])
        if not isinstance(publish, list) or not all(isinstance(place, str) and place for place in publish):
            raise self.error('`publish` is a list of folders and URLs, such as ["../public"]', "publish")
        return PostsToml(
            tuple(self.parse_site(name, table, clones) for name, table in sites.items()),
            tuple(self.parse_place(place) for place in publish),
        )

    def parse_place(self, place: str) -> str:
        """Return a place of `publish` as an absolute path, or as the URL of a store."""
        scheme, is_url, rest = place.partition("://")
        if not is_url:
            return str((self.path.parent / Path(place).expanduser()).resolve())
        if scheme not in _STORES:
            known = ", ".join(f"{store}://" for store in _STORES)
            raise self.error(f"`publish` knows folders and the stores {known}, and not {scheme}://", "publish")
        if "@" in rest.partition("/")[0] or not rest.strip("/"):
            raise self.error(f"`publish` takes a URL such as {scheme}://bucket/prefix, without a password", "publish")
        return place.rstrip("/")

    def parse_site(self, name: str, table: dict[str, Any], clones: Path) -> SiteSource:
        if not re.fullmatch(r"[^./\\=:][^/\\=:]*", name) or not name.isprintable():
            raise self.error(f"{name!r} cannot be a site's name; give one without / \\ = and :", name)
        for key, value in table.items():
            if key in _TOP_LEVEL:
                raise self.error(f"`{key}` is no key of a site; it stands above the first [sites.…]", name, key)
            if key in _COMMON and not isinstance(value, _COMMON[key]):
                kind = "true or false" if _COMMON[key] is bool else "a text in quotes"
                raise self.error(f"`{key}` is {value!r}; give {kind}", name, key)
        git, folder = table.get("git"), table.get("path")
        if bool(git) == bool(folder):
            unknown = next((key for key in table if key not in _COMMON), "")
            hint = did_you_mean(unknown, ("path", "git")) if not git else ""
            raise self.error(f"give [sites.{name}] either a `path` or a `git`{hint}", name)
        if folder and _URL.match(folder):
            raise self.error(f'`path` is a URL; write git = "{_without_password(folder)}"', name, "path")
        if git and git.startswith("-"):
            raise self.error("`git` is no URL of a repository", name, "git")
        branch = table.get("branch")
        if branch is not None and (not git or not branch or branch.startswith("-")):
            raise self.error("`branch` is the name of a branch, and goes with `git`", name, "branch")
        if table.get("pull") and git:
            raise self.error("`pull` goes with `path`; a site in `git` is always fetched", name, "pull")
        path = clones / name if git else (self.path.parent / Path(folder or "").expanduser()).resolve()
        options = {key: value for key, value in table.items() if key not in _COMMON}
        return SiteSource(name, path, git, branch, table.get("pull", False), table.get("generator"), options)

    def error(self, message: str, *keys: str) -> UsageError:
        return UsageError(f"{self.path}, line {self.line_of(*keys)}: {message}")

    def line_of(self, *keys: str) -> int:
        """Return the line of a key in a site's table, or of the table, from 1."""
        found = 0
        for key in keys:  # a header, a dotted key or a key
            pattern = re.compile(rf"""^\s*\[*[\w.\s"'-]*(?<![\w-])["']?{re.escape(key)}["']?\s*[].=]""")
            later = (at for at in range(found, len(self.lines)) if pattern.match(self.lines[at]))
            found = next(later, found)
        return found + 1


def _without_password(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//", url)
