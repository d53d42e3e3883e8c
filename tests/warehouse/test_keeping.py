"""The published file is known by its checksum: a damaged one is built again, and never becomes the file before."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import PostsError
from pipeline.warehouse.catalog import load_catalog
from pipeline.warehouse.keeping import PREVIOUS, is_whole, rollback
from pipeline.warehouse.publish import RefusedError, publish
from pipeline.warehouse.session import Sources
from tests.warehouse.conftest import AS_OF, POSTS
from tests.warehouse.test_publish import rows

Given = Callable[..., Sources]
Sql = Callable[..., Path]


def damaged(live: Path, at: float) -> None:
    content = bytearray(live.read_bytes())
    content[int(len(content) * at)] ^= 4
    live.write_bytes(content)


@pytest.mark.parametrize("at", [0.01, 0.2, 0.5, 0.8, 0.99])
def test_a_flipped_bit_is_found_and_the_file_is_built_again_whole(
    tmp_path: Path, sql: Sql, given: Given, at: float
) -> None:
    live, catalog = tmp_path / "posts.duckdb", load_catalog(sql())
    publish(live, catalog, given("a"), AS_OF)
    publish(live, catalog, given("a", "b"), AS_OF)
    assert is_whole(live)
    damaged(live, at)
    assert not is_whole(live)
    built = publish(live, catalog, given("a", "b"), AS_OF + timedelta(days=1))
    assert not any(table.is_kept for table in built), "nothing is copied from a damaged file"
    assert is_whole(live)
    assert rows(live, "select posts from cadence.counts") == [(2,)]
    assert rows(tmp_path / PREVIOUS, "select posts from cadence.counts") == [(1,)], "the damaged one is not kept"


def test_a_file_of_a_release_that_wrote_no_checksum_is_taken_to_be_whole(tmp_path: Path) -> None:
    (tmp_path / "posts.duckdb").write_bytes(b"anything")
    assert is_whole(tmp_path / "posts.duckdb")


def test_rollback_exchanges_the_two_files(tmp_path: Path, sql: Sql, given: Given) -> None:
    live, catalog = tmp_path / "posts.duckdb", load_catalog(sql())
    publish(live, catalog, given("a"), AS_OF)
    with pytest.raises(PostsError, match=r"posts\.previous\.duckdb is not there: nothing was published before"):
        rollback(live)
    publish(live, catalog, given("a", "b"), AS_OF)
    first, second = (tmp_path / PREVIOUS).read_bytes(), live.read_bytes()
    with duckdb.connect(str(live), read_only=True) as reader:
        rollback(live)
        assert reader.execute("select posts from cadence.counts").fetchall() == [(2,)], "a reader keeps its file"
    assert (live.read_bytes(), (tmp_path / PREVIOUS).read_bytes()) == (first, second)
    assert is_whole(live)
    rollback(live)
    assert (live.read_bytes(), (tmp_path / PREVIOUS).read_bytes()) == (second, first)


@pytest.mark.parametrize("held", [b"", b"no database", bytes(5000)])
def test_rollback_to_what_is_no_database_is_refused(tmp_path: Path, sql: Sql, given: Given, held: bytes) -> None:
    live = tmp_path / "posts.duckdb"
    publish(live, load_catalog(sql()), given("a"), AS_OF)
    (tmp_path / PREVIOUS).write_bytes(held)
    before = live.read_bytes()
    with pytest.raises(
        PostsError, match=r"posts\.previous\.duckdb cannot be published: .*; posts\.duckdb stays as it is"
    ):
        rollback(live)
    assert (live.read_bytes(), (tmp_path / PREVIOUS).read_bytes()) == (before, held)


def test_a_clock_that_jumps_back_is_refused_with_the_numbers_and_the_flag(
    tmp_path: Path, sql: Sql, given: Given
) -> None:
    future = POSTS.replace(
        "false as is_future", "timestamptz '2026-01-01 00:00:00+00' > getvariable('as_of') as is_future"
    )
    live, catalog = tmp_path / "posts.duckdb", load_catalog(sql(core__posts=future))
    publish(live, catalog, given(*"abcde"), AS_OF, sites=["s"])
    before = live.read_bytes()
    with pytest.raises(RefusedError) as refused:
        publish(live, catalog, given(*"abcde"), AS_OF - timedelta(days=400), sites=["s"])
    assert (
        "s shrank from 5 posts that were due at 2026-01-31 02:30 to 0 that are; is the clock right? "
        "If it is meant, repeat this refresh with --allow-shrink"
    ) in str(refused.value)
    assert live.read_bytes() == before
    publish(live, catalog, given(*"abcde"), AS_OF - timedelta(days=400), sites=["s"], allow_shrink=True)
