"""Scalars of front matter: the text as written, and its value as Jekyll (safe_yaml) reads it.

Start with `resolve_scalar`. Files are loaded in frontmatter.py.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, TypeAlias

Value: TypeAlias = str | list["Value"] | dict[str, "Value"]
Values: TypeAlias = Mapping[str, Value]


class Plain(str):
    """Scalar without quotes, as written: `no`, `3.10`, `2019-03-26`; "" or "~" if it is null."""

    __slots__ = ()


_WORDS = {"~": None, "null": None, "yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
_NULLS = frozenset(("", "~", "null"))
_WORD_STARTS = frozenset("~OoYyNnTtFf")
_NUMBER_STARTS = frozenset("-+.0123456789")
_LONGEST = 100  # characters; a longer number stays a text
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_BASES = ((re.compile(r"0[0-7]+\Z"), 8), (re.compile(r"[-+]?0[xX][0-9a-fA-F]+\Z"), 16), (re.compile(r"0b[01]+\Z"), 2))
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*)?\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?\Z")
_INFINITE = re.compile(r"-?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_SEXAGESIMAL = re.compile(r"([-+]?)([0-9][0-9_]*(?::[0-5]?[0-9])+)(\.[0-9_]*)?\Z")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_TIME = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|\s+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]*)?"
    r"\s*(?:Z|([-+])([0-9]{1,2}):?([0-9]{2})?)?\Z"
)


def resolve_scalar(value: Value | None) -> Any:
    """Return None, bool, int, float, date, datetime (with its offset) or str; a list or mapping as is."""
    if value.__class__ is not Plain:
        return value
    text = str(value)
    if not text:
        return None
    if text[0] in _WORD_STARTS:
        return _WORDS.get(text.lower(), text)
    if text[0] in _NUMBER_STARTS and len(text) <= _LONGEST:
        return _number(text)
    return text


def is_null(value: Value) -> bool:
    """Return whether Jekyll reads the value as nil."""
    return value.__class__ is Plain and len(value) <= len("null") and value.lower() in _NULLS


def truthy(value: Value | None) -> bool:
    """Return whether a value is true in Ruby: neither nil nor false."""
    typed_value = resolve_scalar(value)
    return typed_value is not None and typed_value is not False


def flatten(value: Value) -> Iterator[str | dict[str, Value]]:
    """Yield the texts and mappings of nested lists, in order."""
    stack = [value]  # not recursive: lists may nest deep
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack += reversed(item)
        else:
            yield item


def _number(text: str) -> Any:
    if text[4:5] == "-":
        return _moment(text)
    digits = text.replace("_", "").replace(",", "")
    if _DECIMAL.match(digits):
        return int(digits)
    for pattern, base in _BASES:
        if pattern.match(digits):
            return int(digits, base)
    if _FLOAT.match(text):
        return float(text.replace("_", ""))
    if found := _SEXAGESIMAL.match(text):
        whole = 0.0
        for part in found[2].replace("_", "").split(":"):
            whole = whole * 60 + int(part)
        fraction = float(f"0{found[3]}0".replace("_", "")) if found[3] else 0.0
        return -(whole + fraction) if found[1] == "-" else whole + fraction
    if _INFINITE.match(text):
        return float(text.replace(".", ""))
    return text


def _moment(text: str) -> Any:
    try:
        if found := _DATE.match(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _TIME.match(text):
            year, month, day, hour, minute, second = map(int, found.groups()[:6])
            midnight = hour == 24 and minute == second == 0  # 24:00:00: Ruby's DateTime has it, Python's does not
            offset = timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0))
            if offset > timedelta(days=1):  # Ruby's DateTime ignores it
                offset = timedelta()
            zone = timezone(-offset if found[7] == "-" else offset)
            moment = datetime(year, month, day, 0 if midnight else hour, minute, min(second, 59), tzinfo=zone)
            return moment + timedelta(days=midnight)
    except (ValueError, OverflowError):  # 2015-02-30: safe_yaml leaves the text as it is
        pass
    return text
