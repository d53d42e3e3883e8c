"""What a page is made of, and how numbers, days and shares are put into words; no query and no chart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from unicodedata import bidirectional

import duckdb

Spec = dict[str, Any]
Cell = str | int | float | date | None


@dataclass(frozen=True)
class Site:
    """A site of the published file, and the days that its charts of the recent past go from and to (Mondays)."""

    name: str
    title: str
    timezone: str
    as_of: datetime  # on the site's clock
    today: date
    since: date
    until: date

    @property
    def last(self) -> date:
        """The last day of those charts."""
        return min(self.until + timedelta(days=6), self.today)

    @property
    def is_dormant(self) -> bool:
        """Its newest story is older than those charts go back, so that they end with it instead of today."""
        return self.last < self.today


@dataclass(frozen=True)
class Table:
    """Rows of `total`, the first ones where they are not all; a column of numbers is set to the right."""

    caption: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    total: int = 0

    @property
    def note(self) -> str:
        """What is not shown, if anything."""
        return f"{number(len(self.rows))} of {number(self.total)}" if self.total > len(self.rows) else ""


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite chart with what it shows in words, the table behind it, and the meaning of its colours."""

    title: str
    says: str
    spec: Spec
    table: Table
    legend: list[tuple[str, str]] = field(default_factory=list)  # class of a swatch, its meaning


@dataclass(frozen=True)
class Section:
    """A question of an editor's, its answer in one sentence, and what bears it out."""

    id: str
    question: str
    answer: str
    notes: list[str] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def rows(duck: duckdb.DuckDBPyConnection, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    return duck.execute(sql, list(parameters)).fetchall()


def row(duck: duckdb.DuckDBPyConnection, sql: str, *parameters: object) -> tuple[Any, ...] | None:
    return duck.execute(sql, list(parameters)).fetchone()


def number(value: float) -> str:
    """1,204 or 4.2; one decimal below a hundred, where there is one."""
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:,.1f}"


def count(value: float, one: str, many: str = "") -> str:
    """`1 story`, `1,204 stories`, `no story`."""
    return f"{number(value) if value else 'no'} {one if value in (0, 1) else many or one + 's'}"


def share(part: float, whole: float) -> str:
    """A share in whole percent, but never 0 % of something nor 100 % of less than all."""
    percent = 100 * part / whole if whole else 0
    if 0 < percent < 1:
        return "under 1 %"
    return f"{min(percent, 99) if part < whole else percent:.0f} %"


def day(value: date) -> str:
    return f"{value.day} {value:%B} {value.year:04d}"


def month(value: date) -> str:
    return f"{value:%B} {value.year:04d}"


def hours(value: float) -> str:
    """A span of time in the unit that suits it."""
    minutes = round(value * 60)
    if minutes < 60:
        return count(minutes, "minute") if minutes else "at once"
    return count(round(value), "hour") if value < 48 else count(round(value / 24), "day")


def within(value: float) -> str:
    """The longest that something takes: within 5 hours, or at once."""
    span = hours(value)
    return span if span == "at once" else f"within {span}"


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last


def isolated(text: str) -> str:
    """A name that is written from right to left, kept from turning the words around it."""
    turns = any(bidirectional(character) in {"R", "AL"} for character in text)
    return f"\u2068{text}\u2069" if turns else text


def sentence(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]


def once(keys: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A label for each (id, label), with the id where two labels are alike."""
    labels = [" ".join(label.split()) for _, label in keys]
    for (key, _), label in zip(keys, labels, strict=True):
        yield f"{label} ({key})" if labels.count(label) > 1 else label
