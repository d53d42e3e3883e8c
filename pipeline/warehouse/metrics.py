"""Metrics of a published file for an operator. Add a number to plot to queries/operator_metrics.sql."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.files import load_query

_QUERIES = Path(__file__).with_name("queries")


@dataclass(frozen=True)
class LateSite:
    """Site that is silent for longer than its own rhythm allows, since `due_at`."""

    site: str
    newest: str
    silent_hours: float
    allowed_hours: float
    due_at: datetime

    def __str__(self) -> str:
        return (
            f"{self.site}: the newest story, “{self.newest}”, is {self.silent_hours:,.0f} hours old. "
            f"By the year before it, {self.allowed_hours:,.0f} hours are to be expected at most."
        )


def operator_metrics(duck: duckdb.DuckDBPyConnection) -> dict[str, int | float]:
    """Return {name: number} to plot over refreshes, for all sites together."""
    found = duck.sql(load_query(_QUERIES, "operator_metrics"))
    [row] = found.fetchall()
    return {name: value for name, value in zip(found.columns, row, strict=True) if value is not None}


def table_sizes(duck: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return {schema.table: bytes} of the blocks that each table has a part in."""
    [(block_size,)] = duck.sql(
        "select block_size from pragma_database_size() where database_name = current_database()"
    ).fetchall()
    tables = duck.sql("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
    block_counts = " union all ".join(
        f"select '{name}', count(distinct block_id) from pragma_storage_info('{name}') where block_id >= 0"
        for (name,) in tables
    )
    return {name: blocks * block_size for name, blocks in duck.sql(block_counts).fetchall()} if tables else {}


def find_late_sites(duck: duckdb.DuckDBPyConnection) -> list[LateSite]:
    """Return the sites that are late, sorted by name."""
    return [LateSite(*row) for row in duck.sql(load_query(_QUERIES, "late_sites")).fetchall()]
