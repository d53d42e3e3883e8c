"""URL of a post: a permalink template, filled as Jekyll does it (url.rb, drops/url_drop.rb).

Start with fill_permalink. Add a placeholder to _NAMES, or to _DATES if it needs the date.
"""

import functools
import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

from pipeline.generators.jekyll.ruby import downcase
from pipeline.generators.jekyll.slugs import slugify
from pipeline.generators.problems import ProblemError

_PLACEHOLDER = re.compile(r":([a-z_]+)")
_SLASHES = re.compile("//+")
_CLEAN = re.compile(r"[a-zA-Z0-9./-]+\Z")
_URI = re.compile(r"(?:([^:/?#]+):)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*\Z")
_PATH_CHARACTERS = "/!$&'()*+,;=:@~"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class UrlParts(NamedTuple):
    """Values for the placeholders of a template."""

    path: str  # relative to the folder of the collections, without its extension
    stem: str
    slug: str | None  # None if the front matter gives one that is not a text
    categories: tuple[str, ...]
    extension: str  # of the page that is written


def _slug(filling: UrlParts) -> str:
    if filling.slug is None:
        raise ProblemError("permalink_invalid", "`slug` is not a text: put it in quotes", key="slug")
    return filling.slug


_NAMES: dict[str, Callable[[UrlParts], str]] = {
    "collection": lambda post: "posts",
    "path": lambda post: post.path.replace("_posts", "", 1).rstrip("."),
    "output_ext": lambda post: post.extension,
    "name": lambda post: slugify(post.stem),
    "title": lambda post: slugify(_slug(post), pretty=True),
    "slug": lambda post: slugify(_slug(post)),
    "categories": lambda post: "/".join(dict.fromkeys(map(downcase, post.categories))),
    "slugified_categories": lambda post: "/".join(dict.fromkeys(map(slugify, post.categories))),
}
_DATES: dict[str, Callable[[datetime], str]] = {
    "year": lambda local: f"{local.year:04}",
    "month": lambda local: f"{local.month:02}",
    "day": lambda local: f"{local.day:02}",
    "hour": lambda local: f"{local.hour:02}",
    "minute": lambda local: f"{local.minute:02}",
    "second": lambda local: f"{local.second:02}",
    "i_month": lambda local: str(local.month),
    "i_day": lambda local: str(local.day),
    "short_year": lambda local: f"{local.year % 100:02}",
    "short_month": lambda local: _MONTHS[local.month - 1][:3],
    "long_month": lambda local: _MONTHS[local.month - 1],
    "y_day": lambda local: f"{local.timetuple().tm_yday:03}",
    "w_year": lambda local: f"{local.isocalendar().year:04}",
    "week": lambda local: f"{local.isocalendar().week:02}",
    "w_day": lambda local: str(local.isoweekday()),
    "short_day": lambda local: _DAYS[local.weekday()][:3],
    "long_day": lambda local: _DAYS[local.weekday()],
}


def fill_permalink(template: str, post: UrlParts, local: datetime | None) -> str | None:
    """Return the URL; None if it needs the date that a draft lacks. Raises ProblemError."""
    texts, names = _split_template(template)
    if local is None and any(name in _DATES for name in names):
        return None
    filled = ["/", texts[0]]
    for name, text in zip(names, texts[1:], strict=True):
        if name in _NAMES:
            value = _NAMES[name](post)
        elif name in _DATES and local:
            value = _DATES[name](local)
        else:
            raise ProblemError("permalink_invalid", f"{template} asks for :{name}, which no post has", key="permalink")
        filled += (escape_url_path(value), text)
    return _SLASHES.sub("/", "".join(filled).replace("..", "/").replace("./", ""))


@functools.lru_cache(1_000)
def _split_template(template: str) -> tuple[list[str], list[str]]:
    """Return the texts around the placeholders, and their names; a _ at the end is text."""
    texts, names = [], []
    at = 0
    for found in _PLACEHOLDER.finditer(template):
        name = found[1].removesuffix("_")
        texts.append(template[at : found.start()])
        names.append(name)
        at = found.start() + 1 + len(name)
    return [*texts, template[at:]], names


def escape_url_path(path: str) -> str:
    """Percent-encode characters that a path may not hold, as Addressable does (url.rb:140)."""
    if not path or _CLEAN.match(path):
        return path
    found = _URI.match(path)
    assert found is not None
    scheme, rest, query, fragment = found.groups()
    if scheme is not None and not _SCHEME.match(scheme):
        raise ProblemError("permalink_invalid", f"the category {scheme}: cannot begin a URL; leave out the colon")
    start = "" if scheme is None else f"{scheme}:"
    after = "" if query is None else "?" + quote(query, safe=_PATH_CHARACTERS + "?")
    end = "" if fragment is None else "%23" + quote(fragment, safe=_PATH_CHARACTERS + "?")
    return start + quote(rest, safe=_PATH_CHARACTERS) + after + end
