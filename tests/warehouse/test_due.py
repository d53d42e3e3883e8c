"""When the clock alone outdates a published file: at the site's midnight, or when a post becomes due or expires."""

from datetime import datetime

import duckdb
import pytest

from pipeline.files import load_query
from pipeline.warehouse.published import _QUERIES

SITES = "select 's' as site, timestamptz '2024-03-15 12:00:00Z' as as_of, 'l' as lake_id, 'b' as build_id, \
timestamptz '2024-03-16 00:00:00Z' as next_day_at"


@pytest.mark.parametrize(
    ("posts", "due"),
    [
        pytest.param("published_at: 2024-03-15 11:00", "2024-03-16 00:00", id="nothing before midnight"),
        pytest.param("published_at: 2024-03-15 18:00", "2024-03-15 18:00", id="a post is dated to this evening"),
        pytest.param("live_from: 2024-03-15 19:00", "2024-03-15 19:00", id="a post is shown from this evening on"),
        pytest.param("live_until: 2024-03-15 20:00", "2024-03-15 20:00", id="a post expires this evening"),
        pytest.param("live_until: 2024-03-15 12:00", "2024-03-16 00:00", id="a post has just expired"),
        pytest.param("live_until: 2024-03-17 00:00", "2024-03-16 00:00", id="a post expires the day after"),
        pytest.param("old: ", "2024-03-16 00:00", id="a file of a release without these columns"),
    ],
)
def test_the_next_moment_at_which_tables_change(posts: str, due: str) -> None:
    name, _, moment = posts.partition(": ")
    columns = ["published_at"] if name == "old" else ["published_at", "live_from", "live_until"]
    values = [
        f"timestamptz '{moment}:00Z' as {name}" if name == column else f"null::timestamptz as {column}"
        for column in columns
    ]
    with duckdb.connect() as duck:
        duck.execute("set TimeZone = 'UTC'")
        duck.execute("create schema core")
        duck.execute(f"create table core.sites as {SITES}")
        duck.execute("create table core.refreshes as select 's' as site, 'r' as refresh_id")
        duck.execute(f"create table core.posts as select 's' as site, {', '.join(values)}")
        row = duck.execute(load_query(_QUERIES, "published_inputs")).fetchone()
    assert row is not None
    assert row[3] == datetime.fromisoformat(f"{due}+00:00")
