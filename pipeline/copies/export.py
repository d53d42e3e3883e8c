"""Every table of the published file as Parquet, and schema.json, which describes them. Start with `write_export`."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import UsageError
from pipeline.files import load_query, replacing_folder

SCHEMA_FILE = "schema.json"  # lists an export's tables; a folder with it is known as an export
ROWS_PER_BATCH = 50_000
_QUERIES = Path(__file__).with_name("queries")


def write_export(duck: duckdb.DuckDBPyConnection, target: Path) -> dict[str, Any]:
    """Write target/SCHEMA/TABLE.parquet and schema.json, all or nothing; return what schema.json says.

    Raises UsageError if `target` holds anything but an earlier export.
    """
    refuse_foreign_files(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing_folder(target) as folder:
        contents = _describe_tables(duck)
        for table in contents["tables"]:
            path = folder / table["file"]
            path.parent.mkdir(exist_ok=True)
            schema, name = table["table"].split(".", 1)
            table["rows"] = write_parquet(path, duck.sql(f'from "{schema}"."{name}"').to_arrow_reader(ROWS_PER_BATCH))
        (folder / SCHEMA_FILE).write_text(json.dumps(contents, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return contents


def write_parquet(path: Path, reader: pa.RecordBatchReader) -> int:
    """Write one zstd file, close the reader, return the rows written. Equal rows, equal bytes."""
    rows = 0
    with reader, pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def refuse_foreign_files(target: Path) -> None:
    """Raise UsageError unless `target` is missing, empty, or holds an export and nothing else."""
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(f"{target} is a file; name a folder")
    try:
        contents = json.loads((target / SCHEMA_FILE).read_text(encoding="utf-8"))
        ours = {SCHEMA_FILE, *(str(Path(table["file"])) for table in contents["tables"])}
    except (OSError, ValueError, TypeError, KeyError):
        ours = set()
    for folder, folders, files in os.walk(target):
        links = [found for found in folders if Path(folder, found).is_symlink()]
        for file in sorted([*files, *links]):
            if (path := str(Path(folder, file).relative_to(target))) not in ours:
                raise UsageError(
                    f"{target} holds what no export wrote, such as {path}; name another folder, or empty it"
                )


def _describe_tables(duck: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    tables = duck.execute(load_query(_QUERIES, "tables")).fetchall()
    [(as_of, sites)] = duck.execute("select max(as_of), list(site order by site) from core.sites").fetchall()
    return {
        "as_of": _format_instant(as_of) if as_of else None,
        "sites": sites,
        "tables": [
            {"table": name, "file": f"{name.replace('.', '/', 1)}.parquet", "description": meaning, "columns": columns}
            for name, meaning, columns in tables
        ],
    }


def _format_instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
