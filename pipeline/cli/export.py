"""`posts-warehouse export`: every table as Parquet, and schema.json, which describes them."""

import argparse
from pathlib import Path

import pyarrow as pa

from pipeline.cli.connection import open_for_analyst, refuse_inside_warehouse
from pipeline.copies.export import SCHEMA_FILE, write_export
from pipeline.errors import PostsError
from pipeline.settings import Settings


def add_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("folder", metavar="DIR", help="a new or empty folder, or an export made before, which is replaced")


def export(arguments: argparse.Namespace, settings: Settings) -> None:
    """Write DIR/SCHEMA/TABLE.parquet and schema.json, all or nothing; PostsError if it fails."""
    refuse_inside_warehouse(settings, Path(arguments.folder))
    try:
        with open_for_analyst(settings) as duck:
            contents = write_export(duck, Path(arguments.folder).resolve())
    except (pa.ArrowException, OSError) as error:
        raise PostsError(f"{arguments.folder} is not written: {error}") from error
    rows = sum(table["rows"] for table in contents["tables"])
    print(f"{arguments.folder}: {len(contents['tables'])} tables, {rows:,} rows; {SCHEMA_FILE} says what they mean")
