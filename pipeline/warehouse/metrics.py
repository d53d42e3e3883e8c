"""Metrics of a published file for an operator. Add a number to plot to `operator_metrics`."""

from dataclasses import dataclass
from datetime import datetime

import duckdb


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
    found = duck.sql(
        """
        select
            count(*) filter (fate = 'post') as posts,
            (select count(*) from core.posts where is_live) as live_posts,
            (select count(*) from core.stories) as stories,
            count(*) filter (fate = 'problem') as problems,
            round(count(*) filter (fate = 'problem') / greatest(count(*) filter (fate <> 'ignored'), 1), 4)
                as share_rejected,
            (select min(open_gap_hours) from cadence.gaps) as newest_age_hours
        from core.files
        """
    )
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
    rows = duck.sql(
        """
        select
            site,
            (select arg_max(headline, first_published_at) from core.stories where stories.site = gaps.site),
            open_gap_hours,
            late_after_hours,
            sites.as_of - to_seconds((open_gap_hours - late_after_hours) * 3600)
        from cadence.gaps as gaps
        join core.sites as sites using (site)
        where open_gap_hours > late_after_hours
        order by site
        """
    ).fetchall()
    return [LateSite(*row) for row in rows]
