"""One site of a published file, as tables are counted again from it: its live posts, and the arithmetic of SQL."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

import duckdb

Post = dict[str, Any]
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Site:
    """One site: its live posts, what its clock says, and what seeds.targets plans."""

    name: str
    url: str
    title: str
    today: date
    as_of: datetime
    posts: Sequence[Post]

    @cached_property
    def stories(self) -> list[Post]:
        return [post for post in self.posts if post["post_id"] == post["story_id"]]

    @cached_property
    def months(self) -> list[date]:
        """Months with a day from the first post to today, and those of later posts."""
        return sorted({month_of(day) for day in self.days})

    @cached_property
    def days(self) -> set[date]:
        first = min(post["published_on"] for post in self.posts)
        past = {first + timedelta(number) for number in range((self.today - first).days + 1)}
        return past | {post["published_on"] for post in self.posts}

    @cached_property
    def weeks(self) -> list[date]:
        """The same for weeks, as their Mondays."""
        return sorted({day - timedelta(day.weekday()) for day in self.days})

    def is_over(self, month: date) -> bool:
        return add_months(month, 1) <= self.today

    def stories_on(self, first: date, after: date) -> int:
        return sum(first <= story["published_on"] < after for story in self.stories)


def month_of(day: date) -> date:
    return day.replace(day=1)


def add_months(month: date, number: int) -> date:
    place = month.year * 12 + month.month - 1 + number
    return date(place // 12, place % 12 + 1, 1)


def rounded(value: float | None, digits: int) -> float | None:
    """Round half away from zero, as SQL does."""
    if value is None:
        return None
    return math.copysign(math.floor(abs(value) * 10**digits + 0.5) / 10**digits, value)


def quantile(values: Iterable[float], share: float) -> float:
    """Return the value at `share` of the way through the sorted values, between two of them if it falls there."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return low + (high - low) * (place - math.floor(place))


def credit_shares(authors: Sequence[str]) -> dict[str, Decimal]:
    """Return 1/n with nine digits for each author, and what is left over for the first."""
    part = (Decimal(1) / len(authors)).quantize(Decimal("1e-9")) if authors else Decimal(0)
    return {author: part if place else 1 - part * (len(authors) - 1) for place, author in enumerate(authors)}


def load_sites(duck: duckdb.DuckDBPyConnection) -> list[Site]:
    """Return every site of a published file with its live posts."""
    found = duck.execute("select * from core.posts where is_live")
    names = [column[0] for column in found.description or ()]
    posts = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    sites = duck.execute(
        "select site, coalesce(base_url, ''), title, today, as_of from core.sites order by site"
    ).fetchall()
    return [
        Site(name, url, title, today, as_of, [post for post in posts if post["site"] == name])
        for name, url, title, today, as_of in sites
    ]
