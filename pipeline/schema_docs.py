"""Meanings of Parquet columns, stored in the files; those of models are in their headers."""

import pyarrow as pa

MEANING = b"meaning"


def field_with_doc(name: str, type_: pa.DataType, meaning: str, nullable: bool = True) -> pa.Field:
    """Return a field of a Parquet table that carries its meaning."""
    return pa.field(name, type_, nullable, {MEANING: meaning})


def column_descriptions(schema: pa.Schema) -> dict[str, str]:
    """Return {column: meaning} of a schema; every field has to be a `field_with_doc`."""
    return {field.name: field.metadata[MEANING].decode() for field in schema}
