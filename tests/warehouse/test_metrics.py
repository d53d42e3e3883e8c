"""The numbers, sizes and thumbnails of a published file, as an operator sees them."""

import base64
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import duckdb
import pytest

from pipeline.defs.thumbnails import THUMBNAILS, draw_bars, draw_thumbnails
from pipeline.warehouse.metrics import operator_metrics, table_sizes
from tests.conftest import Project


@pytest.fixture
def duck(standing: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(standing.published), read_only=True) as opened:
        yield opened


def test_numbers_are_those_of_the_tables(duck: duckdb.DuckDBPyConnection) -> None:
    assert operator_metrics(duck) == {
        "posts": 56,
        "live_posts": 54,
        "stories": 51,
        "problems": 16,
        "share_rejected": 0.2133,
        "newest_age_hours": 174.0,
    }


def test_every_table_takes_room(duck: duckdb.DuckDBPyConnection, standing: Project) -> None:
    taken = table_sizes(duck)
    assert all(size % 16_384 == 0 for size in taken.values()) and taken["core.posts"] > 0
    assert len(taken) == len(duck.sql("select 1 from duckdb_tables()").fetchall())


def test_each_thumbnail_is_an_image_that_needs_nothing_else(duck: duckdb.DuckDBPyConnection) -> None:
    thumbnails = draw_thumbnails(duck)
    assert thumbnails.keys() == THUMBNAILS.keys()
    for markdown in thumbnails.values():
        [encoded] = re.findall(r"!\[[^\]]+\]\(data:image/svg\+xml;base64,([^)]+)\)", markdown)
        svg = ElementTree.fromstring(base64.b64decode(encoded))
        assert svg.findall(".//{*}path") and svg.findall(".//{*}text")
        assert len(markdown) < 16_000, "each night keeps its own"


def test_a_name_is_text_in_a_thumbnail() -> None:
    svg = ElementTree.fromstring(draw_bars("<script>&", [("", "2024", 0, None), ("", "2025", 3, 1.5)]))
    assert [text.text for text in svg.findall("{*}text")] == ["<script>&, at most 3", "2024", "2025"]
