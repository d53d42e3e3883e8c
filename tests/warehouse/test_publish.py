"""The published file changes as a whole or not at all: real DuckDB files, real renames, real open readers."""

import hashlib
import math
import re
import signal
import struct
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from pipeline.errors import ModelError, PostsError
from pipeline.inputs import load_models
from pipeline.progress import current_listener
from pipeline.warehouse import build
from pipeline.warehouse.build import input_versions
from pipeline.warehouse.parallel import run_in_dependency_order
from pipeline.warehouse.publish import RefusedError, publish
from pipeline.warehouse.published import CHECKSUM_NAME, PublishedFile
from pipeline.warehouse.session import Inputs, build_id, open_build
from tests.warehouse.conftest import AS_OF, COUNTS, POSTS

Given = Callable[..., Inputs]
Sql = Callable[..., Path]


def rows(path: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as duck:
        return duck.execute(query).fetchall()


def test_tables_comments_and_storage_version(tmp_path: Path, sql: Sql, given: Given) -> None:
    published = tmp_path / "posts.duckdb"
    built = publish(published, load_models(sql()), given("a", "b"), AS_OF)
    assert {table.model.name: table.rows for table in built} == {
        "core.posts": 2,
        "core.refreshes": 1,
        "core.sites": 1,
        "cadence.counts": 1,
    }
    assert rows(published, "select * from cadence.counts") == [("s", 2)]
    assert rows(
        published, "select comment from duckdb_columns() where table_name = 'posts' and column_name = 'path'"
    ) == [("The file's path, with an 'apostrophe'.",)]
    assert rows(published, "select comment from duckdb_tables() where table_name = 'posts'") == [("The posts.",)]
    assert rows(
        published,
        "select table_name, column_name from duckdb_columns() where not is_nullable and not internal order by all",
    ) == [("counts", "site"), ("posts", "path"), ("posts", "site"), ("refreshes", "site"), ("sites", "site")]
    assert rows(published, "select tags['storage_version'] from duckdb_databases() where not internal") == [
        ("v1.2.0+",)
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == [CHECKSUM_NAME, "posts.duckdb", "sql"]


def test_what_the_file_says_of_itself(tmp_path: Path, sql: Sql, given: Given) -> None:
    publish(tmp_path / "posts.duckdb", load_models(sql()), given("a", "b", lake_id="lake 1"), AS_OF)
    published = PublishedFile.load(tmp_path / "posts.duckdb")
    assert published
    assert (published.as_of, published.lake_id, published.refresh_id, published.posts) == (
        AS_OF,
        "lake 1",
        "r1",
        {"s": 2},
    )
    assert published.next_due_at == AS_OF + timedelta(days=1)
    assert PublishedFile.load(tmp_path / "none.duckdb") is None
    (tmp_path / "foreign.duckdb").write_text("not a database")
    assert PublishedFile.load(tmp_path / "foreign.duckdb") is None


def test_a_file_that_somebody_writes_to_is_read_once_they_let_it_go(tmp_path: Path, sql: Sql, given: Given) -> None:
    published = tmp_path / "posts.duckdb"
    publish(published, load_models(sql()), given("a"), AS_OF)
    with duckdb.connect(str(published)):
        assert PublishedFile.load(published) is None
    assert PublishedFile.load(published) is not None


def test_a_file_of_a_newer_release_is_refused(
    tmp_path: Path, sql: Sql, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = tmp_path / "posts.duckdb"
    with monkeypatch.context() as newer:
        newer.setattr("pipeline.warehouse.session.FILE_FORMAT", 99)
        publish(published, load_models(sql()), given("a"), AS_OF)
    before = published.read_bytes()
    with pytest.raises(PostsError, match=r"was written by a newer release \(format 99, this one knows 1\); upgrade"):
        publish(published, load_models(sql()), given("a"), AS_OF)
    assert published.read_bytes() == before


def test_a_file_of_a_newer_duckdb_is_refused_and_one_that_only_looks_so_is_damaged(
    tmp_path: Path, sql: Sql, given: Given
) -> None:
    published = tmp_path / "posts.duckdb"
    publish(published, load_models(sql()), given("a"), AS_OF)
    whole = bytearray(published.read_bytes())
    whole[12:14] = b"\xff\x0f"  # the number of its storage version
    published.write_bytes(whole)
    assert PublishedFile.load(published) is None
    checksum = 5381  # of the header, as DuckDB has it
    for (word,) in struct.iter_unpack("<Q", whole[8:4096]):
        checksum ^= word * 0xBF58476D1CE4E5B9 & (1 << 64) - 1
    published.write_bytes(checksum.to_bytes(8, "little") + whole[8:])
    with pytest.raises(PostsError, match=r"was written by a newer release \(of DuckDB\); upgrade"):
        PublishedFile.load(published)


@pytest.mark.parametrize(
    ("model", "text", "paths", "message"),
    [
        pytest.param("core__posts", POSTS, ["a", ""], "core.posts: path_not_empty (path <> '') is broken by 1 row, such as\n    {\"site\": \"s\", \"path\": \"\"}", id="check"),
        pytest.param("core__posts", POSTS, ["a", "a", "b"], "core.posts: grain (unique and not null: site, path) is broken by 1 row", id="grain not unique"),
        pytest.param("core__posts", POSTS.replace("path, false", "nullif(path, 'b') as path, false"), ["a", "b"], "core.posts: grain", id="grain null"),
        pytest.param("cadence__counts", COUNTS.replace("count(*) as posts from", "count(*) + 1 as posts from"), ["a"], "cadence.counts: adds_up", id="a check against another table"),
        pytest.param("cadence__counts", COUNTS.replace("count(*) as posts from", "null::bigint as posts from"), ["a"], "cadence.counts: adds_up", id="null is not true"),
    ],
)  # fmt: skip
def test_a_broken_check_keeps_the_file_before_byte_for_byte(
    tmp_path: Path, sql: Sql, given: Given, model: str, text: str, paths: list[str], message: str
) -> None:
    published = tmp_path / "posts.duckdb"
    publish(published, load_models(sql()), given("a"), AS_OF)
    before = hashlib.sha256(published.read_bytes()).hexdigest()
    with pytest.raises(RefusedError) as refused:
        publish(published, load_models(sql(**{model: text})), given(*paths), AS_OF, allow_shrink=True)
    assert message in str(refused.value)
    assert str(refused.value).startswith("not published, the file before stays: ")
    assert len(refused.value.built) == 4, "every model is built and checked, so that all that is wrong is said at once"
    assert hashlib.sha256(published.read_bytes()).hexdigest() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [CHECKSUM_NAME, "posts.duckdb", "sql"]


def test_a_warning_is_published_and_reported(tmp_path: Path, sql: Sql, given: Given) -> None:
    built = publish(tmp_path / "posts.duckdb", load_models(sql()), given("long"), AS_OF)
    [warning] = [result for table in built for result in table.checks if not result.passed]
    assert (warning.model, warning.name, warning.blocking, warning.failing) == ("core.posts", "path_is_short", False, 1)
    assert warning.rows == [{"site": "s", "path": "long"}]
    assert rows(tmp_path / "posts.duckdb", "select path from core.posts") == [("long",)]


def test_a_model_that_fails_or_lies_is_named(tmp_path: Path, sql: Sql, given: Given) -> None:
    cases = {
        "select site, nothing as posts from core.posts": "sql/cadence/counts.sql does not run: Binder Error",
        "select site, 1 as posts, 2 as more from core.posts": "sql/cadence/counts.sql makes more, which its header does not describe",
        "select site from core.posts": "sql/cadence/counts.sql describes posts, which its select does not make",
        "select 1 as posts, site from core.posts": "makes its columns in another order than its header describes them: posts, site",
    }
    for select, message in cases.items():
        with pytest.raises(ModelError) as raised:
            publish(
                tmp_path / "x.duckdb",
                load_models(sql(cadence__counts=COUNTS.split("select site, count")[0] + select)),
                given("a"),
                AS_OF,
            )
        assert message in str(raised.value)
    assert not (tmp_path / "x.duckdb").exists()


def test_a_model_that_fails_is_said_with_the_line_of_its_file(tmp_path: Path, sql: Sql, given: Given) -> None:
    above = COUNTS.split("select site, count")[0]
    models = sql(cadence__counts=above + "\nselect\n    site,\n    nothing as posts\nfrom core.posts\n")
    with pytest.raises(ModelError) as raised:
        publish(tmp_path / "x.duckdb", load_models(models), given("a"), AS_OF)
    written = (models / "cadence/counts.sql").read_text().splitlines()
    _, line, caret = str(raised.value).rsplit("\n", 2)
    number, _, shown = line.removeprefix("LINE ").partition(": ")
    assert written[int(number) - 1] == shown == "    nothing as posts"
    assert line[caret.index("^") :].startswith("nothing"), "the caret stands below what is wrong"


def test_a_subset_starts_from_the_published_file_and_passes_the_same_gate(
    tmp_path: Path, sql: Sql, given: Given
) -> None:
    published = tmp_path / "posts.duckdb"
    publish(published, load_models(sql()), given("a", "b"), AS_OF)
    changed = load_models(sql(cadence__counts=COUNTS.replace("count(*) as posts", "count(*) + 0 as posts")))
    built = publish(published, changed, given("a", "b"), AS_OF, chosen=["cadence.counts"])
    assert [table.model.name for table in built if not table.is_kept] == ["cadence.counts"]
    assert len(built) == 4, "all tables are checked, also those that are kept"
    assert rows(published, "select posts, (select count(*) from core.posts) from cadence.counts") == [(2, 2)]
    broken = load_models(sql(cadence__counts=COUNTS.replace("count(*) as posts", "7 as posts")))
    before = published.read_bytes()
    with pytest.raises(RefusedError, match="adds_up"):
        publish(published, broken, given("a", "b"), AS_OF, chosen=["cadence.counts"])
    assert published.read_bytes() == before


def test_where_there_is_no_file_before_none_stays(tmp_path: Path, sql: Sql, given: Given) -> None:
    broken = load_models(sql(cadence__counts=COUNTS.replace("count(*) as posts", "7 as posts")))
    with pytest.raises(RefusedError, match=r"^not published: cadence\.counts: adds_up"):
        publish(tmp_path / "posts.duckdb", broken, given("a"), AS_OF)
    assert [path.name for path in tmp_path.iterdir()] == ["sql"]


DAYS = """/*---
description: Days so far, by the moment and by nothing else.
grain: [site]
columns:
  site: The site.
  days: Days.
---*/
select site, day(getvariable('as_of')) as days from core.sites
"""
EVENINGS = DAYS.replace("day(getvariable('as_of'))", "least(days, 31)").replace("core.sites", "cadence.days")
LATER = DAYS.replace("day(getvariable('as_of'))", "days").replace("core.sites", "cadence.evenings")


def test_a_new_day_of_the_same_lake_makes_what_differs_and_the_rows_of_a_build_from_scratch(
    tmp_path: Path, sql: Sql, given: Given
) -> None:
    catalog = load_models(sql(cadence__days=DAYS, cadence__evenings=EVENINGS, cadence__later=LATER))
    published, lake = tmp_path / "posts.duckdb", given("a", "b")
    publish(published, catalog, lake, AS_OF)

    def made(as_of: datetime, *, full: bool = False) -> set[str]:
        built = publish(published, catalog, lake, as_of, full=full)
        assert [table.model.name for table in built] == list(catalog)
        assert all(table.checks for table in built), "also what is kept is checked"
        return {table.model.name for table in built if not table.is_kept}

    nothing_came_of_it = {"core.sites", "cadence.days"}
    assert made(AS_OF) == nothing_came_of_it
    assert made(AS_OF - timedelta(days=1)) == nothing_came_of_it | {"cadence.evenings", "cadence.later"}
    in_steps = {name: rows(published, f"from {name}") for name in catalog}
    assert made(AS_OF - timedelta(days=1), full=True) == set(catalog)
    assert {name: rows(published, f"from {name}") for name in catalog} == in_steps
    assert in_steps["cadence.later"] == [("s", 30)]


WORDS = """/*---
description: How many words of a seed.
grain: [site]
columns:
  site: The site.
  words: Words.
---*/
select site, (select count(*) from seeds.stop_words) as words from core.posts group by site
"""
MORE = COUNTS.replace("count(*) as posts", "count(*) + 1 as posts").replace("adds_up: posts", "adds_up: posts - 1")


def test_what_is_edited_is_built_again_with_what_follows_from_it(tmp_path: Path, sql: Sql, given: Given) -> None:
    follows = LATER.replace("days", "posts").replace("cadence.evenings", "cadence.counts")
    folder = sql(cadence__follows=follows, quality__words=WORDS)
    published, lake = tmp_path / "posts.duckdb", given("a", "b")

    def made() -> set[str]:
        """What a refresh builds; what it does not is as in a file from scratch."""
        catalog = load_models(folder)
        built = publish(published, catalog, lake, AS_OF)
        publish(scratch := tmp_path / "scratch/posts.duckdb", catalog, lake, AS_OF, full=True)
        for path in (published, scratch):
            tables = {table for (table,) in rows(path, "select schema_name || '.' || table_name from duckdb_tables()")}
            assert tables == set(catalog)
        assert [rows(published, f"from {name}") for name in catalog] == [
            rows(scratch, f"from {name}") for name in catalog
        ]
        return {table.model.name for table in built if not table.is_kept} - {"core.sites"}  # which names the build

    everything = {"core.posts", "core.refreshes", "cadence.counts", "cadence.follows", "quality.words"}
    assert made() == everything
    assert made() == set()
    (folder / "cadence/counts.sql").write_text(COUNTS + "-- edited")
    assert made() == {"cadence.counts"}, "no row of it is another, so nothing follows"
    (folder / "cadence/counts.sql").write_text(MORE)
    assert made() == {"cadence.counts", "cadence.follows"}
    (folder / "seeds/stop_words.csv").write_text("lang,word\nen,the\n")
    assert made() == {"quality.words"}
    (folder / "cadence/added.sql").write_text(follows)
    assert made() == {"cadence.added"}
    (folder / "cadence/added.sql").unlink()
    assert made() == everything, "its table has to go"


@pytest.mark.parametrize(
    ("before", "after", "is_other"),
    [
        ("('a', 1), ('b', 2)", "('b', 2), ('a', 1)", False),
        ("('a', 1), ('b', 2)", "('a', 2), ('b', 1)", True),
        ("('a', 1), ('b', null)", "('a', null), ('b', 1)", True),
        ("('a', 1)", "('a', 1), ('b', 1)", True),
        ("('a', 0.1)", "('a', 0.1::double)", True),
        ("('a', [1, 2])", "('a', [2, 1])", True),
        ("('a', {'x': 1, 'y': 2})", "('a', {'x': 2, 'y': 1})", True),
    ],
)  # fmt: skip
def test_a_table_came_out_different_if_one_value_did(
    tmp_path: Path, sql: Sql, given: Given, before: str, after: str, is_other: bool
) -> None:
    """Rows have no order, and columns any name. What reads a table that is the same is not built again."""
    published, lake = tmp_path / "posts.duckdb", given("a")
    by_moment = "select site, day(getvariable('as_of')) as days from core.sites"
    for values in (before, after):
        days = DAYS.replace(by_moment, f"from (values {values}) as made(site, days)").replace("site", "each")
        evenings = LATER.replace("evenings", "days").replace("site", "each")
        catalog = load_models(sql(cadence__days=days, cadence__evenings=evenings))
        built = publish(published, catalog, lake, AS_OF)
    assert [table.is_kept for table in built if table.model.name == "cadence.evenings"] == [not is_other]


def test_what_was_edited_and_not_asked_for_is_built_by_the_next_refresh(tmp_path: Path, sql: Sql, given: Given) -> None:
    published, lake = tmp_path / "posts.duckdb", given("a", "b")
    publish(published, load_models(sql(quality__words=WORDS)), lake, AS_OF)
    catalog = load_models(sql(quality__words=WORDS.replace("count(*)", "count(*) + 1")))
    today, said = (
        build_id(input_versions(catalog, lake)),
        "select words, build_id from quality.words join core.sites using (site)",
    )
    publish(published, catalog, lake, AS_OF, chosen=["core.sites"])
    [(words, named)] = rows(published, said)
    assert (words, named == today) == (0, False), "or the next one would have nothing to do"
    publish(published, catalog, lake, AS_OF)
    assert rows(published, said) == [(1, today)]


def test_a_build_takes_the_memory_it_is_given_and_leaves_nothing(tmp_path: Path, sql: Sql, given: Given) -> None:
    lake, published = given(*(f"{number:0200}" for number in range(20_000))), tmp_path / "posts.duckdb"
    with pytest.raises(ModelError, match=r"POSTS_MEMORY, now 5MB, is not enough: sql/.*Out of Memory"):
        publish(published, load_models(sql()), lake, AS_OF, memory="5MB")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sql"]
    publish(published, load_models(sql()), lake, AS_OF, memory="500MB")


def test_the_size_of_inputs_is_that_of_the_files_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"123")
    (tmp_path / "b").write_bytes(b"4567")
    files = {
        "lake.one": (pa.schema([]), [tmp_path / "a", tmp_path / "gone"]),
        "lake.two": (pa.schema([]), [tmp_path / "b"]),
    }
    assert Inputs({}, files, tmp_path, "lake").size == 7


@pytest.mark.parametrize(
    ("memory", "size", "at_once"), [("500MB", 0, 1), ("2GB", 1_900_000_000, 2), ("2GB", 2_100_000_000, 1)]
)
def test_models_share_the_memory_only_where_there_is_enough(
    tmp_path: Path, sql: Sql, given: Given, monkeypatch: pytest.MonkeyPatch, memory: str, size: int, at_once: int
) -> None:
    used = []

    def noted(needs: Any, one: Any, connections: Sequence[Any]) -> Any:
        used.append(len(connections))
        return run_in_dependency_order(needs, one, connections)

    monkeypatch.setattr(build, "run_in_dependency_order", noted)
    monkeypatch.setattr(Inputs, "size", size)
    publish(tmp_path / "posts.duckdb", load_models(sql()), given(), AS_OF, memory=memory)
    assert used == [at_once]


@pytest.mark.parametrize(
    ("memory", "share", "most"), [(None, 0.5, 3e9), ("40%", 0.4, math.inf), ("2GB", 1, 2e9), ("900GB", math.inf, 900e9)]
)
def test_a_build_that_is_not_told_takes_half_the_machine_and_3_gb_at_most(
    tmp_path: Path, sql: Sql, given: Given, memory: str | None, share: float, most: float
) -> None:
    limit = "select parse_formatted_bytes(current_setting('memory_limit'))"
    with duckdb.connect() as duck:
        machine = duck.execute(limit).fetchall()[0][0] / 0.8  # its own default
    sql()
    with open_build(tmp_path / "posts.duckdb", given(), AS_OF, {"lake": "a"}, memory) as duck:
        assert duck.execute(limit).fetchall()[0][0] == pytest.approx(min(share * machine, most), rel=0.05)


ENDLESS = """/*---
description: More rows than anyone has time for.
grain: [pairs]
columns:
  pairs: Pairs.
---*/
select count(*) as pairs from range(10000000) as one(n) cross join range(10000000) as two(n) where one.n * two.n = 7
"""


def test_a_model_that_fails_stops_those_beside_it(tmp_path: Path, sql: Sql, given: Given) -> None:
    # on its last row, so not before both have begun
    failing = "select sum(if(n = 99999999, error('no such thing'), 1)) as pairs from range(100000000) as t(n)"
    broken = f"{ENDLESS.partition('select')[0]}{failing}"
    catalog = load_models(sql(cadence__endless=ENDLESS, quality__broken=broken))
    start = time.monotonic()
    with pytest.raises(ModelError, match=r"sql/quality/broken\.sql does not run: .*no such thing"):
        publish(tmp_path / "posts.duckdb", catalog, given(), AS_OF)
    assert time.monotonic() - start < 20
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sql"]


def test_whoever_is_told_to_stop_while_models_run_stops_them(tmp_path: Path, sql: Sql, given: Given) -> None:
    def interrupt(signal: int, frame: object) -> None:
        raise KeyboardInterrupt

    catalog = load_models(sql(cadence__endless=ENDLESS, quality__endless=ENDLESS.replace("= 7", "= 8")))
    signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 2)
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path / "posts.duckdb", catalog, given(), AS_OF)
    assert 2 <= time.monotonic() - start < 20
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sql"]


def test_who_shows_the_progress_stops_the_models_too(tmp_path: Path, sql: Sql, given: Given) -> None:
    def interrupt(stage: str, done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    catalog = load_models(sql(cadence__endless=ENDLESS))
    start = time.monotonic()
    token = current_listener.set(interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            publish(tmp_path / "posts.duckdb", catalog, given(), AS_OF)
    finally:
        current_listener.reset(token)
    assert time.monotonic() - start < 20
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sql"]


def test_a_year_of_nights_does_not_make_the_file_larger(tmp_path: Path, sql: Sql, given: Given) -> None:
    catalog, published = load_models(sql(cadence__days=DAYS)), tmp_path / "posts.duckdb"
    lake = given(*(f"{number:08}" for number in range(200_000)), lake_id="lake")
    sizes = []
    for night in range(12):
        publish(published, catalog, lake, AS_OF + timedelta(days=night))
        sizes.append(published.stat().st_size)
    assert max(sizes) <= 1.2 * sizes[0], sizes
    assert max(sizes) <= max(sizes[:2]), sizes
    [(groups,)] = rows(published, "select count(distinct row_group_id) from pragma_storage_info('core.posts')")
    assert groups == 20, "a filter skips, and a processor writes, a part of a table"


def test_a_site_that_shrinks_by_more_than_a_fifth_is_refused_unless_meant(
    tmp_path: Path, sql: Sql, given: Given
) -> None:
    published, catalog = tmp_path / "posts.duckdb", load_models(sql())
    publish(published, catalog, given(*"abcdefghij"), AS_OF)
    publish(published, catalog, given(*"abcdefgh"), AS_OF)
    with pytest.raises(RefusedError, match=r"s shrank from 8 posts to 6; is it all there\?.*--allow-shrink"):
        publish(published, catalog, given(*"abcdef"), AS_OF)
    publish(published, catalog, given(*"abcdef"), AS_OF, allow_shrink=True)
    with pytest.raises(RefusedError, match=r"s shrank from 6 posts to 0"):
        publish(published, catalog, given("a", site="t"), AS_OF)
    publish(published, catalog, given("a", site="t"), AS_OF, dropped=["s"])
    assert rows(published, "select site, posts from cadence.counts") == [("t", 1)]


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        pytest.param(["empty0", "empty1", *"cdefghij"], None, id="a fifth, which is not more than a fifth"),
        pytest.param(["empty0", "empty1", "empty2", *"defghij"], "10 posts that hold text to 7; are", id="emptied"),
        pytest.param([f"cut{n}" for n in range(10)], "3,000 words to 200; are the files whole?", id="cut"),
        pytest.param(["cut0", "cut1", "cut2", *"defghij"], None, id="fewer words than an edit cuts"),
    ],
)
def test_posts_that_are_there_without_their_texts_are_refused_too(
    tmp_path: Path, sql: Sql, given: Given, paths: list[str], message: str | None
) -> None:
    published, catalog = tmp_path / "posts.duckdb", load_models(sql())
    publish(published, catalog, given(*"abcdefghij"), AS_OF)
    if message:
        with pytest.raises(RefusedError, match=f"s shrank from {re.escape(message)}.* --allow-shrink"):
            publish(published, catalog, given(*paths), AS_OF)
    publish(published, catalog, given(*paths), AS_OF, allow_shrink=message is not None)


def test_an_open_reader_keeps_its_rows_a_new_one_sees_the_new_and_the_file_before_is_kept(
    tmp_path: Path, sql: Sql, given: Given
) -> None:
    published, catalog = tmp_path / "posts.duckdb", load_models(sql())
    publish(published, catalog, given("a"), AS_OF)
    with duckdb.connect(str(published), read_only=True) as reader:
        (tmp_path / "posts.duckdb.wal").write_bytes(b"stale")
        publish(published, catalog, given("a", "b"), AS_OF)
        assert reader.execute("select posts from cadence.counts").fetchall() == [(1,)]
    assert rows(published, "select posts from cadence.counts") == [(2,)]
    assert rows(tmp_path / "posts.previous.duckdb", "select posts from cadence.counts") == [(1,)]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        CHECKSUM_NAME,
        "posts.duckdb",
        "posts.previous.duckdb",
        "sql",
    ]


def test_a_build_is_named_by_all_it_is_made_of(sql: Sql, given: Given) -> None:
    """What the id leaves out could change without being published: the refresh would stop, having nothing to do."""
    folder, inputs = sql(), given("a")

    def named(inputs: Inputs = inputs) -> str:
        return build_id(input_versions(load_models(folder), inputs))

    first = named()
    assert named(given("a")) == first
    assert named(given("a", lake_id="lake 2")) != first
    sql(cadence__counts=COUNTS + "-- edited")
    assert named() != first
    sql()
    assert named() == first
    (folder / "seeds/tag_synonyms.csv").write_text("alias,canonical\nml,machine-learning\n")
    assert named() != first
