"""The Parquet tables of a cluster: which files hold which table, and the manifest whose replacing commits them."""

import json
from pathlib import Path

from pipeline.files import is_local, made, remove, replacing
from pipeline.warehouse.build import Built

NAME = "tables.json"


def path(folder: Path, table: str, build: str) -> Path:
    """Where a build writes a table."""
    return folder / table / build


def url(path: Path) -> str:
    """What Spark calls a path: without `file://` it would look in the cluster's own file system."""
    return f"file://{path}" if is_local(path) else str(path)


def files(folder: Path, table: str, build: str) -> list[Path]:
    """The files of a table in the order of its rows."""
    return sorted(path(folder, table, build).glob("part-*.parquet"))


def commit(folder: Path, build: str, built: list[Built]) -> None:
    """From here on the tables are those of `build`; those of builds before are removed."""
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
    made(folder)
    with replacing(folder / NAME) as beside:
        beside.write_text(json.dumps({"build": build, "tables": named}, indent=1), encoding="utf-8")
    sweep(folder)


def sweep(folder: Path) -> None:
    """Remove what the manifest does not name: tables of builds before, and of those that were not committed."""
    manifest = folder / NAME
    kept = json.loads(manifest.read_text(encoding="utf-8"))["tables"] if manifest.exists() else {}
    named = {folder / entry["folder"] for entry in kept.values()}
    for found in [*folder.glob("*.*/*"), *folder.glob(".beside-*")]:
        if found.is_dir() and found not in named:
            remove(found)
    for empty in list(folder.glob("*.*")):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()
