"""Texts of dates as `new Date(text)` of V8 reads them (v8/src/date/dateparser-inl.h). Start with parse_date."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from pipeline.generators.js_values import is_real_day, utc_ms

MAX_DATE_CHARS = 200
_EPOCH = datetime(1970, 1, 1)
_ISO = re.compile(
    r"([0-9]{4}|\+[0-9]{6})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?"
    r"(?:[Tt]((?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)(?::([0-5][0-9])(?:\.([0-9]+))?)?([Zz]|[-+][0-9]{2}:?[0-9]{2})?)?\Z"
)
# What the parser of ISO takes of a text before it gives up; a dash that no month or day follows is skipped.
_ISO_START = re.compile(
    r"([0-9]{4})(?![0-9])(?:-(?:(0[1-9]|1[0-2])(?![0-9])(?:-(?:(0[1-9]|[12][0-9]|3[01])(?![0-9]))?)?)?)?"
)
# An ISO date with a T that does not go on as ISO does is no date at all.
_ISO_WITH_TIME = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?[Tt](?![A-Za-z])")
_TOKEN = re.compile(r"(?P<number>[0-9]+)|(?P<word>[A-Za-z\x80-\U0010ffff]+)|(?P<blank>\s+)|(?P<symbol>.)", re.DOTALL)
_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9} | {
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_ZONES = {"ut": 0, "utc": 0, "z": 0, "gmt": 0, "cdt": -5, "cst": -6, "edt": -4, "est": -5, "mdt": -6, "mst": -7} | {
    "pdt": -7, "pst": -8,
}  # fmt: skip


class Reading(NamedTuple):
    """Date of a text, in milliseconds since 1970-01-01 00:00.

    It is an instant if it `has_zone`, else a clock time.
    """

    ms: int
    has_zone: bool
    precision: str  # day, minute, second
    is_rolled: bool
    offset: int = 0  # that was written, in milliseconds ahead of UTC

    def at(self, zone: tzinfo) -> int:
        """Return the instant, with a clock time read on the clock of a zone as JavaScript does."""
        return self.ms if self.has_zone else local_to_utc(self.ms, zone)


def local_to_utc(ms: int, zone: tzinfo) -> int:
    """Return the instant of a clock time.

    Of two the first, and in a gap as if the clock had not changed yet.
    """
    offset = (_EPOCH + timedelta(milliseconds=ms)).replace(tzinfo=zone).utcoffset() or timedelta()
    return ms - offset // timedelta(milliseconds=1)


def offset_at(ms: int, zone: tzinfo) -> int:
    """Return how far a zone is ahead of UTC at an instant, in milliseconds."""
    try:
        moment = (_EPOCH + timedelta(milliseconds=ms)).replace(tzinfo=UTC).astimezone(zone)
    except OverflowError:
        return 0
    return (moment.utcoffset() or timedelta()) // timedelta(milliseconds=1)


def parse_date(text: str) -> Reading | None:
    """Return what `new Date(text)` reads; None for an invalid date."""
    if len(text) > MAX_DATE_CHARS:
        return None
    if found := _ISO.match(text):
        return _read_iso(found)
    if _ISO_WITH_TIME.match(text):
        return None
    legacy = _Legacy()
    return legacy.to_reading() if legacy.take_text(text) else None


def _read_iso(found: re.Match[str]) -> Reading | None:
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    hour, minute = map(int, (found[4] or "0:0").split(":"))
    if hour == 24 and int(found[5] or 0) + int(found[6] or 0):
        return None
    # Date.UTC reads the years 0 to 99 as 1900 to 1999, and ISO does not; no post is that old.
    ms = utc_ms(year, month, day, hour, minute, int(found[5] or 0), int((found[6] or "")[:3].ljust(3, "0")))
    if ms is None:
        return None
    precision = "day" if found[4] is None else "minute" if found[5] is None else "second"
    zone, offset = found[7], 0
    if zone and zone not in "Zz":
        digits = zone[1:].replace(":", "")
        offset = (int(digits[:2]) * 60 + int(digits[2:])) * 60_000
        offset = -offset if zone[0] == "-" else offset
    return Reading(ms - offset, bool(zone) or found[4] is None, precision, not is_real_day(year, month, day), offset)


class _Legacy:
    """Parser of all other forms, token by token."""

    def __init__(self) -> None:
        self.days: list[int] = []
        self.month: int | None = None
        self.times: list[int] = []
        self.is_time_done = False
        self.noon: int | None = None  # hours that AM or PM add
        self.sign: int | None = None
        self.hours: int | None = None
        self.minutes: int | None = None

    def take_text(self, text: str) -> bool:
        """Take a text; False if it is no date."""
        start = _ISO_START.match(text)
        self.days = [int(part) for part in start.groups() if part] if start else []
        tokens = [(found.lastgroup or "", found[0]) for found in _TOKEN.finditer(text, start.end() if start else 0)]
        at, has_number = 0, bool(start)
        while at < len(tokens):
            kind, token = tokens[at]
            at += 1
            following = tokens[at] if at < len(tokens) else ("end", "")
            if kind == "number":
                has_number = True
                used = self.take_number(int(token), following, tokens[at + 1] if at + 1 < len(tokens) else ("end", ""))
                if used is None:
                    return False
                at += used
            elif kind == "word":
                word = token.lower()
                if word in ("am", "pm") and self.times:
                    self.noon = 12 if word == "pm" else 0
                elif (month := _MONTHS.get(word[:3])) is not None:
                    self.month = month
                    at += following[1] == "-"
                elif word in _ZONES and has_number:
                    self.set_zone(_ZONES[word])
                elif has_number or following[0] == "number":
                    return False
            elif token in ("+", "-") and (self.is_utc or self.times):
                has_number = True
                used = self.take_offset(token, tokens[at : at + 2])
                if used is None:
                    return False
                at += used
            elif token in ("+", "-", ")") and has_number:
                return False
            elif token == "(":
                at = _skip_parentheses(tokens, at)
        return True

    @property
    def is_utc(self) -> bool:
        return self.hours == 0 and self.minutes == 0

    def is_expecting(self, number: int) -> bool:
        place = 0 if self.is_time_done else len(self.times)
        return (place in (1, 2) and number < 60) or (place == 3 and number < 1000)

    def take_number(self, number: int, following: tuple[str, str], after: tuple[str, str]) -> int | None:
        """Return how many further tokens a number uses; None if it is out of place."""
        if following[1] == ":":
            if self.is_time_done or len(self.times) == 4 or (self.times and after[1] == ":"):
                return None
            self.times += [number, 0] if after[1] == ":" else [number]
            return 2 if after[1] in (":", ".") else 1
        if following[1] == "." and self.is_expecting(number):
            if after[0] != "number":
                return None
            self.times += [number, int(after[1][:3].ljust(3, "0"))]
            self.is_time_done = True
            return 2
        if self.hours is not None and self.minutes is None and number < 60:
            self.minutes = number
            return 0
        if self.is_expecting(number):
            self.times.append(number)
            self.is_time_done = True
            is_end = following[0] in ("end", "blank") or following[1] in ("+", "-") or following[1].lower() == "z"
            return 0 if is_end else None
        if len(self.days) == 3:
            return None
        self.days.append(number)
        return int(following[1] == "-")

    def take_offset(self, sign: str, following: list[tuple[str, str]]) -> int | None:
        self.sign = 1 if sign == "+" else -1
        has_number = bool(following) and following[0][0] == "number"
        digits = following[0][1] if has_number else ""
        number = int(digits or 0)
        if following[int(has_number) :][:1] and following[int(has_number)][1] == ":":
            self.hours, self.minutes = number, None
            return int(has_number) + 1
        if len(digits) in (1, 2):
            self.hours, self.minutes = number, 0
        elif len(digits) in (3, 4):
            self.hours, self.minutes = divmod(number, 100)
        else:
            return None
        return int(has_number)

    def set_zone(self, hours: int) -> None:
        self.sign, self.hours, self.minutes = (-1 if hours < 0 else 1), abs(hours), 0

    def to_reading(self) -> Reading | None:
        if not self.days:
            return None
        first, second, third = (*self.days, 1, 1)[:3]
        if self.month is None:
            year, month, day = (third, first, second) if 1 <= first <= 31 else (first, second, third)
        elif not 1 <= first <= 31:
            year, month, day = first, self.month, second
        else:
            year, month, day = second, self.month, first
        if 0 <= year <= 49:
            year += 2000
        elif 50 <= year <= 99:
            year += 1900
        hour, minute, second_of, ms_of = (*self.times, 0, 0, 0, 0)[:4]
        if self.noon is not None:
            if hour > 12:
                return None
            hour = hour % 12 + self.noon
        is_midnight = hour == 24 and not (minute or second_of or ms_of)
        if not (1 <= month <= 12 and 1 <= day <= 31) or not (hour < 24 or is_midnight) or max(minute, second_of) > 59:
            return None
        ms = utc_ms(year, month, day, hour, minute, second_of, ms_of)
        if ms is None:
            return None
        offset = (self.sign or 0) * ((self.hours or 0) * 60 + (self.minutes or 0)) * 60_000
        precision = "day" if not self.times else "minute" if len(self.times) < 3 else "second"
        return Reading(ms - offset, self.sign is not None, precision, not is_real_day(year, month, day), offset)


def _skip_parentheses(tokens: list[tuple[str, str]], at: int) -> int:
    depth = 1
    while at < len(tokens) and depth:
        depth += {"(": 1, ")": -1}.get(tokens[at][1], 0)
        at += 1
    return at
