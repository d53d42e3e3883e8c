"""Dates of a page, each from the first of its sources (pagemeta/page_frontmatter.go). dates.py reads one date."""

import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.generators.fields import Moment
from pipeline.generators.hugo.config import Config, section_of, texts_of
from pipeline.generators.hugo.dates import MIN_SECONDS, DateError, parse_date, parse_text
from pipeline.generators.hugo.values import is_null, lower, to_text
from pipeline.generators.scalars import Plain, Value, Values

FIELDS = ("date", "lastmod", "publishdate", "expirydate")  # in the order in which Hugo finds them
_DEFAULTS = {
    "date": ("date", "publishdate", "lastmod"),
    "lastmod": ("lastmod", "date", "publishdate"),
    "publishdate": ("publishdate", "date"),
    "expirydate": ("expirydate",),
}
_ALIASES = {"lastmod": ("modified",), "publishdate": ("pubdate", "published"), "expirydate": ("unpublishdate",)}
_PUBLISHED = ("publishdate", *_ALIASES["publishdate"])
UPDATED = ("lastmod", *_ALIASES["lastmod"])
_UNKNOWN = (":git", ":filemodtime")  # what a commit or a disk says of a file is not in it
_FILE_NAME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:.([0-9]{2})-([0-9]{2})-([0-9]{2}))?", re.ASCII | re.DOTALL)

Sources = tuple[tuple[str, ...], ...]  # for each of FIELDS


class Dates(NamedTuple):
    """Dates of a page; None for a date that is not given, which is Hugo's year 1."""

    date: Moment | None
    lastmod: Moment | None
    publish: Moment | None
    expiry: Moment | None
    updated: Moment | None  # `lastmod`, if it is not only the date once more
    source: str | None  # of `date`: front_matter, publish_date, file_name, last_modified
    key: str | None  # of front matter, of `date`
    written: str | None  # what `date` was read from
    file_slug: str | None  # what follows the date in the file's name, if that name gave a date
    faults: tuple[tuple[str, str], ...]  # (key, why) of values that are no dates
    is_published_date: bool  # `published` has been read as a date, so that it is no flag


def load_sources(config: Config) -> Sources:
    """Return the sources of each date, from the settings' `frontmatter`."""
    given = section_of(config, "frontmatter")
    sources = []
    for field in FIELDS:
        keys: list[str] = []
        for key in map(lower, texts_of(given[field]) if field in given else (":default",)):
            keys += _DEFAULTS[field] if key == ":default" else [key]
        complete = [name for key in keys for name in (key, *_ALIASES.get(key, ()))]
        sources.append(tuple(key for key in dict.fromkeys(complete) if key not in _UNKNOWN))
    return tuple(sources)


def find_dates(values: Values, name: str, sources: Sources, zone: ZoneInfo, *, is_json: bool = False) -> Dates:
    """Return the dates of a page; `name` is its file's, or its bundle's, without its extension.

    What one date finds is there for the next ones: a page with `lastmod` alone is published then.
    """
    params: dict[str, Value | Moment] = dict(values)
    found: dict[str, Moment | None] = {}
    faults: dict[str, str] = {}
    origins: dict[str, tuple[str, str]] = {}
    slug = None
    for field, keys in zip(FIELDS, sources, strict=True):
        for key in keys:
            if key not in params and key != ":filename":
                continue
            if key == ":filename":
                moment, rest, written = _parse_file_name(name, zone)
                if moment and "slug" not in values:
                    slug = rest
            else:
                moment, written = _parse_param(params, key, zone, faults, is_json=is_json)
            if moment:
                found[field] = moment if moment.at > MIN_SECONDS else None
                params.setdefault(field, moment)
                origins[field] = key, written
                break
    origin = origins["date"] if found.get("date") else None
    is_updated = origins.get("lastmod", ("date",))[0] not in ("date", *_PUBLISHED)
    return Dates(
        date=found.get("date"),
        lastmod=found.get("lastmod"),
        publish=found.get("publishdate"),
        expiry=found.get("expirydate"),
        updated=found.get("lastmod") if is_updated else None,
        source=origin and _source_of(origin[0]),
        key=None if origin is None or origin[0] == ":filename" else origin[0],
        written=origin and origin[1],
        file_slug=slug,
        faults=tuple(faults.items()),
        is_published_date=isinstance(params.get("published"), Moment),
    )


def _source_of(key: str) -> str:
    if key == ":filename":
        return "file_name"
    return "publish_date" if key in _PUBLISHED else "last_modified" if key in UPDATED else "front_matter"


def _parse_param(
    params: dict[str, Value | Moment], key: str, zone: ZoneInfo, faults: dict[str, str], *, is_json: bool
) -> tuple[Moment | None, str]:
    value = params.get(key)
    if isinstance(value, Moment):
        return value, ""
    if value is None or is_null(value) or value == "":
        return None, ""
    try:
        if is_json and isinstance(value, Plain):
            raise DateError("JSON has no whole numbers for Hugo: put the date in quotes")
        params[key] = moment = parse_date(value, zone)
    except DateError as error:
        faults.setdefault(key, f"`{to_text(value)[:100]}`: {error}")
        return None, ""
    return moment, str(value)


def _parse_file_name(name: str, zone: ZoneInfo) -> tuple[Moment | None, str, str]:
    """Return the date that a name begins with, what follows it, and it as written."""
    name = name.rpartition(".")[0] or name  # Hugo takes what follows a dot for an extension
    for found in filter(None, (_FILE_NAME.match(name),)):
        for text in ([f"{found[1]}T{found[2]}:{found[3]}:{found[4]}"] if found[2] else []) + [found[1]]:
            try:
                moment = parse_text(text, zone)
            except DateError:
                continue
            end = found.end() if "T" in text else found.end(1)
            return moment, name[end:].strip(" -_"), name[:end]
    return None, "", ""
