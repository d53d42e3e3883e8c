"""Parquet files. Each is put in place whole and in one write, instead of hundreds of small ones."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.files import replacing


def encode(table: pa.Table, **options: Any) -> pa.Buffer:
    """Return the bytes of a Parquet file, compressed by LZ4 unless `options` say otherwise."""
    # No statistics, because nobody reads some rows of a file and skips the rest.
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, **{"compression": "lz4", "write_statistics": False} | options)
    return sink.getvalue()


def write(path: Path, content: pa.Buffer, *, sync_name: bool = True) -> None:
    """Write a file whole; with `sync_name`, sync its name to the disk as well."""
    with replacing(path, sync_name=sync_name) as beside:
        beside.write_bytes(content)


def count_rows(path: Path) -> int:
    """Return the number of rows in a file, from its footer."""
    with path.open("rb") as file:
        return int(pq.read_metadata(file).num_rows)


def has_schema(path: Path, schema: pa.Schema) -> bool:
    """Return whether a file has the columns of `schema`, by name and type, from its footer."""
    with path.open("rb") as file:
        return bool(pq.read_schema(file).equals(schema))


def load(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """Return the rows of one file, or some `columns` of them."""
    # pyarrow.dataset takes twice as long, and takes a folder `site=x` for a partition.
    if columns is None:
        return pq.ParquetFile(pa.BufferReader(path.read_bytes())).read()
    with path.open("rb") as file:
        return pq.ParquetFile(file).read(columns)
