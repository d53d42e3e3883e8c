"""Queries of the page: each is used, runs, and names its tables to Dagster."""

from pathlib import Path

import duckdb
import pytest

from pipeline.errors import PostsError
from pipeline.inputs import load_models
from pipeline.report import queries
from pipeline.report.page import render
from pipeline.warehouse.published import open_published
from tests.conftest import Project
from tests.report.conftest import post, published


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that stands for queries/."""
    monkeypatch.setattr(queries, "FOLDER", tmp_path)
    return tmp_path


def test_every_query_is_used_and_runs(standing: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a site with two refreshes lists the files that changed."""
    for title in ("One", "One, edited"):
        edited = published(tmp_path, {"edited": {"_posts/2026-06-01-one.md": post(title)}})
    used = set()

    def read_and_note(name: str) -> str:
        used.add(f"{name}.sql")
        return (queries.FOLDER / f"{name}.sql").read_text(encoding="utf-8")

    monkeypatch.setattr(queries, "load_query", read_and_note)
    for path in (standing.published, edited):
        with open_published(path) as duck:
            render(duck)
    assert used == {str(path.relative_to(queries.FOLDER)) for path in queries.FOLDER.rglob("*.sql")}


def test_every_query_says_first_what_a_row_is() -> None:
    first_lines = {
        path.name: path.read_text(encoding="utf-8").partition("\n")[0] for path in queries.FOLDER.rglob("*.sql")
    }
    assert {
        name: line for name, line in first_lines.items() if not line.startswith(("-- A row is ", "-- One row: "))
    } == {}


def test_the_page_reads_published_tables() -> None:
    tables = queries.tables_read()
    assert set(tables) <= load_models().keys()
    assert tables == sorted(tables)
    assert {"core.posts", "core.changes", "topics.topics", "quality.date_conflicts"} <= set(tables)
    assert "topics.weekly" not in tables, "only a thumbnail reads it"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\u202eb\x07", "a\ufffdb\ufffd"),
        ("x" * 301, "x" * 299 + "…"),
        (["a\x00", 3], ["a\ufffd", 3]),
        ("שלום", "שלום"),
    ],
)
def test_texts_are_made_fit_to_be_shown(value: object, shown: object) -> None:
    assert queries.clean_value(value) == shown


@pytest.mark.parametrize(
    ("value", "decoded"),
    [
        ("At last&#58; &ldquo;four&rdquo; &#x26; more", "At last: “four” & more"),
        (["R&amp;D", None], ["R&D", None]),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("Q&A; AT&T &nosuchname; a&copy=1", "Q&A; AT&T &nosuchname; a&copy=1"),
        (3, 3),
    ],
    ids=["numbers and names", "a list", "once only", "no entity", "no text"],
)
def test_entities_are_the_characters_that_a_browser_shows(value: object, decoded: object) -> None:
    assert queries.clean_value(value, is_prose=True) == decoded


def test_tables_are_those_of_every_query_without_its_ctes(folder: Path) -> None:
    (folder / "busy_weeks.sql").write_text(
        """
        -- A row is a week; core.authors is only named here, and so is 'core.tags'.
        with weekly as (select week, stories, 'core.tags' as remark from cadence.weekly where site = $site)
        select weekly.week from weekly where weekly.stories > (select max(gaps.posts) from cadence.gaps as gaps)
        """
    )
    (folder / "sites.sql").write_text("select site from core.sites as cadence_daily limit $max_rows")
    assert queries.tables_read() == ["cadence.gaps", "cadence.weekly", "core.sites"]


@pytest.mark.parametrize("sql", ["selekt 1", "delete from core.posts"])
def test_a_file_that_is_no_select_is_named(folder: Path, sql: str) -> None:
    (folder / "sites.sql").write_text(sql)
    with pytest.raises(PostsError, match=r"^sites\.sql: .*; a query of the page is one SELECT$"):
        queries.tables_read()


def test_rows_have_the_names_of_their_columns(folder: Path) -> None:
    (folder / "numbers.sql").write_text("select range as number, $word as word from range($count) order by number")
    with duckdb.connect() as duck:
        rows = queries.query_rows(duck, "numbers", word="n", count=2)
        assert [(row.number, row.word) for row in rows] == [(0, "n"), (1, "n")] == rows
        assert queries.query_row(duck, "numbers", word="n", count=1).number == 0
        assert queries.query_row(duck, "numbers", word="n", count=0) is None
