"""Columns of Parquet tables with their meanings, which the files carry along; a model's are in its header."""

import pyarrow as pa

MEANING = b"meaning"


def column(name: str, type_: pa.DataType, meaning: str, nullable: bool = True) -> pa.Field:
    return pa.field(name, type_, nullable, {MEANING: meaning})


def meanings(schema: pa.Schema) -> dict[str, str]:
    """What each column of a schema means; KeyError for one that does not say."""
    return {field.name: field.metadata[MEANING].decode() for field in schema}
