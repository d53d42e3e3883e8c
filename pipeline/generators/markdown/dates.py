"""Dates of a folder of Markdown, as its preset reads them. Start with find_date."""

import re
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.generators.document import Document
from pipeline.generators.fields import Moment
from pipeline.generators.js_dates import Reading, parse_date
from pipeline.generators.js_values import MAX_DATE_MS, MIN_DATE_MS, Instant, moment_at, resolve, to_text, utc_ms
from pipeline.generators.markdown.preset import Place, Preset
from pipeline.generators.markdown.settings import MarkdownSettings
from pipeline.generators.problems import Problem, ProblemError, problem
from pipeline.generators.scalars import Value, Values

# ISO 8601 as luxon reads it (luxon/src/impl/regexParser.js).
_TIME = r"(?i:T(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d{1,30})?)?)?(?:(Z)|([+-]\d\d)(?::?(\d\d))?)?)?\Z"
_YMD = re.compile(r"(\d{4}|\+\d{6})(?:-?(\d\d)(?:-?(\d\d))?)?" + _TIME)
_WEEK = re.compile(r"(\d{4})-?W(\d\d)(?:-?(\d))?" + _TIME)
_ORDINAL = re.compile(r"(\d{4})-?(\d{3})" + _TIME)


class FoundDate(NamedTuple):
    """Date of a post: where it comes from, and why there is none."""

    moment: Moment | None
    source: str | None = None
    written: str | None = None
    error: ProblemError | None = None


def find_date(
    preset: Preset,
    settings: MarkdownSettings,
    values: Values,
    place: Place,
    *,
    document: Document,
    warnings: list[Problem],
) -> FoundDate:
    """Return the date of front matter, else of the name.

    With an error if there is none, or it cannot be read.
    """
    given = (key for key in settings.date_keys if key in values and not _is_empty(preset, values[key]))
    if key := next(given, None):
        value = values[key]
        if preset.time_key and preset.time_key(value):
            return FoundDate(
                None, error=ProblemError("date_missing", f"`{key}: {to_text(value)}`: {preset.no_date}", key=key)
            )
        moment = read_date(preset, settings.build_zone, value)
        if moment is None:
            return FoundDate(
                None, error=ProblemError("date_invalid", f"`{key}`: {_show(value)} names no date", key=key)
            )
        line = document.line_of(key)
        if isinstance(resolve(value), int | float):
            detail = f"{to_text(value)} counts milliseconds since 1970: write a date such as 2020-06-01"
            warnings.append(problem("date_is_number", detail, line))
        _warn_of_rolled(moment, to_text(value), line, warnings)
        source = "front_matter" if key in document.front_matter else "cascade"
        return FoundDate(moment, source, to_text(value))
    if place.day is not None:
        reading = _read_iso(place.day) if preset.date_texts == "ISO 8601" else parse_date(f"{place.day}Z")
        if reading is None:
            return FoundDate(
                None, error=ProblemError("date_invalid", f"{place.day} in the path is no day of a calendar")
            )
        moment = _make_moment(preset, reading.ms, reading)
        _warn_of_rolled(moment, place.day, None, warnings)
        return FoundDate(moment, "file_name", place.day)
    return FoundDate(None, error=ProblemError("date_missing", preset.no_date))


def _warn_of_rolled(moment: Moment, written: str, line: int | None, warnings: list[Problem]) -> None:
    if moment.is_rolled:
        day = date(1970, 1, 1) + timedelta(moment.on)
        warnings.append(problem("date_rolled", f"{written} is read as {day}", line))


def read_date(preset: Preset, zone: ZoneInfo, value: Value) -> Moment | None:
    """Return the moment of a value of front matter; None if the generator reads no date of it."""
    meant = resolve(value)
    if isinstance(meant, Instant):
        return _make_moment(preset, meant.ms, meant)
    if isinstance(meant, str):
        reading = _read_iso(meant) if preset.date_texts == "ISO 8601" else parse_date(meant)
        if preset.date_texts == "UTC":  # it must be a date both as it is and with a Z at its end
            reading = reading and parse_date(f"{meant}Z")
        return reading and _make_moment(preset, reading.at(zone), reading)
    if preset.number_dates and isinstance(meant, list) and len(meant) == 1:  # new Date([x]) is new Date(String(x))
        is_instant = isinstance(resolve(meant[0]), Instant)
        return read_date(preset, zone, meant[0] if is_instant else to_text(meant[0]))
    return _read_number(value) if preset.number_dates else None


def _read_number(value: Value) -> Moment | None:
    """Return the moment of a number: it counts milliseconds since 1970."""
    meant = resolve(value)
    if not isinstance(meant, int | float) or isinstance(meant, bool) or not MIN_DATE_MS < meant < MAX_DATE_MS:
        return None
    return moment_at(int(meant), int(meant), "second", is_rolled=False)


def find_updated(preset: Preset, settings: MarkdownSettings, values: Values, warnings: list[Problem]) -> int | None:
    """Return the last change that front matter gives; a value that is none is never 1970."""
    for path in preset.updated_keys:
        key, _, inner = path.partition(".")
        value = values.get(key)
        if inner:
            value = value.get(inner) if isinstance(value, dict) else None
        if value is not None and resolve(value) is not None:
            updated = _read_number(value) or read_date(preset, settings.build_zone, value)
            if isinstance(meant := resolve(value), str) and (reading := parse_date(meant)):
                return reading.at(settings.build_zone) // 1000
            if updated:
                return updated.at
            warnings.append(problem("date_unreadable", f"`{path}`: {_show(value)} names no date"))
    return None


def _is_empty(preset: Preset, value: Value) -> bool:
    meant = resolve(value)
    return any(meant == empty and type(meant) is type(empty) for empty in preset.empty_dates)


def _show(value: Value) -> str:
    return "nothing" if resolve(value) is None else to_text(value)[:100] or "an empty text"


def _make_moment(preset: Preset, ms: int, read: Reading | Instant) -> Moment:
    local_ms = ms + (read.offset if preset.day == "own offset" else 0)
    return moment_at(ms, local_ms, read.precision, is_rolled=read.is_rolled)


def _read_iso(text: str) -> Reading | None:
    """Return the moment of ISO 8601, in UTC unless it says otherwise.

    Days that no calendar has are none.
    """
    day: date | None = None
    try:
        if found := _YMD.match(text):
            day = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        elif found := _WEEK.match(text):
            day = date.fromisocalendar(int(found[1]), int(found[2]), int(found[3] or 1))
        elif found := _ORDINAL.match(text):
            day = date(int(found[1]), 1, 1) + timedelta(int(found[2]) - 1)
            day = day if day.year == int(found[1]) else None
    except (ValueError, OverflowError):
        return None
    if not found or day is None:
        return None
    hour, minute, second, _, hours, minutes = found.groups()[-6:]
    clock = [int(part or 0) for part in (hour, minute, second)]
    if not (clock[0] < 24 and max(clock[1:]) < 60) and clock != [24, 0, 0]:
        return None
    ms = utc_ms(day.year, day.month, day.day, *clock)
    if ms is None:
        return None
    offset = (abs(int(hours or 0)) * 60 + int(minutes or 0)) * (-60_000 if (hours or "")[:1] == "-" else 60_000)
    precision = "day" if hour is None else "minute" if second is None else "second"
    return Reading(ms - offset, True, precision, False, offset)
