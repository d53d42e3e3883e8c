"""Rows as CSV and JSON, as docs/analysts.md promises. Add a format as a Writer, its option in query.py.

Parquet is written in copies/export.py.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any, TextIO

from pipeline.copies.export import ROWS_PER_BATCH

Rows = Iterable[Sequence[Any]]

# Spreadsheets take a text that starts like this for a formula; some locales accept the wide signs too.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")

SPECIAL = re.compile(r'[,"\r\n]')


def write_json(out: TextIO, columns: Sequence[str], types: Sequence[str], rows: Rows) -> None:
    """Write a list of objects, one a line; a column of type JSON is written as its value."""
    converters = [_parse_json if type_ == "JSON" else _identity for type_ in types]
    names = [json.dumps(name, ensure_ascii=False) for name in columns]
    between = "[\n"
    for row in rows:
        cells = zip(names, converters, row, strict=True)
        fields = (f"{name}: {format_json(convert(value))}" for name, convert, value in cells)
        out.write(f"{between}{{{', '.join(fields)}}}")
        between = ",\n"
    out.write("[]\n" if between == "[\n" else "\n]\n")


def write_csv(out: TextIO, columns: Sequence[str], types: Sequence[str], rows: Rows) -> None:
    """Write a header and rows; lists as JSON, and no text that a spreadsheet would run."""
    for row in chain([columns], rows):
        out.write(f"{','.join(map(_format_csv_cell, row))}\n")


def format_json(value: Any) -> str:
    """Return one value as JSON: instants in UTC, decimals with every digit, NaN as null."""
    match value:
        case None | bool() | int() | str():
            return json.dumps(value, ensure_ascii=False)
        case float():
            return json.dumps(value) if math.isfinite(value) else "null"
        case Decimal():
            return format(value, "f") if value.is_finite() else "null"
        case dict():
            return "{" + ", ".join(f"{_format_json_key(key)}: {format_json(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(format_json, value)) + "]"
    return json.dumps(_format_text(value, "T"), ensure_ascii=False)


def _format_json_key(key: Any) -> str:
    return json.dumps(key if isinstance(key, str) else format_json(key), ensure_ascii=False)


def _format_text(value: Any, between: str) -> str:
    """Return a value that JSON has no form for as text; `between` separates date and time."""
    match value:
        case datetime(tzinfo=None):
            return value.isoformat(between)
        case datetime():
            return value.astimezone(UTC).isoformat(between).replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()
        case timedelta():
            seconds = Decimal(value // timedelta(microseconds=1)).scaleb(-6).normalize()
            return f"PT{seconds:f}S"
        case bytes():
            return value.hex()
    return str(value)


def _format_csv_cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case Decimal():
            return format(value, "f")
        case list() | tuple() | dict():
            text = format_json(value)
        case str():
            text = value
        case _:
            text = _format_text(value, " ")
    if FORMULA.match(text):
        text = f"'{text}"
    # Not the csv module: before Python 3.13 it leaves a bare carriage return unquoted, which starts a new row.
    return '"' + text.replace('"', '""') + '"' if SPECIAL.search(text) else text


def _parse_json(text: str | None) -> Any:
    return None if text is None else json.loads(text, parse_float=Decimal, parse_constant=lambda _: None)


def _identity(value: Any) -> Any:
    return value


Writer = Callable[[TextIO, Sequence[str], Sequence[str], Rows], None]


def fetch_batches(fetch: Callable[[int], list[tuple]]) -> Iterator[tuple]:
    """Yield the rows of a result, with ROWS_PER_BATCH of them in memory at a time."""
    while rows := fetch(ROWS_PER_BATCH):
        yield from rows
