"""`posts-warehouse export`: every table as Parquet, and schema.json, which describes them."""

import argparse
import json
import os
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.cli.connection import open_for_analyst, refuse_inside_warehouse
from pipeline.cli.formats import ROWS_PER_BATCH, format_json, write_parquet
from pipeline.errors import PostsError, UsageError
from pipeline.files import load_query, replacing_folder
from pipeline.settings import Settings

SCHEMA_FILE = "schema.json"  # lists an export's tables; a folder with it is known as an export
_QUERIES = Path(__file__).with_name("queries")


def add_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("folder", metavar="DIR", help="a new or empty folder, or an export made before, which is replaced")


def export(arguments: argparse.Namespace, settings: Settings) -> None:
    """Write DIR/SCHEMA/TABLE.parquet and schema.json, all or nothing; PostsError if it fails."""
    refuse_inside_warehouse(settings, Path(arguments.folder))
    target = Path(arguments.folder).resolve()
    _refuse_foreign_files(target, arguments.folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open_for_analyst(settings) as duck, replacing_folder(target) as folder:
            contents = _describe_tables(duck)
            for table in contents["tables"]:
                path = folder / table["file"]
                path.parent.mkdir(exist_ok=True)
                schema, name = table["table"].split(".", 1)
                reader = duck.sql(f'from "{schema}"."{name}"').to_arrow_reader(ROWS_PER_BATCH)
                table["rows"] = write_parquet(path, reader)
            (folder / SCHEMA_FILE).write_text(
                json.dumps(contents, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
            )
    except (pa.ArrowException, OSError) as error:
        raise PostsError(f"{arguments.folder} is not written: {error}") from error
    rows = sum(table["rows"] for table in contents["tables"])
    print(f"{arguments.folder}: {len(contents['tables'])} tables, {rows:,} rows; {SCHEMA_FILE} says what they mean")


def _refuse_foreign_files(target: Path, name: str) -> None:
    """Raise UsageError unless `target` is missing, empty, or holds an export and nothing else."""
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(f"{name} is a file; name a folder")
    try:
        contents = json.loads((target / SCHEMA_FILE).read_text(encoding="utf-8"))
        ours = {SCHEMA_FILE, *(str(Path(table["file"])) for table in contents["tables"])}
    except (OSError, ValueError, TypeError, KeyError):
        ours = set()
    for folder, folders, files in os.walk(target):
        links = [found for found in folders if Path(folder, found).is_symlink()]
        for file in sorted([*files, *links]):
            if (path := str(Path(folder, file).relative_to(target))) not in ours:
                raise UsageError(f"{name} holds what no export wrote, such as {path}; name another folder, or empty it")


def _describe_tables(duck: duckdb.DuckDBPyConnection) -> dict:
    tables = duck.execute(load_query(_QUERIES, "tables")).fetchall()
    [(as_of, sites)] = duck.execute("select max(as_of), list(site order by site) from core.sites").fetchall()
    return {
        "as_of": json.loads(format_json(as_of)),
        "sites": sites,
        "tables": [
            {"table": name, "file": f"{name.replace('.', '/', 1)}.parquet", "description": meaning, "columns": columns}
            for name, meaning, columns in tables
        ],
    }
