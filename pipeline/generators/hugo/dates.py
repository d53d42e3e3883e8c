"""One date as Hugo reads it: the layouts of spf13/cast (time.go), as Go's time.Parse takes them. Start: parse_date.

A value without an offset is on the site's clock; one with an offset keeps it. A zone's name (EST) is ignored.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.generators.fields import DAY_SECONDS, Moment
from pipeline.generators.hugo.values import resolve
from pipeline.generators.scalars import Value

_EPOCH = date(1970, 1, 1).toordinal()
MIN_SECONDS, MAX_SECONDS = (
    (date(1, 1, 1).toordinal() - _EPOCH) * DAY_SECONDS,
    (date(9999, 12, 31).toordinal() - _EPOCH + 1) * DAY_SECONDS - 1,
)
_MAX_CHARS = 100
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PARTS = {  # of a layout; Go wants two digits of all but hours, and takes a fraction after any second
    "2006": r"(?P<year>[0-9]{4})",
    "06": r"(?P<short>[0-9]{2})",
    "01": r"(?P<month>[0-9]{2})",
    "Jan": f"(?P<name>(?i:{'|'.join(_MONTHS)}))",
    "02": r"(?P<day>[0-9]{2})",
    "_2": r" ?(?P<day>[0-9]{1,2})",
    "15": r"(?P<hour>[0-9]{1,2})",
    "04": r"(?P<minute>[0-9]{2})",
    "05": r"(?P<second>[0-9]{2})(?:[.,][0-9]+)?",
    "Z07:00": r"(?:(?P<utc>Z)|(?P<sign>[-+])(?P<hours>[0-9]{2}):(?P<minutes>[0-9]{2}))",
    "Z0700": r"(?:(?P<utc>Z)|(?P<sign>[-+])(?P<hours>[0-9]{2})(?P<minutes>[0-9]{2}))",
    "-07:00": r"(?P<sign>[-+])(?P<hours>[0-9]{2}):(?P<minutes>[0-9]{2})",
    "-0700": r"(?P<sign>[-+])(?P<hours>[0-9]{2})(?P<minutes>[0-9]{2})",
    "MST": r"(?:[A-Z]{3}|[A-Z]{3}T|[A-Z]{4}T|ChST|MeST|WITA|[-+][0-9]{2}|GMT[-+][0-9]{1,2})",
    "Monday": f"(?i:{'|'.join(_DAY_NAMES)})",
    "Mon": f"(?i:{'|'.join(name[:3] for name in _DAY_NAMES)})",
    " ": " +",
}
_PART = re.compile("|".join(map(re.escape, sorted(_PARTS, key=len, reverse=True))))
_LAYOUTS = tuple(
    re.compile(_PART.sub(lambda part: _PARTS[part[0]], layout.replace(".", r"\.")) + r"\Z", re.ASCII)
    for layout in (
        "2006-01-02",
        "2006-01-02T15:04:05Z07:00",
        "2006-01-02T15:04:05",
        "Mon, 02 Jan 2006 15:04:05 -0700",
        "Mon, 02 Jan 2006 15:04:05 MST",
        "02 Jan 06 15:04 -0700",
        "02 Jan 06 15:04 MST",
        "Monday, 02-Jan-06 15:04:05 MST",
        "2006-01-02 15:04:05 -0700 MST",
        "2006-01-02T15:04:05-0700",
        "2006-01-02 15:04:05Z0700",
        "2006-01-02 15:04:05",
        "Mon Jan _2 15:04:05 2006",
        "Mon Jan _2 15:04:05 MST 2006",
        "Mon Jan 02 15:04:05 -0700 2006",
        "2006-01-02 15:04:05Z07:00",
        "02 Jan 2006",
        "2006-01-02 15:04:05 -07:00",
        "2006-01-02 15:04:05 -0700",
    )
)
_TIME_ONLY = re.compile(
    r"[0-9]{1,2}:[0-9]{2}[AP]M\Z|[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?\Z"
)


class DateError(ValueError):
    """Error of a value that Hugo cannot read as a date."""


def parse_date(value: Value, zone: ZoneInfo) -> Moment:
    """Return the moment of a value: a text in one of the layouts, or whole seconds since 1970. Raises DateError."""
    meant = resolve(value)
    if isinstance(meant, int) and not isinstance(meant, bool):
        return _moment(meant, 0, "second")
    if not isinstance(meant, str):
        raise DateError("it is no date: write one such as 2020-06-01 or 2020-06-01T10:20:30Z")
    return parse_text(meant, zone)


def parse_text(text: str, zone: ZoneInfo) -> Moment:
    """Return the moment of a text; raises DateError."""
    for layout in _LAYOUTS if len(text) <= _MAX_CHARS else ():
        if (found := layout.match(text)) and (moment := _place(found.groupdict(), zone)):
            return moment
    if len(text) <= _MAX_CHARS and _TIME_ONLY.match(text):
        raise DateError("it names no year")
    raise DateError("Hugo reads no such date: write one such as 2020-06-01 or 2020-06-01T10:20:30Z")


def _place(parts: dict[str, str | None], zone: ZoneInfo) -> Moment | None:
    """Return the moment of a layout's parts; None for a day or a time that does not exist."""
    year, short = parts.get("year"), parts.get("short")
    whole = int(year) if year else int(short or 0) + (1900 if int(short or 0) >= 69 else 2000)
    name = parts.get("name")
    month = int(parts["month"] or 0) if name is None else _MONTHS.index(name.title()) + 1
    day, hour = int(parts["day"] or 0), int(parts.get("hour") or 0)
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    if not (1 <= month <= 12 and hour < 24 and minute < 60 and second < 60):
        return None
    if not 1 <= day <= (monthrange(whole, month)[1] if whole else 31):
        return None
    if not whole:
        raise DateError("the year is not in 1 to 9999")
    precision = "second" if parts.get("second") else "minute" if parts.get("minute") else "day"
    local = (date(whole, month, day).toordinal() - _EPOCH) * DAY_SECONDS + hour * 3600 + minute * 60 + second
    if parts.get("utc"):
        return _moment(local, 0, precision)
    if sign := parts.get("sign"):
        hours, minutes = int(parts["hours"] or 0), int(parts["minutes"] or 0)
        if hours > 24 or minutes > 60:
            return None
        offset = (hours * 3600 + minutes * 60) * (1 if sign == "+" else -1)
        return _moment(local - offset, offset, precision)
    return place_on_clock(local, zone, precision)


def place_on_clock(local: int, zone: ZoneInfo, precision: str) -> Moment:
    """Return the moment at which the site's clock shows `local`, as Go's time.Date chooses it.

    A time that is skipped goes back by the hour; of two, the first counts.
    """
    offset = _offset_at(local, zone)
    if offset:
        offset = _offset_at(local - offset, zone)
    at = local - offset
    return _moment(at, _offset_at(at, zone), precision)


def _offset_at(seconds: int, zone: ZoneInfo) -> int:
    """Return the offset of a zone at an instant, in seconds."""
    if zone.key == "UTC":
        return 0
    seconds = min(max(seconds, MIN_SECONDS + DAY_SECONDS), MAX_SECONDS - DAY_SECONDS)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    return offset.days * DAY_SECONDS + offset.seconds


def _moment(at: int, offset: int, precision: str) -> Moment:
    if not (MIN_SECONDS <= at <= MAX_SECONDS and MIN_SECONDS <= at + offset <= MAX_SECONDS):
        raise DateError("the year is not in 1 to 9999")
    return Moment(at, at + offset, precision)
