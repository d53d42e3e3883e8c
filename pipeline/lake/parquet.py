"""Parquet files: one is put in place whole and in one write, which spares the disk hundreds of small ones."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.files import replacing


def encoded(table: pa.Table, **options: Any) -> pa.Buffer:
    """The bytes of a Parquet file, compressed by LZ4 unless `options` say otherwise.

    Without statistics: nobody reads some rows of a file and skips the rest.
    """
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, **{"compression": "lz4", "write_statistics": False} | options)
    return sink.getvalue()


def put(path: Path, content: pa.Buffer, *, named: bool = True) -> None:
    """Make `path` hold these bytes, its name put on the disk if `named`."""
    with replacing(path, named=named) as beside:
        beside.write_bytes(content)


def rows(path: Path) -> int:
    """How many rows a file has, from its footer."""
    with path.open("rb") as file:
        return int(pq.read_metadata(file).num_rows)


def read(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of one file, or some `columns` of them, of which alone it reads.

    No dataset: that takes as long again, and would take a folder `site=x` for a partition.
    """
    if columns is None:
        return pq.ParquetFile(pa.BufferReader(path.read_bytes())).read()
    with path.open("rb") as file:
        return pq.ParquetFile(file).read(columns)
