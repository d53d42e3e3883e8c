"""Dates of Hexo: clock times are moved onto the site's clock (processor/common.ts). Start with read_date."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from pipeline.generators.fields import Moment
from pipeline.generators.js_dates import local_to_utc, offset_at, parse_date
from pipeline.generators.js_values import MAX_DATE_MS, MIN_DATE_MS, Instant, moment_at, resolve, to_text, utc_ms
from pipeline.generators.scalars import Value

_MAX_MS = 8_640_000_000_000_000  # of a JavaScript date


def read_date(value: Value | int, site_zone: ZoneInfo | None, build_zone: ZoneInfo) -> Moment | None:
    """Return the moment of a date of front matter, or of a clock time in milliseconds.

    None for no date.
    The difference of the two clocks is looked up at the wrong instant on the night of a time change, as in Hexo.
    """
    ms, precision, is_rolled = _read_on_build_clock(value, build_zone)
    if ms is None or not MIN_DATE_MS < ms < MAX_DATE_MS:
        return None
    if site_zone is not None:
        ms += offset_at(ms, build_zone) - offset_at(ms, site_zone)
    return moment_at(ms, ms + offset_at(ms, site_zone or build_zone), precision, is_rolled=is_rolled)


def _read_on_build_clock(value: Value | int, zone: ZoneInfo) -> tuple[int | None, str, bool]:
    """Return a date as the machine that builds the site reads it.

    It is (instant in milliseconds, precision, is_rolled).
    """
    if isinstance(value, int):
        return local_to_utc(value, zone), "day", False
    meant = resolve(value)
    match meant:
        case Instant():  # the front matter's parser reads its UTC clock as the machine's
            return meant.ms - offset_at(meant.ms, zone), meant.precision, meant.is_rolled
        case bool() | int() | float():
            return (int(meant) if abs(meant) <= _MAX_MS else None), "second", False
        case _:
            if isinstance(meant, list) and len(meant) == 1 and isinstance(instant := resolve(meant[0]), Instant):
                return instant.ms, instant.precision, instant.is_rolled  # only dates at the top level are moved
            reading = parse_date(to_text(value))
            return (reading.at(zone), reading.precision, reading.is_rolled) if reading else (None, "", False)


def local_day_ms(named: Mapping[str, str]) -> int | None:
    """Return the day that a file's name gives, in milliseconds since 1970-01-01.

    Months and days count on.
    """
    year, month, day = (
        named.get("year"),
        named.get("month") or named.get("i_month"),
        named.get("day") or named.get("i_day"),
    )
    return utc_ms(int(year), int(month), int(day)) if year and month and day else None
