"""What an operator is told of a published file: numbers, sizes, pictures, and sites that are late."""

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest

from pipeline.defs.upkeep import late
from pipeline.warehouse.facts import numbers, sizes
from pipeline.warehouse.pictures import PICTURES, bars, pictures
from pipeline.warehouse.publish import Live
from tests.conftest import Project

AS_OF = datetime(2024, 3, 15, 12, tzinfo=UTC)


@pytest.fixture
def duck(standing: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(standing.published), read_only=True) as opened:
        yield opened


def test_numbers_are_those_of_the_tables(duck: duckdb.DuckDBPyConnection) -> None:
    assert numbers(duck) == {
        "posts": 56,
        "live_posts": 54,
        "stories": 51,
        "problems": 15,
        "share_rejected": 0.2055,
        "newest_age_hours": 174.0,
    }


def test_every_table_takes_room(duck: duckdb.DuckDBPyConnection, standing: Project) -> None:
    taken = sizes(duck)
    assert all(size % 16_384 == 0 for size in taken.values()) and taken["core.posts"] > 0
    assert len(taken) == len(duck.sql("select 1 from duckdb_tables()").fetchall())


def test_each_picture_is_an_image_that_needs_nothing_else(duck: duckdb.DuckDBPyConnection) -> None:
    drawn = pictures(duck)
    assert drawn.keys() == PICTURES.keys()
    for markdown in drawn.values():
        [encoded] = re.findall(r"!\[[^\]]+\]\(data:image/svg\+xml;base64,([^)]+)\)", markdown)
        svg = ElementTree.fromstring(base64.b64decode(encoded))
        assert svg.findall(".//{*}path") and svg.findall(".//{*}text")
        assert len(markdown) < 16_000, "each night keeps its own"


def test_a_name_is_text_in_a_picture() -> None:
    svg = ElementTree.fromstring(bars("<script>&", [("", "2024", 0, None), ("", "2025", 3, 1.5)]))
    assert [text.text for text in svg.findall("{*}text")] == ["<script>&, at most 3", "2024", "2025"]


@pytest.mark.parametrize(
    ("since", "told"),
    [
        pytest.param(None, True, id="nothing was published before"),
        pytest.param(Live(AS_OF - timedelta(hours=3), "", "", AS_OF, "", {"s": 1}, frozenset()), True, id="it became"),
        pytest.param(Live(AS_OF - timedelta(hours=1), "", "", AS_OF, "", {"s": 1}, frozenset()), False, id="it was"),
        pytest.param(Live(AS_OF - timedelta(hours=1), "", "", AS_OF, "", {"t": 1}, frozenset()), True, id="a new site"),
        pytest.param(Live(AS_OF, "", "", AS_OF, "", {"s": 1}, frozenset()), False, id="built again"),
    ],
)
def test_a_silence_is_told_of_once(since: Live | None, told: bool) -> None:
    with duckdb.connect() as duck:
        duck.execute("set TimeZone = 'UTC'; create schema core; create schema cadence")
        duck.execute("create table core.sites as select 's' as site, ?::timestamptz as as_of", [AS_OF])
        duck.execute("create table core.stories as select 's' as site, 'Old' as headline, 1 as first_published_at")
        duck.execute(
            "create table cadence.gaps as select 's' as site, 52.0 as open_gap_hours, 50.0 as late_after_hours"
        )
        alerts = list(late(duck, since))
    assert [(alert.subject, alert.fact) for alert in alerts] == [
        (
            "s has not published for longer than it ever does",
            "s: the newest story, “Old”, is 52 hours old. By the year before it, 50 hours are to be expected at most.",
        )
    ] * told


def test_the_section_that_an_alert_names_is_there() -> None:
    text = (Path(__file__).parents[2] / "docs/operating.md").read_text(encoding="utf-8")
    titles = {
        re.sub(r"[^a-z -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.M)
    }
    assert {"when-it-fails", "a-site-is-late"} <= titles
