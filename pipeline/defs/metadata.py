"""What Dagster is told of a table: its columns, rows, seconds and files, in the words that the UI knows."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg


def column_schema(columns: Mapping[str, str], types: Mapping[str, str]) -> dg.TableSchema:
    """Columns with their meaning and their type, where that is known."""
    return dg.TableSchema([dg.TableColumn(name, types.get(name, ""), meaning) for name, meaning in columns.items()])


def measured(rows: int, seconds: float, **more: Any) -> dict[str, Any]:
    """What a materialisation says of itself: its row count, the seconds it took, and what else is worth plotting."""
    return {"dagster/row_count": rows, "seconds": round(seconds, 3), **more}


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
