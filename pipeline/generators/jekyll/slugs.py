"""File names (date, slug, extension), and the titles and URL parts that Jekyll makes of a slug."""

import re
import unicodedata
from typing import NamedTuple

from pipeline.generators.jekyll.ruby import capitalize, downcase

# document.rb:14-15
DATED = re.compile(r"^(?>.+/)*?([0-9]{2,4}-[0-9]{1,2}-[0-9]{1,2})-([^/]*)(\.[^.]+)$", re.M)
DATELESS = re.compile(r"^(?:.+/)?(.*)(\.[^.]+)$", re.M)


class FileName(NamedTuple):
    """Parts of a file name."""

    date: str | None  # as written
    slug: str  # without dots at its end
    extension: str  # with its dot
    stem: str  # the whole name without the extension


def parse_file_name(relative: str) -> FileName:
    """Return the parts of a path from the folder of the collections (document.rb:510)."""
    name = relative.rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    if not stem.strip("."):
        stem, dot, extension = name, "", ""
    if found := DATED.search(relative):
        return FileName(found[1], found[2].rstrip("."), dot + extension, stem)
    found = DATELESS.search(relative)
    return FileName(None, (found[1] if found else stem).rstrip("."), dot + extension, stem)


def titleize(slug: str) -> str:
    """Return the title that Jekyll makes of a slug (utils.rb:21)."""
    return " ".join(capitalize(word) for word in slug.rstrip("-").split("-"))


_ASCII_DEFAULT = re.compile(r"[^A-Za-z0-9]+")
_ASCII_PRETTY = re.compile(r"[^A-Za-z0-9._~!$&'()+,;=@]+")
_PRETTY = frozenset("._~!$&'()+,;=@")


def slugify(text: str, pretty: bool = False) -> str:
    """Return a part of a URL (utils.rb:202); `pretty` keeps case and all that a URL may hold."""
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
