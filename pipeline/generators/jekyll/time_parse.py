"""Port of Ruby's Date._parse (ext/date/date_parse.c), which reads every date that is not plain ISO.

Start with parse_time, at the end: it splits a text into parts, and dates.py makes a time of them. Patterns keep the
names and the order of Ruby's.
"""

import re
from typing import NamedTuple

MAX_DATE_BYTES = 128  # Ruby refuses more (CVE-2021-41817), which also bounds the patterns below

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(_MONTHS)
_ERA = r"(c(?:e|\.e\.)|b(?:ce|\.c\.e\.)|a(?:d|\.d\.)|b(?:c|\.c\.))?"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


_NOISE = re.compile(r"(?:[^\w+',./:@\[\]-]|_)+")
_DAY = _compile(r"\b(?:sun|mon|tue|wed|thu|fri|sat)[^-/\d\s]*")
_TIME = _compile(
    r"((?:\d+\s*:\s*\d+(?:\s*:\s*\d+(?:[,.]\d*)?)?|\d+\s*h(?:\s*\d+m?(?:\s*\d+s?)?)?)(?:\s*[ap](?:m\b|\.m\.))?"
    r"|\d+\s*[ap](?:m\b|\.m\.))"
    r"(?:\s*((?:gmt|utc?)?[-+]\d+(?:[,.:]\d+(?::\d+)?)?"
    r"|[a-z\x80-\U0010ffff.\s]+(?:standard|daylight)\stime\b|[a-z\x80-\U0010ffff]+(?:\sdst)?\b))?"
)
_CLOCK = _compile(r"(\d+)h?(?:\s*:?\s*(\d+)m?(?:\s*:?\s*(\d+)(?:[,.](\d+))?s?)?)?(?:\s*([ap])(?:m\b|\.m\.))?")
_EU = _compile(rf"('?\d+)[^-\d\s]*\s*({_MONTH})[^-\d\s']*(?:\s*{_ERA}\s*('?-?\d+(?:(?:st|nd|rd|th)\b)?))?")
_US = _compile(rf"\b({_MONTH})[^-\d\s']*\s*('?\d+)[^-\d\s']*(?:\s*,?\s*{_ERA}\s*('?-?\d+))?")
_ISO = _compile(r"('?[-+]?\d+)-(\d+)-('?-?\d+)")
_JIS = _compile(r"\b([mtsh])(\d+)\.(\d+)\.(\d+)")
_VMS11 = _compile(rf"('?-?\d+)-({_MONTH})[^-/.]*-('?-?\d+)")
_VMS12 = _compile(rf"\b({_MONTH})[^-/.]*-('?-?\d+)(?:-('?-?\d+))?")
_SLASHES = _compile(r"('?-?\d+)/\s*('?\d+)(?:\D\s*('?-?\d+))?")
_DOTS = _compile(r"('?-?\d+)\.\s*('?\d+)\.\s*('?-?\d+)")
_WITHOUT_YEAR = (  # week dates and days without a year, which Time.parse ignores
    _compile(r"\b(?:\d{2}|\d{4})?-?w\d{2}(?:-?\d)?\b"),
    _compile(r"-w-\d\b"),
    _compile(r"--(?:\d{2})?-\d{2}\b"),
    _compile(r"--\d{2}(?:\d{2})?\b"),
)
_ORDINAL = _compile(r"\b(\d{2}|\d{4})-(\d{3})\b")
_FRACTION = _compile(r"[,.](?:\d{2}|\d{4})-\d{3}\b")
_SHORT_YEAR = _compile(r"'(\d+)\b")
_MONTH_ALONE = _compile(rf"\b({_MONTH})\S*")
_DAY_ALONE = _compile(r"(\d+)(?:st|nd|rd|th)\b")
_DIGITS = _compile(
    r"([-+]?)(\d{2,14})(?:\s*t?\s*(\d{2,6})?(?:[,.](\d*))?)?(?:\s*(z\b|[-+]\d{1,4}\b|\[[-+]?\d[^\]]*\]))?"
)
_BC = _compile(r"\b(?:bc\b|bce\b|b\.c\.|b\.c\.e\.)")
_NUMBER_AND_MORE = _compile(r"'*+([-+]?+\d*+).")
_FRAGMENT = _compile(r"\s*(\d{1,2})\s*\Z")
_CLOCK_CUT = (("hour", 2), ("minute", 2), ("second", 2))
_CUTS: dict[int, tuple[tuple[str, int], ...]] = {
    2: (("day", 2),),
    3: (("day_of_year", 3),),
    4: (("month", 2), ("day", 2)),
    5: (("year", 2), ("day_of_year", 3)),
    6: (("year", 2), ("month", 2), ("day", 2)),
    7: (("year", 4), ("day_of_year", 3)),
    **{8 + 2 * n: (("year", 4), ("month", 2), ("day", 2), *_CLOCK_CUT[:n]) for n in range(4)},
}
_CUTS_FROM_THE_END: dict[int, tuple[tuple[str, int], ...]] = {
    2: (("second", 2),),
    3: (("minute", 1), ("second", 2)),
    4: (("minute", 2), ("second", 2)),
    5: (("hour", 1), ("minute", 2), ("second", 2)),
    6: _CLOCK_CUT,
    7: (("day", 1), *_CLOCK_CUT),
    8: (("day", 2), *_CLOCK_CUT),
    10: (("month", 2), ("day", 2), *_CLOCK_CUT),
    12: (("year", 2), ("month", 2), ("day", 2), *_CLOCK_CUT),
    14: (("year", 4), ("month", 2), ("day", 2), *_CLOCK_CUT),
}
_ERAS = {"m": 1867, "t": 1911, "s": 1925, "h": 1988}


class TimeParts(NamedTuple):
    """Parts of a time that a text gives; None for each that it lacks."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    day_of_year: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    zone: str | None = None


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = _NOISE.sub(" ", text)
        self.found: dict[str, int] = {}
        self.zone: str | None = None
        self.before_christ = False
        self.complete_century = True

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return the first match of a pattern, and put a blank in its place."""
        if match := pattern.search(self.text):
            self.text = f"{self.text[: match.start()]} {self.text[match.end() :]}"
        return match

    def parse(self) -> TimeParts:
        self.take(_DAY)
        self.take_time()
        self.take_date()
        self.before_christ |= self.take(_BC) is not None
        if match := _FRAGMENT.match(self.text):
            number = int(match[1])
            if "hour" in self.found and "day" not in self.found and 1 <= number <= 31:
                self.found["day"] = number
            if "day" in self.found and "hour" not in self.found and number <= 24:
                self.found["hour"] = number
        year = self.found.get("year")
        if year is not None:
            if self.before_christ:
                year = 1 - year
            if self.complete_century and 0 <= year <= 99:
                year += 1900 if year >= 69 else 2000
            self.found["year"] = year
        return TimeParts(**self.found, zone=self.zone)

    def take_time(self) -> None:
        if not (match := self.take(_TIME)):
            return
        self.zone = match[2]
        if clock := _CLOCK.match(match[1]):
            parts = zip(("hour", "minute", "second"), clock.groups(), strict=False)
            self.found.update({name: int(part) for name, part in parts if part})
            if clock[5]:
                self.found["hour"] = self.found["hour"] % 12 + (12 if clock[5] in "pP" else 0)

    def take_date(self) -> None:
        if match := self.take(_EU):
            self.set_year_month_day(match[4], _month_number(match[2]), match[1], match[3])
        elif match := self.take(_US):
            self.set_year_month_day(match[4], _month_number(match[1]), match[2], match[3])
        elif match := self.take(_ISO):
            self.set_year_month_day(match[1], match[2], match[3])
        elif match := self.take(_JIS):
            year = int(match[2]) + _ERAS[match[1].lower()]
            self.found.update(year=year, month=int(match[3]), day=int(match[4]))
        elif match := self.take(_VMS11):
            self.set_year_month_day(match[3], _month_number(match[2]), match[1])
        elif match := self.take(_VMS12):
            self.set_year_month_day(match[3], _month_number(match[1]), match[2])
        elif (match := self.take(_SLASHES)) or (match := self.take(_DOTS)):
            self.set_year_month_day(match[1], match[2], match[3])
        elif any(self.take(pattern) for pattern in _WITHOUT_YEAR):
            pass
        elif not _FRACTION.search(self.text) and (match := self.take(_ORDINAL)):
            self.found.update(year=int(match[1]), day_of_year=int(match[2]))
        elif match := self.take(_SHORT_YEAR):
            self.found["year"] = int(match[1])
        elif match := self.take(_MONTH_ALONE):
            self.found["month"] = int(_month_number(match[1]))
        elif match := self.take(_DAY_ALONE):
            self.found["day"] = int(match[1])
        elif match := self.take(_DIGITS):
            self.take_digits(match)

    def set_year_month_day(self, year: str | None, month: str | None, day: str | None, era: str | None = None) -> None:
        """Port `s3e`, which finds the year by more than two digits or an apostrophe."""
        if year is not None and month is not None and day is None:
            year, month, day = None, year, month
        if year is None and day is not None and (len(day) > 2 or day.startswith("'")):
            year, day = day, None
        if year is not None and (number := _NUMBER_AND_MORE.match(year)):
            year, day = day, number[1]
        if month is not None and (month.startswith("'") or len(month) > 2):
            year, month, day = month, day, year
        if day is not None and (day.startswith("'") or len(day) > 2):
            year, day = day, year
        if year is not None and (number := re.search(r"([-+]?)([0-9]+)", year)):
            self.found["year"] = int(number[0])
            if number[1] or len(number[2]) > 2:
                self.complete_century = False
        self.before_christ = era is not None and era[0] in "bB"
        for name, part in (("month", month), ("day", day)):
            if part is not None and (number := re.search("[0-9]+", part)):
                self.found[name] = int(number[0])

    def take_digits(self, match: re.Match[str]) -> None:
        """Port `parse_ddd_cb`, which cuts digits by their number; a second run is a time of day."""
        sign, digits, clock, fraction, zone = match.groups()
        ends_in_seconds = fraction is not None
        cuts = _CUTS_FROM_THE_END if clock is None and ends_in_seconds else _CUTS
        at = 0
        for name, width in cuts.get(len(digits), ()):
            self.found[name] = int(digits[at : at + width]) * (-1 if name == "year" and sign == "-" else 1)
            self.complete_century &= not (name == "year" and width == 4)
            at += width
        if clock is not None and len(clock) % 2 == 0:
            parts = [int(clock[at : at + 2]) for at in range(0, len(clock), 2)]
            names = ("hour", "minute", "second")
            self.found.update(zip(names[-len(parts) :] if ends_in_seconds else names, parts, strict=False))
        if zone:
            self.zone = zone.strip("[]").rpartition(":")[2]


def _month_number(name: str) -> str:
    return str(_MONTHS.index(name[:3].lower()) + 1)


def parse_time(text: str) -> TimeParts:
    """Return the parts that Date._parse finds in a text; all None if it finds nothing."""
    return _Parser(text).parse()
