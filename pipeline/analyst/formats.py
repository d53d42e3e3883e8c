"""Rows as CSV, JSON and Parquet. What they promise is in docs/analysts.md, what is asked for in query.py."""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

Rows = Iterable[Sequence[Any]]

ROWS_AT_ONCE = 50_000
# What spreadsheets take for a formula, or for the space before one; also in the wide forms that some locales accept.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")

SPECIAL = re.compile(r'[,"\r\n]')


def write_json(out: TextIO, columns: Sequence[str], types: Sequence[str], rows: Rows) -> None:
    """A list of objects, one on a line; a column of type JSON as the value that it is."""
    read = [_from_json if kind == "JSON" else _as_it_is for kind in types]
    names = [json.dumps(name, ensure_ascii=False) for name in columns]
    between = "[\n"
    for row in rows:
        fields = (f"{name}: {as_json(kind(value))}" for name, kind, value in zip(names, read, row, strict=True))
        out.write(f"{between}{{{', '.join(fields)}}}")
        between = ",\n"
    out.write("[]\n" if between == "[\n" else "\n]\n")


def write_csv(out: TextIO, columns: Sequence[str], types: Sequence[str], rows: Rows) -> None:
    """A header and the rows; lists as JSON, null as nothing, and no text that a spreadsheet would run."""
    for row in chain([columns], rows):
        out.write(f"{','.join(map(_cell, row))}\n")


def write_parquet(path: Path, reader: pa.RecordBatchReader) -> int:
    """One file, zstd; gives the rows written. The same rows make the same bytes. Ends the reader, whatever happens."""
    rows = 0
    with reader, pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def as_json(value: Any) -> str:
    """One value as JSON: instants in ISO 8601 and UTC, decimals with every digit, what is no number as null."""
    match value:
        case None | bool() | int() | str():
            return json.dumps(value, ensure_ascii=False)
        case float():
            return json.dumps(value) if math.isfinite(value) else "null"
        case Decimal():
            return format(value, "f") if value.is_finite() else "null"
        case dict():
            return "{" + ", ".join(f"{_key(key)}: {as_json(each)}" for key, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(as_json, value)) + "]"
    return json.dumps(_text(value, "T"), ensure_ascii=False)


def _key(key: Any) -> str:
    return json.dumps(key if isinstance(key, str) else as_json(key), ensure_ascii=False)


def _text(value: Any, between: str) -> str:
    """What JSON has no form for, and CSV only this one."""
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


def _cell(value: Any) -> str:
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
            text = as_json(value)
        case str():
            text = value
        case _:
            text = _text(value, " ")
    if FORMULA.match(text):
        text = f"'{text}"
    # Not the csv module: before Python 3.13 it leaves a bare carriage return unquoted, which begins a row of its own.
    return '"' + text.replace('"', '""') + '"' if SPECIAL.search(text) else text


def _from_json(text: str | None) -> Any:
    return None if text is None else json.loads(text, parse_float=Decimal, parse_constant=lambda _: None)


def _as_it_is(value: Any) -> Any:
    return value


Writer = Callable[[TextIO, Sequence[str], Sequence[str], Rows], None]


def batches(fetch: Callable[[int], list[tuple]]) -> Iterator[tuple]:
    """The rows of a result, some thousands in memory at a time."""
    while rows := fetch(ROWS_AT_ONCE):
        yield from rows
