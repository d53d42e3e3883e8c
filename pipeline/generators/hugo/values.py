"""Values of front matter and settings as Hugo has them: YAML 1.2 scalars (goccy/go-yaml), and spf13/cast's conversions.

Start with `resolve`. Scalars of TOML and JSON arrive in the same form (scalars.Plain), so one reading serves all three.
"""

import re
from typing import Any

from pipeline.generators.scalars import Plain, Value

_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER_STARTS = frozenset("+-.0123456789")
_LONGEST = 100  # characters; a longer number stays a text
_INTEGERS = (
    (re.compile(r"[-+]?0o[0-7_]+\Z"), 8),
    (re.compile(r"[-+]?0x[0-9a-fA-F_]+\Z"), 16),
    (re.compile(r"[-+]?0b[01_]+\Z"), 2),
    (re.compile(r"[-+]?0[0-7_]*\Z"), 8),
    (re.compile(r"[-+]?[1-9][0-9_]*\Z"), 10),
)
_NUMERIC = re.compile(r"[-+]?(?:0[xob])?[0-9a-fA-F_.]+(?:[eE][-+]?[0-9]+)?\Z")  # what may be a number, and no date
_FLOAT = re.compile(r"[-+]?[0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?\Z")
_TRUE = frozenset(("1", "t", "T", "true", "TRUE", "True"))  # strconv.ParseBool
_FALSE = frozenset(("0", "f", "F", "false", "FALSE", "False"))


def resolve(value: Value | None) -> Any:
    """Return None, bool, int, float or str; a list or mapping as is. `yes`, `1e3` and dates are texts."""
    if value.__class__ is not Plain:
        return value
    text = str(value)
    if len(text) <= len("false") and text in _WORDS:
        return _WORDS[text]
    return _number(text) if text[0] in _NUMBER_STARTS and len(text) <= _LONGEST else text


def _number(text: str) -> Any:
    if not _NUMERIC.match(text):
        return text
    for pattern, base in _INTEGERS:
        if pattern.match(text):
            number = _to_integer(text, base)
            return number if number is not None and -(1 << 63) <= number < 1 << 64 else text
    if _FLOAT.match(text) and any(character.isdigit() for character in text):
        return float(text.replace("_", ""))
    return text


def _to_integer(text: str, base: int) -> int | None:
    try:
        return int(text.replace("_", "").replace("0o", "0"), base)
    except ValueError:  # only underscores after the sign
        return None


def is_null(value: Value | None) -> bool:
    """Return whether Hugo has null: an absent value, or a plain scalar that means it."""
    return value is None or (value.__class__ is Plain and len(value) <= len("null") and resolve(value) is None)


def to_text(value: Value | None) -> str:
    """Return cast.ToString: "" for null, lists and mappings; 3.10 is `3.1`, True is `true`."""
    if value is None:
        return ""
    if value.__class__ is str:
        return str(value)
    meant = resolve(value)
    match meant:
        case bool():
            return "true" if meant else "false"
        case float():
            return _shortest(meant)
        case str() | int():
            return str(meant)
        case _:
            return ""


def _shortest(number: float) -> str:
    """Return strconv.FormatFloat(number, 'f', -1): all digits, no exponent, no `.0`."""
    text = repr(number)
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        sign, digits = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
        whole, _, fraction = digits.partition(".")
        at = len(whole) + int(exponent)
        figures = (whole + fraction).ljust(at, "0") if at > 0 else "0" * (1 - at) + whole + fraction
        at = max(at, 1)
        text = f"{sign}{figures[:at]}.{figures[at:] or '0'}"
    return {"inf": "+Inf", "-inf": "-Inf", "nan": "NaN"}.get(text, text.removesuffix(".0"))


def to_bool(value: Value | None) -> bool | None:
    """Return cast.ToBool; None where it fails, which Hugo takes for false."""
    meant = resolve(value)
    match meant:
        case None:
            return False
        case bool() | int() | float():
            return bool(meant)
        case str():
            return True if meant in _TRUE else False if meant in _FALSE else None
        case _:
            return None


def to_texts(value: Value | None) -> list[str]:
    """Return cast.ToStringSlice: a text is split at white space, a list has its scalars as texts."""
    meant = resolve(value)
    if isinstance(meant, list):
        return [to_text(item) for item in meant]
    return to_text(value).split() if value.__class__ is str or isinstance(meant, str) else []


def lower_keys(value: Any, repeated: list[str] | None = None) -> Any:
    """Return a value with its keys in lower case at every depth (hmaps.PrepareParams).

    Of two spellings of one key Hugo takes either at random; here the last counts, and `repeated` gets the key.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        result: dict[str, Any] = {}
        for key, item in value.items():
            lowered = lower(key)
            if lowered in result and repeated is not None:
                repeated.append(key)
            result[lowered] = item if isinstance(item, str) else lower_keys(item, repeated)
        return result
    is_flat = not isinstance(value, list) or all(isinstance(item, str) for item in value)
    return value if is_flat else [lower_keys(item, repeated) for item in value]


def lower(text: str) -> str:
    """Return strings.ToLower: character by character, so that no letter becomes two."""
    return text.lower() if text.isascii() else text.replace("\u0130", "i").replace("\u03a3", "\u03c3").lower()
