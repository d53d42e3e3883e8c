"""Scalars of front matter as JavaScript generators read them: js-yaml 4, YAML 1.2 with timestamps. Start with resolve.

Texts of dates are in js_dates.py, settings files in js_literals.py.
"""

import math
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from pipeline.generators.fields import Moment
from pipeline.generators.scalars import Plain, Value

MIN_DATE_MS, MAX_DATE_MS = -62_135_000_000_000, 253_370_000_000_000  # of Python's years 1 to 9999, with a margin
_EPOCH = datetime(1970, 1, 1)
_LONGEST = 100  # characters; a longer number stays a text
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER_STARTS = frozenset("-+.0123456789")
_INTEGER = re.compile(r"[-+]?(?:0b[01]+|0x[0-9a-fA-F]+|0o[0-7]+|[0-9]+)\Z")
_FLOAT = re.compile(r"(?:[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?)\Z")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_TIMESTAMP = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?"
    r"(?:[ \t]*(Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?\Z"
)


class Instant(NamedTuple):
    """Timestamp of YAML, in milliseconds since 1970-01-01 00:00 UTC."""

    ms: int
    precision: str  # day, second
    is_rolled: bool  # its month lacks the day: 2020-02-30 is March 1
    offset: int = 0  # that was written, in milliseconds ahead of UTC


def moment_at(ms: int, local_ms: int, precision: str, *, is_rolled: bool) -> Moment:
    """Return the moment of an instant and of its clock time, both in milliseconds."""
    return Moment(ms // 1000, local_ms // 1000, precision, is_rolled)


def resolve(value: Value | None) -> Any:
    """Return None, bool, int, float, Instant or str; a list or mapping as is."""
    if value.__class__ is not Plain:
        return value
    text = str(value)
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS or len(text) > _LONGEST:
        return text
    if text[4:5] == "-" and (instant := _read_timestamp(text)):
        return instant
    if _INTEGER.match(text):
        return _read_integer(text)
    if _FLOAT.match(text):
        return float(text)
    return float(text.replace(".", "")) if _INFINITE.match(text) else text


def is_null(value: Value | None) -> bool:
    """Return whether a value is null or not there."""
    return value is None or (value.__class__ is Plain and resolve(value) is None)


def is_truthy(value: Value | None) -> bool:
    """Return whether a value is true in JavaScript; lists and mappings always are."""
    meant = resolve(value)
    return isinstance(meant, list | dict | Instant) or (bool(meant) and not _is_nan(meant))


def to_text(value: Value | None) -> str:
    """Return String(value)."""
    meant = resolve(value)
    match meant:
        case None:
            return "null"
        case bool():
            return str(meant).lower()
        case Instant():
            moment = _EPOCH + timedelta(milliseconds=meant.ms)
            return moment.strftime("%a %b %d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)")
        case int() | float():
            return _number_text(float(meant))
        case list():
            return ",".join("" if is_null(item) else to_text(item) for item in meant)
        case dict():
            return "[object Object]"
        case _:
            return str(meant)


def text_or_none(value: Value | None) -> str | None:
    """Return the text of a value; None for null, and for what is not there."""
    return None if is_null(value) else to_text(value)


def utc_ms(year: int, month: int, *parts: int) -> int | None:
    """Return Date.UTC(year, month - 1, day, hour, minute, second, ms); None out of range.

    Parts that are too large count on.
    """
    day, hour, minute, second, ms = (*parts, *(1, 0, 0, 0, 0)[len(parts) :])
    years, months = divmod(month - 1, 12)
    try:
        start = datetime(year + years + (1900 if year < 100 else 0), months + 1, 1)
        moment = start + timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second, milliseconds=ms)
    except (ValueError, OverflowError):
        return None
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def is_real_day(year: int, month: int, day: int) -> bool:
    """Return whether a calendar has this day."""
    try:
        datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return False
    return True


def _read_timestamp(text: str) -> Instant | None:
    if found := _DAY.match(text):
        year, month, day = map(int, found.groups())
        ms = utc_ms(year, month, day)
        return None if ms is None else Instant(ms, "day", not is_real_day(year, month, day))
    if not (found := _TIMESTAMP.match(text)):
        return None
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    ms = utc_ms(year, month, day, hour, minute, second, int((found[7] or "")[:3].ljust(3, "0")))
    if ms is None:
        return None
    offset = (int(found[10] or 0) * 60 + int(found[11] or 0)) * (-60_000 if found[9] == "-" else 60_000)
    return Instant(ms - offset, "second", not is_real_day(year, month, day), offset)


def _read_integer(text: str) -> int:
    sign, digits = (text[0], text[1:]) if text[0] in "+-" else ("", text)
    base = {"0b": 2, "0x": 16, "0o": 8}.get(digits[:2], 10)
    number = int(digits[2:] if base != 10 else digits, base)
    return -number if sign == "-" else number


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _number_text(number: float) -> str:
    """Return the shortest digits that mean this number (ECMA-262: Number::toString)."""
    if _is_nan(number):
        return "NaN"
    if abs(number) == float("inf"):
        return "Infinity" if number > 0 else "-Infinity"
    sign, figures, exponent = Decimal(repr(number)).normalize().as_tuple()
    digits, point = "".join(map(str, figures)), len(figures) + int(exponent)
    if number == 0:
        return "0"
    if 0 < point <= 21:
        digits = digits.ljust(point, "0")
        text = f"{digits[:point]}.{digits[point:]}".rstrip(".")
    elif -6 < point <= 0:
        text = f"0.{'0' * -point}{digits}"
    else:
        text = f"{digits[0]}.{digits[1:]}".rstrip(".") + f"e{point - 1:+}"
    return "-" + text if sign else text
