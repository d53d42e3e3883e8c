"""Parquet tables of a cluster, and the manifest that commits them when it is replaced."""

import json
from pathlib import Path

from pipeline.files import ensure_dir, is_local, remove_dir, replacing
from pipeline.warehouse.build import TableResult

MANIFEST_NAME = "tables.json"


def table_path(folder: Path, table: str, build: str) -> Path:
    """Return the folder in which a build writes a table."""
    return folder / table / build


def spark_url(path: Path) -> str:
    """Return a path as Spark's URL; without `file://` it is in the cluster's own file system."""
    return f"file://{path}" if is_local(path) else str(path)


def table_files(folder: Path, table: str, build: str) -> list[Path]:
    """Return the files of a table in the order of its rows."""
    return sorted(table_path(folder, table, build).glob("part-*.parquet"))


def commit_tables(folder: Path, build: str, built: list[TableResult]) -> None:
    """Replace the manifest by one of `build`, then remove the tables of other builds."""
    named = {
        table.model.name: {
            "folder": f"{table.model.name}/{build}",
            "rows": table.rows,
            "description": table.model.description,
            "columns": {
                column: {"type": table.types[column], "meaning": meaning}
                for column, meaning in table.model.columns.items()
            },
        }
        for table in built
    }
    ensure_dir(folder)
    with replacing(folder / MANIFEST_NAME) as beside:
        beside.write_text(json.dumps({"build": build, "tables": named}, indent=1), encoding="utf-8")
    remove_uncommitted(folder)


def remove_uncommitted(folder: Path) -> None:
    """Remove the tables that the manifest does not name, and what dead builds left."""
    manifest = folder / MANIFEST_NAME
    committed = json.loads(manifest.read_text(encoding="utf-8"))["tables"] if manifest.exists() else {}
    named = {folder / entry["folder"] for entry in committed.values()}
    for found in [*folder.glob("*.*/*"), *folder.glob(".beside-*")]:
        if found.is_dir() and found not in named:
            remove_dir(found)
    for empty in list(folder.glob("*.*")):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()
