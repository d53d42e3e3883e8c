"""Dates as Jekyll reads them: Ruby's `Time.parse` (lib/time.rb), on the site's clock.

Start with parse_date. time_parse.py splits a text into parts; here they become a time. Time.parse takes missing parts
from today, which is not ported: a date without a year is an error.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, tzinfo

from pipeline.generators.fields import DAY_SECONDS, Moment
from pipeline.generators.jekyll import ruby, time_parse
from pipeline.generators.scalars import Plain, Value, resolve_scalar

_OUT_OF_RANGE = "the year is not in 2 to 9999"
_EPOCH = date(1970, 1, 1).toordinal()

# Nearly every date has this form, for which Ruby gives the same result; the others are parsed as Ruby does.
_COMMON = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:(?:[Tt]| +)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]*)?)?"
    r" *(?:(Z)|([-+])([01][0-9]|2[0-3]):?([0-5][0-9]))?)?\Z"
)
_LARGE_OFFSET = re.compile(r":[0-9]{2}(?:\.[0-9]*)?\s*[-+]([0-9]{1,2}):?([0-9]{2})?\Z")
_OFFSET = re.compile(r"([-+])([0-9]{2})(?:(:?)([0-9]{2})(?:\3([0-9]{2}))?)?\Z")
_ZONES = {  # Ruby's ZoneOffset; other names are ignored, except those of the site's own zone
    **{"UTC": 0, "UT": 0, "GMT": 0, "Z": 0},
    **{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
    **{letter: hours for hours, letter in enumerate("ABCDEFGHIKLM", 1)},
    **{letter: -hours for hours, letter in enumerate("NOPQRSTUVWXY", 1)},
}


class DateError(ValueError):
    """Error of a value that Jekyll cannot read as a date."""


class UndatedError(DateError):
    """Error of a value that Jekyll completes with the day of the build."""


def parse_date(value: Value, zone: tzinfo) -> Moment:
    """Return the moment of a `date`; raises DateError."""
    if isinstance(value, str) and (found := _COMMON.match(value)):
        year, month, day, hour, minute, second, utc, sign, hours, minutes = found.groups()
        try:
            written = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
        except ValueError:
            pass  # Ruby reads some dates that Python refuses
        else:
            offset = None
            if sign:
                offset = (int(hours) * 3600 + int(minutes) * 60) * (1 if sign == "+" else -1)
            elif utc or (second and isinstance(value, Plain)):  # safe_yaml parse/date.rb
                offset = 0
            return _place_on_clock(written, offset, zone, "second" if second else "minute" if hour else "day")
    typed_value = resolve_scalar(value)
    if isinstance(typed_value, datetime):
        try:
            instant = typed_value.astimezone(UTC).replace(tzinfo=None)
        except OverflowError:
            raise DateError(_OUT_OF_RANGE) from None
        return _place_on_clock(instant, 0, zone, "second")._replace(has_ignored_offset=_has_large_offset(str(value)))
    text = ruby.to_s(value)
    if len(text.encode()) > time_parse.MAX_DATE_BYTES:
        raise DateError(f"it is longer than {time_parse.MAX_DATE_BYTES} bytes")
    parts = time_parse.parse_time(text)
    if all(part is None for part in parts[:-1]):
        raise DateError("it names no date")
    if parts.year is None:
        _check_day(2000, 1 if parts.month is None else parts.month, 1 if parts.day is None else parts.day)
        raise UndatedError("it names no year")
    return _make_time(parts, zone)


def parse_file_name_day(text: str) -> int:
    """Return the day of `year-month-day`, in days since 1970-01-01; raises DateError."""
    year, month, day = map(int, text.split("-"))
    if len(text.partition("-")[0]) == 2:
        year += 1900 if year >= 69 else 2000
    _check_day(year, month, day)
    return date(year, month, 1).toordinal() + day - 1 - _EPOCH


def midnight_of(on: int, text: str, zone: tzinfo) -> Moment:
    """Return the moment at which the day of a file name starts; `text` is it as written."""
    midnight = datetime.fromordinal(on + _EPOCH)
    return _place_on_clock(midnight, None, zone, "day", midnight.day != int(text.rpartition("-")[2]))


def _check_day(year: int, month: int, day: int) -> None:
    if not 2 <= year <= 9999:  # a day of the year 1 is not on every clock
        raise DateError(f"the year {year} is not in 2 to 9999")
    if not 1 <= month <= 12:
        raise DateError(f"there is no month {month}")
    if not 1 <= day <= 31:
        raise DateError(f"there is no day {day}")


def _make_time(parts: time_parse.TimeParts, zone: tzinfo) -> Moment:
    """Port Time.make_time, for parts that have a year."""
    year, month, day = parts.year or 0, 1 if parts.month is None else parts.month, 1 if parts.day is None else parts.day
    if parts.day_of_year is not None:
        _check_day(year, 1, 1)
        if not 1 <= parts.day_of_year <= 337 + monthrange(year, 2)[1]:
            raise DateError(f"{year} has no day {parts.day_of_year}")
        first = date(year, 1, 1) + timedelta(days=parts.day_of_year - 1)
        month, day = first.month, first.day
    precision = "second" if parts.second is not None else "minute" if parts.hour is not None else "day"
    clock = [parts.hour or 0, parts.minute or 0, parts.second or 0]
    offset = _zone_offset(parts.zone, year, zone) if parts.zone else None
    _check_day(year, month, 1)
    is_rolled = day > monthrange(year, month)[1]
    if offset:
        year, month, day = _to_utc(year, month, day, clock, offset)
        offset = 0
    _check_day(year, month, day)
    hour, minute, second = clock
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        raise DateError(f"there is no time {hour:02}:{minute:02}:{second:02}")
    try:
        written = datetime(year, month, 1) + timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second)
    except OverflowError:
        raise DateError(_OUT_OF_RANGE) from None
    return _place_on_clock(written, offset, zone, precision, is_rolled)


def _to_utc(year: int, month: int, day: int, clock: list[int], offset: int) -> tuple[int, int, int]:
    """Port Time.apply_offset: part by part, so that a day too many is the next month's first."""
    sign, rest = (1, -offset) if offset < 0 else (-1, offset)
    for place, base in ((2, 60), (1, 60), (0, 24)):
        rest, part = divmod(rest, base)
        if part:
            carry, clock[place] = divmod(clock[place] + sign * part, base)
            rest += sign * carry
    day += sign * rest
    if rest and day < 1:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        return year, month, monthrange(max(year, 1), month)[1]
    if rest and sign > 0 and day > monthrange(year, month)[1]:
        return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
    return year, month, day


def _zone_offset(name: str, year: int, zone: tzinfo) -> int | None:
    """Port Time.zone_offset, in seconds; None for names that Jekyll ignores, such as IST."""
    name = name.upper()
    if found := _OFFSET.match(name):
        seconds = int(found[2]) * 3600 + int(found[4] or 0) * 60 + int(found[5] or 0)
        if seconds >= DAY_SECONDS:  # Ruby's Time refuses it: "utc_offset out of range"
            raise DateError(f"the offset {name} is a day or more: write one such as +02:00")
        return -seconds if found[1] == "-" else seconds
    if name in _ZONES:
        return _ZONES[name] * 3600
    for month in (1, 7):
        midnight = datetime(min(max(year, 1), 9999), month, 1, tzinfo=zone)
        if (midnight.tzname() or "").upper() == name:
            return _offset_seconds(midnight)
    return None


def _place_on_clock(
    written: datetime, offset: int | None, zone: tzinfo, precision: str, is_rolled: bool = False
) -> Moment:
    """Return the moment of a time; `offset` is in seconds, None for the site's own clock."""
    _check_day(written.year, written.month, written.day)
    seconds = (written.toordinal() - _EPOCH) * DAY_SECONDS + written.hour * 3600 + written.minute * 60 + written.second
    try:
        if offset is None:
            # Ruby takes the later of a time that the clock shows twice, and the offset before for one it skips.
            here = written.replace(tzinfo=zone)
            offset = min(_offset_seconds(here), _offset_seconds(here.replace(fold=1)))
        at = seconds - offset
        offset = _offset_seconds(datetime.fromtimestamp(at, zone))
        for _ in range(2):
            # Jekyll reads every date back twice, from a text whose offset has no seconds (document.rb:468).
            if offset % 60:
                at += offset - int(offset / 60) * 60
                offset = _offset_seconds(datetime.fromtimestamp(at, zone))
    except (OverflowError, ValueError):
        raise DateError(_OUT_OF_RANGE) from None
    return Moment(at, at + offset, precision, is_rolled)


def _has_large_offset(written: str) -> bool:
    """Return whether a time has an offset of more than a day, which Ruby's DateTime ignores."""
    found = _LARGE_OFFSET.search(written)
    return found is not None and int(found[1]) * 3600 + int(found[2] or 0) * 60 > DAY_SECONDS


def _offset_seconds(moment: datetime) -> int:
    offset = moment.utcoffset() or timedelta()
    return offset.days * DAY_SECONDS + offset.seconds
