"""Options of a site's table in posts.toml that its generator reads. Start with parse_options; add one to _PARSERS."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.errors import UsageError


@dataclass(frozen=True)
class SiteOptions:
    """Options of a site in posts.toml; None, or nothing, for what is left to the generator."""

    sections: tuple[str, ...] = ()  # folders, or collections, that hold posts
    date_key: str | None = None
    shows_drafts: bool | None = None
    build_timezone: str | None = None  # of the machine that builds the site
    tag: str | None = None  # that makes a file a post


def parse_options(options: Mapping[str, Any], known: Collection[str], title: str) -> SiteOptions:
    """Read the options.

    UsageError for one that sites of this generator (`title`) lack, or that cannot be meant.
    """
    values: dict[str, Any] = {}
    for name, value in options.items():
        if name not in known:
            names = ", ".join(f"`{option}`" for option in sorted(known)) + (" is" if len(known) == 1 else " are")
            article = "an" if title[0] in "AEIOU" else "a"
            raise UsageError(f"`{name}` is not an option of {article} {title} site; {names}")
        field, parse = _PARSERS[name]
        values[field] = parse(name, value)
    return SiteOptions(**values)


def _parse_sections(name: str, value: Any) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
        raise UsageError(f'`{name}` is {value!r}; write a list of sections, such as ["blog", "news"]')
    return tuple(texts)


def _parse_name(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise UsageError(f'`{name}` is {value!r}; write a name in quotes, such as "{name.partition("_")[0]}"')
    return value


def _parse_drafts(name: str, value: Any) -> bool:
    if value not in ("hide", "show"):
        raise UsageError(f'`{name}` is {value!r}; write "hide" or "show"')
    return bool(value == "show")


def _parse_zone(name: str, value: Any) -> str:
    try:
        return ZoneInfo(value).key
    except (LookupError, ValueError, OSError, TypeError, AttributeError) as error:
        raise UsageError(
            f"`{name}`: no time zone is called {value or repr(value)}; write one such as Europe/Paris"
        ) from error


_PARSERS: dict[str, tuple[str, Callable[[str, Any], Any]]] = {
    "sections": ("sections", _parse_sections),
    "date_key": ("date_key", _parse_name),
    "drafts": ("shows_drafts", _parse_drafts),
    "build_timezone": ("build_timezone", _parse_zone),
    "tag": ("tag", _parse_name),
}
