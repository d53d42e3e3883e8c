"""Meanings of Parquet columns, stored in the files; those of models are in their headers."""

from collections.abc import Collection

import pyarrow as pa

MEANING = b"meaning"


def documented_schema(*columns: tuple[str, pa.DataType, str], never_null: Collection[str] = ()) -> pa.Schema:
    """Return a schema of (name, type, meaning) whose fields carry their meaning."""
    return pa.schema([pa.field(name, type_, name not in never_null, {MEANING: text}) for name, type_, text in columns])


def column_descriptions(schema: pa.Schema) -> dict[str, str]:
    """Return {column: meaning} of a `documented_schema`."""
    return {field.name: field.metadata[MEANING].decode() for field in schema}
