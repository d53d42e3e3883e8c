"""What the name of a file says: date, slug and extension; and the names that Jekyll makes of a slug."""

import re
import unicodedata
from typing import NamedTuple

from pipeline.posts.ruby import capitalize, downcase

# document.rb:14-15
DATED = re.compile(r"^(?>.+/)*?([0-9]{2,4}-[0-9]{1,2}-[0-9]{1,2})-([^/]*)(\.[^.]+)$", re.M)
DATELESS = re.compile(r"^(?:.+/)?(.*)(\.[^.]+)$", re.M)


class FileName(NamedTuple):
    """`date` as written, None without one; `slug` without dots at its end; `extension` with its dot."""

    date: str | None
    slug: str
    extension: str
    stem: str  # the whole name but the extension


def read_name(relative: str) -> FileName:
    """Read the path of a post, relative to the folder of its collections (document.rb:510)."""
    name = relative.rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    if not stem.strip("."):
        stem, dot, extension = name, "", ""
    if found := DATED.search(relative):
        return FileName(found[1], found[2].rstrip("."), dot + extension, stem)
    found = DATELESS.search(relative)
    return FileName(None, (found[1] if found else stem).rstrip("."), dot + extension, stem)


def titleize(slug: str) -> str:
    """utils.rb:21"""
    return " ".join(capitalize(word) for word in slug.rstrip("-").split("-"))


_ASCII_DEFAULT = re.compile(r"[^A-Za-z0-9]+")
_ASCII_PRETTY = re.compile(r"[^A-Za-z0-9._~!$&'()+,;=@]+")
_PRETTY = frozenset("._~!$&'()+,;=@")


def slugify(text: str, pretty: bool = False) -> str:
    """utils.rb:202; `pretty` keeps case and what a URL may hold, else all but letters, marks and digits become -."""
    if text.isascii():
        slug = (_ASCII_PRETTY if pretty else _ASCII_DEFAULT).sub("-", text)
    else:
        kept = _PRETTY if pretty else frozenset()
        slug = re.sub("\n+", "-", "".join(c if c in kept or _is_alphanumeric(c) else "\n" for c in text))
    slug = slug.removeprefix("-").removesuffix("-")
    return slug if pretty else downcase(slug)


def _is_alphanumeric(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd"
