"""Permalink patterns: their rules by section, and the tokens that they hold (resources/page/permalinks.go).

Start with load_rules and expand. Add a token to _TOKENS, or to _DATES if it needs the date.
"""

import functools
import posixpath
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote_plus

from pipeline.generators.hugo import globs
from pipeline.generators.hugo.config import section_of, text_of, texts_of
from pipeline.generators.hugo.mounts import language_matches
from pipeline.generators.hugo.paths import sanitize
from pipeline.generators.hugo.values import lower
from pipeline.generators.problems import ProblemError
from pipeline.generators.scalars import Value

_TOKEN = re.compile(r":(\w+)(\[.+?\])?", re.ASCII)
_COLON = "\0"  # stands for \: while tokens are sought
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Rule(NamedTuple):
    """Pattern for the pages whose logical path a glob matches."""

    path: str
    pattern: str


class PermalinkParts(NamedTuple):
    """Values for the tokens of a pattern."""

    section: str
    sections: tuple[str, ...]  # folders down to the page's own section
    section_slugs: tuple[str, ...]  # the slug, else the title, of each section that has an _index file
    title: str
    slug: str
    name: str  # of the file, or of its bundle
    keeps_case: bool = False

    def urlize(self, text: str) -> str:
        """Return a text as a part of a URL (helpers.PathSpec.URLize), not yet encoded."""
        clean = sanitize(text)
        return clean if self.keeps_case else lower(clean)


_TOKENS: dict[str, Callable[[PermalinkParts], str]] = {
    "section": lambda page: page.section,
    "sections": lambda page: posixpath.join("", *page.sections),
    "sectionslug": lambda page: page.urlize(page.section_slugs[0]) if page.section_slugs else "",
    "sectionslugs": lambda page: posixpath.join("", *map(page.urlize, page.section_slugs)),
    "title": lambda page: page.urlize(page.title),
    "slug": lambda page: page.urlize(page.slug or page.title),
    "slugorfilename": lambda page: page.urlize(page.slug or page.name),
    "slugorcontentbasename": lambda page: page.urlize(page.slug or page.name),
    "filename": lambda page: page.urlize(page.name),
    "contentbasename": lambda page: page.urlize(page.name),
}
_DATES: dict[str, Callable[[datetime], str]] = {
    "year": lambda local: str(local.year),
    "month": lambda local: f"{local.month:02}",
    "monthname": lambda local: _MONTHS[local.month - 1],
    "day": lambda local: f"{local.day:02}",
    "weekday": lambda local: str(local.isoweekday() % 7),
    "weekdayname": lambda local: _DAYS[local.weekday()],
    "yearday": lambda local: str(local.timetuple().tm_yday),
}
_GO_DATES: dict[str, Callable[[datetime], str]] = {  # time.Format
    "2006": lambda local: f"{local.year:04}",
    "January": lambda local: _MONTHS[local.month - 1],
    "Jan": lambda local: _MONTHS[local.month - 1][:3],
    "Monday": lambda local: _DAYS[local.weekday()],
    "Mon": lambda local: _DAYS[local.weekday()][:3],
    "MST": lambda local: "UTC",
    "002": lambda local: f"{local.timetuple().tm_yday:03}",
    "01": lambda local: f"{local.month:02}",
    "02": lambda local: f"{local.day:02}",
    "03": lambda local: f"{local.hour % 12 or 12:02}",
    "04": lambda local: f"{local.minute:02}",
    "05": lambda local: f"{local.second:02}",
    "06": lambda local: f"{local.year % 100:02}",
    "15": lambda local: f"{local.hour:02}",
    "_2": lambda local: f"{local.day:2}",
    "1": lambda local: str(local.month),
    "2": lambda local: str(local.day),
    "3": lambda local: str(local.hour % 12 or 12),
    "4": lambda local: str(local.minute),
    "5": lambda local: str(local.second),
    "PM": lambda local: "AM" if local.hour < 12 else "PM",
    "pm": lambda local: "am" if local.hour < 12 else "pm",
}
_GO_DATE = re.compile("|".join(f"{name}(?![a-z])" if name in ("Jan", "Mon") else name for name in _GO_DATES))
_REFERENCE = datetime(2019, 11, 9, 23, 1, 42)  # a token that this moment does not change is no date


def load_rules(given: Value | None, lang: str) -> tuple[Rule, ...]:
    """Return the rules for pages of a language, the first that matches wins.

    Of a mapping's keys that match one page Hugo takes any; here the longest section wins.
    """
    if isinstance(given, list):
        return tuple(_parse_rules_list(given, lang))
    sections: list[tuple[str, str]] = []
    for key, value in given.items() if isinstance(given, dict) else ():
        if isinstance(value, str):
            sections.append((key, value))
        elif key == "page" and isinstance(value, dict):
            sections += [(section, pattern) for section, pattern in value.items() if isinstance(pattern, str)]
    ranked = sorted(sections, key=lambda item: -len(item[0]))
    return tuple(Rule(_section_glob(section), str(pattern)) for section, pattern in ranked)


def _parse_rules_list(given: Iterable[Value], lang: str) -> Iterable[Rule]:
    for entry in given:
        if isinstance(entry, dict) and isinstance(entry.get("pattern"), str):
            target = section_of(entry, "target")
            languages = texts_of(section_of(section_of(target, "sites"), "matrix").get("languages"))
            kind = text_of(target, "kind")
            if (not kind or globs.matches(lower(kind), "page")) and language_matches(languages, lang):
                yield Rule(lower(text_of(target, "path")) or "**", text_of(entry, "pattern"))


def _section_glob(section: str) -> str:
    section = lower(section).strip(" /")
    return f"/{{{section},{section}/**}}" if section else "/*"


def find_pattern(rules: Iterable[Rule], logical: str) -> str:
    """Return the pattern of the first rule that matches a page; "" if none does."""
    return next((rule.pattern for rule in rules if globs.matches(rule.path, logical)), "")


def expand(pattern: str, page: PermalinkParts, local: datetime, key: str | None = None) -> str:
    """Return a pattern with its tokens filled; raises ProblemError for one that Hugo does not know."""
    texts, tokens = _split_pattern(pattern)
    filled = [texts[0]]
    for (name, cut), text in zip(tokens, texts[1:], strict=True):
        if cut and name in ("sections", "sectionslugs"):
            value = posixpath.join("", *_cut(_LISTS[name](page), cut))
        elif cut or (name not in _TOKENS and name not in _DATES and _go_date(name, _REFERENCE) == name):
            raise ProblemError(
                "permalink_invalid", f"{pattern} asks for :{name}{cut}, which Hugo does not know", key=key
            )
        elif name in _TOKENS:
            value = _TOKENS[name](page)
        else:
            value = _DATES[name](local) if name in _DATES else _go_date(name, local)
        filled += (value, text)
    return "".join(filled).replace(_COLON, ":")


_LISTS: dict[str, Callable[[PermalinkParts], tuple[str, ...]]] = {
    "sections": lambda page: page.sections,
    "sectionslugs": lambda page: tuple(map(page.urlize, page.section_slugs)),
}


def decode(expanded: str) -> str:
    """Return what a pattern gave, decoded as a query is (page__paths.go), so that + is a blank."""
    return unquote_plus(expanded)


@functools.lru_cache(1_000)
def _split_pattern(pattern: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the texts around the tokens, and each token's name and cut."""
    texts, tokens, at = [], [], 0
    escaped = pattern.replace(r"\:", _COLON)
    for found in _TOKEN.finditer(escaped):
        texts.append(escaped[at : found.start()])
        tokens.append((found[1], found[2] or ""))
        at = found.end()
    return [*texts, escaped[at:]], tokens


def _go_date(layout: str, local: datetime) -> str:
    return _GO_DATE.sub(lambda part: _GO_DATES[part[0]](local), layout)


def _cut(parts: tuple[str, ...], cut: str) -> tuple[str, ...]:
    """Return the slice that `[1:]`, `[last]` or `[0]` names (permalinks.go, toSliceFunc)."""
    low, colon, high = cut[1:-1].strip().lower().partition(":")
    if not parts:
        return ()
    start = _index(low, len(parts)) if low else 0
    if start >= len(parts):
        return ()
    if not colon:
        return parts[start : start + 1]
    return parts[start : min(_index(high, len(parts)), len(parts)) if high else len(parts)]


def _index(text: str, length: int) -> int:
    if text == "last":
        return length - 1
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
