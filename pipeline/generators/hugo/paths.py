"""Paths as Hugo has them: what a file below content is by its name, and the characters that a URL keeps.

Start with parse_path (common/paths/pathparser.go). Which files are read at all is decided in walk.py.
"""

import re
import unicodedata
from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import quote

from pipeline.generators.hugo.values import lower

MARKUPS = {  # extensions of pages, in any case (media/builtin.go:133)
    **dict.fromkeys(("md", "mdown", "markdown"), "markdown"),
    **dict.fromkeys(("html", "htm"), "html"),
    **dict.fromkeys(("adoc", "asciidoc", "ad"), "asciidoc"),
    **dict.fromkeys(("pandoc", "pdc"), "pandoc"),
    "rst": "rst",
    "org": "org",
}
_SIMPLE = re.compile(r"[a-z0-9./_-]*\Z")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_DROPPED = re.compile(r"%(?![0-9a-fA-F]{2})|[\0-\x7f](?<![\w\s./\\#+~@%-])")
_AT_DASH = re.compile(r"\s+(?=-)|(?<=-)\s+")
_GAP = re.compile(r"\s+")
_UNESCAPED = "/?!$&'()*+,;=:@~"  # net/url: what a path may hold


class PagePath(NamedTuple):
    """Place of a file below content, which names a page or a resource."""

    folders: tuple[str, ...]  # as they are called
    name: str  # without language and extension, as it is called
    lang: str | None  # the language that the file's name gives
    suffix: str  # that language as it is written, with its dot, unless in lower case: `:filename` keeps it then
    markup: str  # of MARKUPS; "" for a file that is no page

    @property
    def kind(self) -> str:
        """Return leaf for an index file, branch for an _index file, else page."""
        return {"index": "leaf", "_index": "branch"}.get(self.name.lower(), "page")

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the folders and the name; an index file is called as its folder."""
        return (*self.folders, self.name) if self.kind == "page" else self.folders

    @property
    def file_name(self) -> str:
        """Return what `:filename` is: the name, or the folder of an index file."""
        if self.suffix or self.kind == "page" or not self.folders:
            return f"{self.name}{self.suffix}"
        return self.folders[-1]

    @property
    def logical(self) -> str:
        """Return Hugo's path of the page: in lower case, without language and extension."""
        return "/" + normalize("/".join(self.parts))

    @property
    def folder(self) -> str:
        """Return the logical path of the folder that the file is in."""
        return "/" + normalize("/".join(self.folders))


def parse_path(relative: str, languages: Collection[str]) -> PagePath:
    """Return the place of a file, by its path below content; `languages` are in lower case."""
    *folders, name = relative.split("/")
    stem, _, extension = name.rpartition(".")
    markup = MARKUPS.get(extension.lower(), "") if stem else ""
    lang, suffix = None, ""
    if "." in stem:
        # Every part between dots may be the language; what stands behind it is dropped (`a.fr.x.md` is a, in fr).
        parts = stem.split(".")
        for at in range(len(parts) - 1, 0, -1):
            if parts[at].lower() in languages:
                stem, lang = ".".join(parts[:at]), parts[at].lower()
                suffix = "" if parts[at] == lang else f".{parts[at]}"
                break
    return PagePath(tuple(folders), stem, lang, suffix, markup)


def normalize(path: str) -> str:
    """Return a path or a term in lower case, each blank as a dash (NormalizePathStringBasic)."""
    return lower(path).replace(" ", "-")


def sanitize(text: str, *, accents: bool = True) -> str:
    """Return the characters that a path keeps; runs of white space become one dash (path.go:200)."""
    if not accents:
        text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
        text = unicodedata.normalize("NFC", text)
    if _SIMPLE.match(text):
        return text
    kept = _DROPPED.sub("", text)
    if not kept.isascii():
        kept = "".join(c for c in kept if c.isascii() or c.isspace() or _is_letter(c))
    return _GAP.sub("-", _AT_DASH.sub("", kept.strip()))


def _is_letter(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd"


def escape(path: str) -> str:
    """Return a path as a URL shows it: percent-encoded, but for what is encoded already."""
    if _SIMPLE.match(path):
        return path
    return "".join(
        part if _ESCAPE.fullmatch(part) else quote(part, safe=_UNESCAPED)
        for part in re.split(r"(%[0-9a-fA-F]{2})", path)
    )
