"""The published file is known by its checksum: a damaged one is built again, and never becomes the file before."""

import ast
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import PostsError
from pipeline.inputs import load_models
from pipeline.warehouse.publish import RefusedError, publish
from pipeline.warehouse.published import PREVIOUS_NAME, checksum_matches, open_published, rollback
from pipeline.warehouse.session import Inputs
from tests.conftest import PROJECT
from tests.warehouse.conftest import AS_OF, POSTS
from tests.warehouse.test_publish import rows

PIPELINE = PROJECT / "pipeline"
Given = Callable[..., Inputs]
Sql = Callable[..., Path]


def damaged(published: Path, at: float) -> None:
    content = bytearray(published.read_bytes())
    content[int(len(content) * at)] ^= 4
    published.write_bytes(content)


@pytest.mark.parametrize("at", [0.01, 0.2, 0.5, 0.8, 0.99])
def test_a_flipped_bit_is_found_and_the_file_is_built_again_whole(
    tmp_path: Path, sql: Sql, given: Given, at: float
) -> None:
    published, catalog = tmp_path / "posts.duckdb", load_models(sql())
    publish(published, catalog, given("a"), AS_OF)
    publish(published, catalog, given("a", "b"), AS_OF)
    assert checksum_matches(published)
    damaged(published, at)
    assert not checksum_matches(published)
    built = publish(published, catalog, given("a", "b"), AS_OF + timedelta(days=1))
    assert not any(table.is_kept for table in built), "nothing is copied from a damaged file"
    assert checksum_matches(published)
    assert rows(published, "select posts from cadence.counts") == [(2,)]
    assert rows(tmp_path / PREVIOUS_NAME, "select posts from cadence.counts") == [(1,)], "the damaged one is not kept"


def test_a_file_of_a_release_that_wrote_no_checksum_is_taken_to_be_whole(tmp_path: Path) -> None:
    (tmp_path / "posts.duckdb").write_bytes(b"anything")
    assert checksum_matches(tmp_path / "posts.duckdb")


def test_rollback_exchanges_the_two_files(tmp_path: Path, sql: Sql, given: Given) -> None:
    published, catalog = tmp_path / "posts.duckdb", load_models(sql())
    publish(published, catalog, given("a"), AS_OF)
    with pytest.raises(PostsError, match=r"posts\.previous\.duckdb is not there: nothing was published before"):
        rollback(published)
    publish(published, catalog, given("a", "b"), AS_OF)
    first, second = (tmp_path / PREVIOUS_NAME).read_bytes(), published.read_bytes()
    with duckdb.connect(str(published), read_only=True) as reader:
        rollback(published)
        assert reader.execute("select posts from cadence.counts").fetchall() == [(2,)], "a reader keeps its file"
    assert (published.read_bytes(), (tmp_path / PREVIOUS_NAME).read_bytes()) == (first, second)
    assert checksum_matches(published)
    rollback(published)
    assert (published.read_bytes(), (tmp_path / PREVIOUS_NAME).read_bytes()) == (second, first)


@pytest.mark.parametrize("held", [b"", b"no database", bytes(5000)])
def test_rollback_to_what_is_no_database_is_refused(tmp_path: Path, sql: Sql, given: Given, held: bytes) -> None:
    published = tmp_path / "posts.duckdb"
    publish(published, load_models(sql()), given("a"), AS_OF)
    (tmp_path / PREVIOUS_NAME).write_bytes(held)
    before = published.read_bytes()
    with pytest.raises(
        PostsError, match=r"posts\.previous\.duckdb cannot be published: .*; posts\.duckdb stays as it is"
    ):
        rollback(published)
    assert (published.read_bytes(), (tmp_path / PREVIOUS_NAME).read_bytes()) == (before, held)


def test_a_clock_that_jumps_back_is_refused_with_the_numbers_and_the_flag(
    tmp_path: Path, sql: Sql, given: Given
) -> None:
    future = POSTS.replace(
        "false as is_future", "timestamptz '2026-01-01 00:00:00+00' > getvariable('as_of') as is_future"
    )
    published, catalog = tmp_path / "posts.duckdb", load_models(sql(core__posts=future))
    publish(published, catalog, given(*"abcde"), AS_OF)
    before = published.read_bytes()
    with pytest.raises(RefusedError) as refused:
        publish(published, catalog, given(*"abcde"), AS_OF - timedelta(days=400))
    assert (
        "s shrank from 5 posts that were due at 2026-01-31 02:30 to 0 that are; is the clock, or POSTS_AS_OF, right? "
        "If it is meant, repeat this refresh with --allow-shrink"
    ) in str(refused.value)
    assert published.read_bytes() == before
    publish(published, catalog, given(*"abcde"), AS_OF - timedelta(days=400), allow_shrink=True)


def test_a_published_file_is_opened_read_only_in_utc_or_one_line_says_why_not(
    tmp_path: Path, sql: Sql, given: Given
) -> None:
    published = tmp_path / "posts.duckdb"
    with pytest.raises(PostsError, match=r"posts\.duckdb is not there yet: posts-warehouse refresh makes it$"):
        list(opened(published))
    publish(published, load_models(sql()), given("a"), AS_OF)
    [duck] = opened(published)
    assert duck == [("UTC", "read_only")]
    published.write_bytes(b"no database")
    with pytest.raises(
        PostsError, match=r"posts\.duckdb cannot be opened: .*; posts-warehouse refresh builds it again$"
    ):
        list(opened(published))


def opened(published: Path) -> Iterator[list[tuple]]:
    with open_published(published) as duck:
        yield duck.execute(
            "select current_setting('TimeZone'), if(readonly, 'read_only', 'writable') from duckdb_databases() "
            "where database_name = 'posts'"
        ).fetchall()


def test_one_module_opens_database_files() -> None:
    """Others connect to a database in memory: `duckdb.connect()`, or with `config` alone."""
    openers = set()
    for path in PIPELINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "duckdb":
                assert "connect" not in {alias.name for alias in node.names}, path
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) == "duckdb.connect"
                and (node.args or {keyword.arg for keyword in node.keywords} - {"config"})
            ):
                openers.add(str(path.relative_to(PIPELINE)))
    assert openers == {"warehouse/published.py"}
