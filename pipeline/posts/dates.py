"""Dates as Jekyll reads them: `Time.parse` of the value's text (Ruby's lib/time.rb), on the site's clock.

Time.parse takes what is missing from today. Nothing here does: a date without a year is no date.
"""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.posts import ruby, time_parse
from pipeline.scalars import Plain, Value, typed

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86400  # seconds

# What nearly every date looks like, and where Ruby and this pattern agree
_COMMON = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:(?:[Tt]| +)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]*)?)?"
    r" *(?:(Z)|([-+])([01][0-9]|2[0-3]):?([0-5][0-9]))?)?\Z"
)
_OFFSET = re.compile(r"([-+])([0-9]{2})(?:(:?)([0-9]{2})(?:\3([0-9]{2}))?)?\Z")
_ZONES = {  # ZoneOffset; other names are ignored, those of the site's own zone excepted
    **{"UTC": 0, "UT": 0, "GMT": 0, "Z": 0},
    **{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
    **{letter: hours for hours, letter in enumerate("ABCDEFGHIKLM", 1)},
    **{letter: -hours for hours, letter in enumerate("NOPQRSTUVWXY", 1)},
}


class Moment(NamedTuple):
    """An instant and the same on the site's clock, both in seconds since 1970-01-01 00:00."""

    at: int
    local: int
    precision: str  # what was written: day, minute, second
    is_rolled: bool  # the day is not one of its month: 2015-02-30 is March 2

    @property
    def on(self) -> int:
        """The site's calendar day, in days since 1970-01-01."""
        return self.local // _DAY


class DateError(ValueError):
    """What Jekyll reads as no date."""


class UndatedError(DateError):
    """What Jekyll completes with the day it builds."""


def read_date(value: Value, zone: ZoneInfo) -> Moment:
    """Read a `date`; raises DateError. Without quotes and offset, with seconds, it is UTC (safe_yaml parse/date.rb)."""
    if isinstance(value, str) and (found := _COMMON.match(value)):
        year, month, day, hour, minute, second, utc, sign, hours, minutes = found.groups()
        try:
            written = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
        except ValueError:
            pass  # what is no date to Python may be one to Ruby
        else:
            offset = None
            if sign:
                offset = (int(hours) * 3600 + int(minutes) * 60) * (1 if sign == "+" else -1)
            elif utc or (second and isinstance(value, Plain)):
                offset = 0
            return _moment(written, offset, zone, "second" if second else "minute" if hour else "day")
    meant = typed(value)
    if isinstance(meant, datetime):
        return _moment(meant.replace(tzinfo=None), 0, zone, "second")
    text = ruby.text(value, zone)
    if len(text.encode()) > time_parse.LONGEST:
        raise DateError(f"it is longer than {time_parse.LONGEST} bytes")
    parts = time_parse.parse(text)
    if all(part is None for part in parts[:-1]):
        raise DateError("it names no date")
    if parts.year is None:
        _check(2000, 1 if parts.month is None else parts.month, 1 if parts.day is None else parts.day)
        raise UndatedError("it names no year")
    return _made(parts, zone)


def file_name_day(text: str) -> int:
    """The day that three numbers with dashes name, in days since 1970-01-01; years of two digits are 1969 to 2068."""
    year, month, day = map(int, text.split("-"))
    if len(text.partition("-")[0]) == 2:
        year += 1900 if year >= 69 else 2000
    _check(year, month, day)
    return date(year, month, 1).toordinal() + day - 1 - _EPOCH


def midnight(on: int, text: str, zone: ZoneInfo) -> Moment:
    """When the day of a file name begins; `text` is how it was written."""
    begin = datetime.fromordinal(on + _EPOCH)
    return _moment(begin, None, zone, "day", begin.day != int(text.rpartition("-")[2]))


def _check(year: int, month: int, day: int) -> None:
    if not 1 <= year <= 9999:
        raise DateError(f"the year {year} is not in 1 to 9999")
    if not 1 <= month <= 12:
        raise DateError(f"there is no month {month}")
    if not 1 <= day <= 31:
        raise DateError(f"there is no day {day}")


def _made(parts: time_parse.Parts, zone: ZoneInfo) -> Moment:
    """Time.make_time, of parts that have a year."""
    year, month, day = parts.year or 0, 1 if parts.month is None else parts.month, 1 if parts.day is None else parts.day
    if parts.day_of_year is not None:
        _check(year, 1, 1)
        if not 1 <= parts.day_of_year <= 337 + monthrange(year, 2)[1]:
            raise DateError(f"{year} has no day {parts.day_of_year}")
        first = date(year, 1, 1) + timedelta(days=parts.day_of_year - 1)
        month, day = first.month, first.day
    precision = "second" if parts.second is not None else "minute" if parts.hour is not None else "day"
    clock = [parts.hour or 0, parts.minute or 0, parts.second or 0]
    offset = _offset(parts.zone, year, zone) if parts.zone else None
    _check(year, month, 1)
    is_rolled = day > monthrange(year, month)[1]
    if offset:
        year, month, day = _to_utc(year, month, day, clock, offset)
        offset = 0
    _check(year, month, day)
    hour, minute, second = clock
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        raise DateError(f"there is no time {hour:02}:{minute:02}:{second:02}")
    try:
        written = datetime(year, month, 1) + timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second)
    except OverflowError:
        raise DateError("the year is not in 1 to 9999") from None
    return _moment(written, offset, zone, precision, is_rolled)


def _to_utc(year: int, month: int, day: int, clock: list[int], offset: int) -> tuple[int, int, int]:
    """Time.apply_offset: part by part, so that a day too many for its month goes to the first of the next."""
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


def _offset(name: str, year: int, zone: ZoneInfo) -> int | None:
    """Time.zone_offset, in seconds; None for names that Jekyll ignores, such as IST where it is not the site's own."""
    name = name.upper()
    if found := _OFFSET.match(name):
        seconds = int(found[2]) * 3600 + int(found[4] or 0) * 60 + int(found[5] or 0)
        return -seconds if found[1] == "-" else seconds
    if name in _ZONES:
        return _ZONES[name] * 3600
    for month in (1, 7):
        midnight = datetime(min(max(year, 1), 9999), month, 1, tzinfo=zone)
        if (midnight.tzname() or "").upper() == name:
            return _seconds(midnight)
    return None


def _moment(written: datetime, offset: int | None, zone: ZoneInfo, precision: str, is_rolled: bool = False) -> Moment:
    """Place a time on the site's clock; `offset` is in seconds, None where the time is the site's own."""
    seconds = (written.toordinal() - _EPOCH) * _DAY + written.hour * 3600 + written.minute * 60 + written.second
    try:
        if offset is None:
            # Of a time that the clock shows twice Ruby takes the later; for one that it skips, the offset of before.
            here = written.replace(tzinfo=zone)
            offset = min(_seconds(here), _seconds(here.replace(fold=1)))
        at = seconds - offset
        offset = _seconds(datetime.fromtimestamp(at, zone))
        for _ in range(2):
            # Jekyll reads every date back twice, from a text whose offset has no seconds (document.rb:468).
            if offset % 60:
                at += offset - int(offset / 60) * 60
                offset = _seconds(datetime.fromtimestamp(at, zone))
    except (OverflowError, ValueError):
        raise DateError("the year is not in 1 to 9999") from None
    return Moment(at, at + offset, precision, is_rolled)


def _seconds(moment: datetime) -> int:
    offset = moment.utcoffset() or timedelta()
    return offset.days * _DAY + offset.seconds
