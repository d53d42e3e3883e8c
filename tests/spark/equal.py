"""Whether a file that a cluster made is the one that this machine makes of the same lake."""

from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.inputs import lake_inputs, load_models
from pipeline.lake.manifest import Manifest
from pipeline.project import SQL
from pipeline.warehouse.build import build


def differences(warehouse: Path, as_of: datetime, beside: Path, store: Path | None = None) -> list[str]:
    """Build the lake of `warehouse` here, at `beside`; gives the tables whose columns, comments or rows differ.

    Packs lie below `store`, the warehouse if there is no other.
    """
    catalog = load_models(SQL)
    committed = Manifest.load(warehouse / "lake")
    given = lake_inputs(committed, warehouse / "lake", warehouse / "history", (store or warehouse) / "lake")
    build(beside, catalog, given, as_of)
    found = []
    with duckdb.connect() as duck:
        duck.execute("set TimeZone = 'UTC'")
        for name, path in (("here", beside), ("there", warehouse / "posts.duckdb")):
            duck.execute(f"attach '{path}' as {name} (read_only)")
        for table in catalog:
            columns = [
                duck.execute(
                    "select column_name, data_type, comment from duckdb_columns() "
                    "where database_name = ? and schema_name || '.' || table_name = ? order by column_index",
                    [database, table],
                ).fetchall()
                for database in ("here", "there")
            ]
            if columns[0] != columns[1]:
                found.append(f"{table}: {columns}")
            rows = duck.execute(
                f"(from here.{table} except all from there.{table}) "
                f"union all (from there.{table} except all from here.{table}) limit 4"
            ).fetchall()
            if rows:
                found.append(f"{table}: {rows}")
    return found
