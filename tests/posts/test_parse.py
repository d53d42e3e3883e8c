"""Files in, rows out: one for every file, in order, whatever becomes of it."""

from typing import Any

import pyarrow as pa
import pytest

from pipeline.posts.parse import parse, text_key
from pipeline.posts.schema import FILES, POSTS
from tests.support.parsing import kinds, make_site, read_post


def test_rows_come_in_the_order_of_the_files_and_problems_keep_their_place() -> None:
    fault = {"kind": "leads_out", "severity": "error", "line": None, "detail": "it leads out of the site"}
    files = pa.RecordBatch.from_pylist(
        [
            {"path": "_posts/2015-01-02-b.md", "content": b"b", "sha256": "2"},
            {"path": "_posts/2015-01-03-c.md", "fault": fault},
            {"path": "_posts/2015-01-01-a.md", "content": b"---\na: b: c\n---\n", "sha256": "1"},
        ],
        FILES,
    )
    batch = parse(files, make_site())
    assert batch.schema == POSTS
    rows = batch.to_pylist()
    assert [(row["path"][-4], row["sha256"], row["fate"]) for row in rows] == [
        ("b", "2", "post"), ("c", None, "problem"), ("a", "1", "problem"),
    ]  # fmt: skip
    assert rows[1]["problems"] == [fault]
    for row in rows[1:]:
        assert {row[name] for name in POSTS.names[POSTS.get_field_index("url") :]} == {None}


def test_a_text_has_a_key_of_its_own_whatever_stands_where() -> None:
    """Joined without their lengths, a word could move from the title into the body unnoticed."""
    said: list[tuple[str, str | None, str, str]] = [
        ("1", None, "ab", "c"), ("1", None, "a", "bc"), ("1", "", "ab", "c"), ("1", "a", "b", "c"), ("2", None, "ab", "c"),
    ]  # fmt: skip
    keys = [text_key(*text) for text in said]
    assert len(set(keys)) == 5
    assert text_key(*said[0]) == keys[0]
    assert all(-(2**63) <= key < 2**63 for key in keys)


def test_no_files_no_rows() -> None:
    assert parse(pa.RecordBatch.from_pylist([], FILES), make_site()).equals(pa.RecordBatch.from_pylist([], POSTS))


def test_a_bug_of_ours_is_one_problem_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(body: str, **_: Any) -> Any:
        raise ZeroDivisionError("no words at all")

    monkeypatch.setattr("pipeline.posts.row.read_body", fail)
    row = read_post("---\na: 1\na: 2\n---\n")
    assert (row["fate"], kinds(row)) == ("problem", [("duplicate_key", 3), ("parser_fault", None)])
    assert "ZeroDivisionError: no words at all" in row["problems"][1]["detail"]
