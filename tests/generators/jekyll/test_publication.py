"""When a post was published: which of its dates counts, and what keeps it from having one."""

from datetime import date
from typing import Any

import pytest

from tests.support.parsing import kinds, read_post

PUBLISHED = ("published_on", "date_source", "date_precision", "date_as_written", "file_name_on")


@pytest.mark.parametrize(
    ("text", "defaults", "expected"),
    [
        ("---\n---\n", "[]", (date(2015, 10, 1), "file_name", "day", "2015-10-01", date(2015, 10, 1))),
        ("---\ndate: 2014-01-02 03:04\n---\n", "[]",
         (date(2014, 1, 2), "front_matter", "minute", "2014-01-02 03:04", date(2015, 10, 1))),
        ("---\n---\n", "[{values: {date: 2010-05-05}}]",
         (date(2010, 5, 5), "defaults", "day", "2010-05-05", date(2015, 10, 1))),
        ("---\ndate:\n---\n", "[{values: {date: 2010-05-05}}]",
         (date(2010, 5, 5), "defaults", "day", "2010-05-05", date(2015, 10, 1))),
    ],
    ids=["file name", "front matter goes before it", "defaults do, too", "null falls back to them"],
)  # fmt: skip
def test_which_date_counts(text: str, defaults: str, expected: tuple[Any, ...]) -> None:
    row = read_post(text, defaults=defaults)
    assert tuple(row[name] for name in PUBLISHED) == expected


@pytest.mark.parametrize(
    ("text", "path", "kind", "line", "detail"),
    [
        ("---\na: 1\ndate: soon\n---\n", "_posts/2015-10-01-x.md", "date_invalid", 3, "`soon`: it names no date"),
        ("---\ndate:\n---\n", "_posts/2015-10-01-x.md", "date_invalid", 2, "`date` is empty"),
        ("---\ndate: 10:30\n---\n", "_posts/2015-10-01-x.md", "date_missing", 2, "`10:30`: it names no year"),
        ("hi", "_posts/2016-22-01-x.md", "date_invalid", None, "2016-22-01 in the file name: there is no month 22"),
        ("hi", "_posts/2014-01-01-a.b/plain", "date_missing", None,
         "neither the front matter nor the file name give a date"),
    ],
)  # fmt: skip
def test_posts_without_a_date(text: str, path: str, kind: str, line: int | None, detail: str) -> None:
    row = read_post(text, path)
    assert (row["fate"], row["problems"]) == (
        "problem",
        [{"kind": kind, "severity": "error", "line": line, "detail": detail}],
    )


def test_an_invalid_file_name_does_not_matter_where_front_matter_has_the_date() -> None:
    row = read_post("---\ndate: 2015-01-01\n---\n", "_posts/2016-22-01-x.md")
    assert (row["fate"], row["published_on"], row["file_name_on"]) == ("post", date(2015, 1, 1), None)


def test_a_day_too_many_is_a_warning() -> None:
    assert kinds(read_post("---\ndate: 2015-02-30\n---\n")) == [("date_rolled", 2)]
    assert kinds(read_post("hi", "_posts/2015-02-30-x.md")) == [("date_rolled", None)]


def test_a_draft_may_lack_a_date() -> None:
    row = read_post("---\ntitle: T\n---\n", "_drafts/idea.md")
    assert (row["fate"], row["published_at"], row["url"], row["slug"]) == ("draft", None, None, "idea")
    assert read_post("---\n---\n", "_drafts/idea.md", permalink="/:title/")["url"] == "/idea/"
    assert read_post("hi", "_drafts/2015-10-01-x.md")["published_on"] == date(2015, 10, 1)
