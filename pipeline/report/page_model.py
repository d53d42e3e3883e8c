"""Parts of the page: sites, sections, charts and tables, as page.html.j2 takes them.

No query, no form of chart and no wording is here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from pipeline.report.wording import format_number

Spec = dict[str, Any]  # Vega-Lite
Values = list[dict[str, Any]]  # what a chart draws
Legend = list[tuple[str, str]]  # classes of a swatch in page.css, its meaning
Cell = str | int | float | date | None


@dataclass(frozen=True)
class Site:
    """Site of the published file, as sites.sql has it; charts show `first_week` to `last_week`."""

    name: str
    title: str
    generator: str
    timezone: str
    as_of: datetime  # on the site's clock
    today: date
    first_week: date  # a Monday, as is the last
    last_week: date

    @property
    def last_day(self) -> date:
        """Return the last day of the recent past."""
        return min(self.last_week + timedelta(days=6), self.today)

    @property
    def is_dormant(self) -> bool:
        """Return whether the recent past ends years ago, with the site's newest story."""
        return self.last_day < self.today


@dataclass(frozen=True)
class Table:
    """First rows of a table that has `total` rows."""

    caption: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    total: int

    @property
    def note(self) -> str:
        """Return how many of the rows are shown; "" if all are."""
        is_cut = self.total > len(self.rows)
        return f"{format_number(len(self.rows))} of {format_number(self.total)}" if is_cut else ""


@dataclass(frozen=True)
class Chart:
    """Vega-Lite chart, with a description for who does not see it, and its numbers."""

    title: str
    description: str
    spec: Spec
    table: Table
    legend: Legend = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """Question of an editor, its answer in one sentence, and the numbers behind it."""

    id: str
    question: str
    answer: str
    notes: list[str] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def make_table(caption: str, titles: dict[str, str], rows: Iterable[Any], total: int = 0) -> Table:
    """Return a table of query rows: a column for each field of `titles`, under its title.

    `total` is the number of rows if some are left out.
    """
    cells: list[tuple[Cell, ...]] = [tuple(getattr(row, name) for name in titles) for row in rows]
    return Table(caption, tuple(titles.values()), cells, total or len(cells))


def make_values(rows: Iterable[Any], *fields: str) -> Values:
    """Return these fields of query rows as a chart's values; a day is text (2026-06-30)."""
    return [
        {name: str(value) if isinstance(value := getattr(row, name), date) else value for name in fields}
        for row in rows
    ]
