"""Whole rows: what becomes of a file, whatever it holds."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any
from unicodedata import normalize

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.posts import post
from pipeline.posts.parse import parse, text_key
from pipeline.posts.problems import KINDS, problem
from pipeline.posts.schema import FILES, POSTS
from pipeline.site.authors import Author
from tests.posts.reading import PATH, kinds, make_site, read

TEXT = """---
title: "Eels: a memoir"
date: 2015-10-01 21:30:00 -0400
author: Ada Park <ada@park.example>
categories: [Nature, No]
tags: [no, 3.10]
layout: post
lang: en
description: Of eels.
image: {path: /eel.png}
last_modified_at: 2015-10-02
draft: true
x: {y: [1.50, "é"]}
---
Eels are *long*. See [more](/more).

## Why
"""


def test_a_whole_row() -> None:
    row = read(TEXT, "deep/_posts/2015-09-30-eels.md", authors=(Author("ada", "Ada Park", "person"),))
    assert row == {
        "site": "s",
        "path": "deep/_posts/2015-09-30-eels.md",
        "post_id": hashlib.sha256(b"s\0deep/_posts/2015-09-30-eels.md").hexdigest()[:16],
        "sha256": "0",
        "fate": "post",
        "problems": [],
        "url": "/deep/nature/false/2015/10/01/eels.html",
        "slug": "eels",
        "title": "Eels: a memoir",
        "published_at": datetime(2015, 10, 2, 1, 30, tzinfo=UTC),
        "published_local": datetime(2015, 10, 1, 21, 30),
        "published_on": date(2015, 10, 1),
        "date_source": "front_matter",
        "date_precision": "second",
        "date_as_written": "2015-10-01 21:30:00 -0400",
        "file_name_on": date(2015, 9, 30),
        "is_draft": True,
        "is_below_drafts": False,
        "is_hidden": False,
        "lang": "en",
        "layout": "post",
        "categories": ["deep", "Nature", "false", "false"],
        "tags": ["false", "3.1"],
        "category_refs": [
            {"id": "deep", "as_written": "deep"},
            {"id": "nature", "as_written": "Nature"},
            {"id": "no", "as_written": "No"},
        ],
        "tag_refs": [{"id": "no", "as_written": "no"}, {"id": "3.10", "as_written": "3.10"}],
        "author_refs": [
            {
                "author_id": "ada",
                "name": "Ada Park",
                "as_written": "Ada Park",
                "source": "front_matter",
                "is_registered": True,
            }
        ],
        "excerpt": "Eels are *long*. See [more](/more).",
        "description": "Of eels.",
        "image": "/eel.png",
        "words": 6,
        "links": 1,
        "images": 0,
        "headings": 1,
        "code_blocks": 0,
        "updated_at": datetime(2015, 10, 2, 4, tzinfo=UTC),
        "front_matter": json.dumps(
            {
                "title": "Eels: a memoir",
                "date": "2015-10-01 21:30:00 -0400",
                "author": "Ada Park",
                "categories": ["Nature", "No"],
                "tags": ["no", "3.10"],
                "layout": "post",
                "lang": "en",
                "description": "Of eels.",
                "image": {"path": "/eel.png"},
                "last_modified_at": "2015-10-02",
                "draft": "true",
                "x": {"y": ["1.50", "é"]},
            },
            ensure_ascii=False,
        ),
        "body": "Eels are *long*. See [more](/more).\n\n## Why\n",
        "body_sha256": hashlib.sha256(b"Eels are *long*. See [more](/more). ## Why").hexdigest(),
        "text_key": -3776683985605998840,  # another one would have every text counted again
    }


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


@pytest.mark.parametrize(
    ("content", "fate", "expected"),
    [
        pytest.param("---\na: 1\nb: c: d\n---\n", "problem", [("front_matter_syntax", 3)], id="no YAML"),
        pytest.param(
            "---\na: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n---\n", "problem", [("front_matter_conflict", 3)],
            id="conflict",
        ),
        pytest.param("---\n\n- a\n---\n", "problem", [("front_matter_not_mapping", 3)], id="a list"),
        pytest.param("---\nSome text\n\n---\nmore", "problem", [("front_matter_not_mapping", 2)], id="a rule on top"),
        pytest.param("---\na: " + "[" * 101 + "]" * 101 + "\n---\n", "problem", [("front_matter_too_deep", 2)], id="deep"),
        pytest.param("---\na: " + "x" * (1 << 20) + "\n---\n", "problem", [("front_matter_too_large", None)], id="large"),
        pytest.param(b"---\na: \xe9\n---\n", "problem", [("not_utf8", 2)], id="Latin-1 in front matter"),
        pytest.param(b"a\nb\n\xff\xfe", "problem", [("not_utf8", 3)], id="bytes in the body"),
        pytest.param("---\na: x\0y\n---\n", "problem", [("front_matter_syntax", 2)], id="NUL in front matter"),
        pytest.param("---\na: 1\n---\nb\n\0", "post", [("nul_in_body", 5)], id="NUL in the body"),
        pytest.param("---\na: 1\nb: 2\na: 3\n---\n", "post", [("duplicate_key", 4)], id="key given twice"),
        pytest.param("---\na: 1\n\nno end", "post", [("front_matter_unterminated", 1)], id="unterminated"),
        pytest.param("\n\n---\na: 1\n---\n", "post", [("front_matter_ignored", 3)], id="blank lines first"),
        pytest.param("------\na: 1\n---\n", "post", [("front_matter_ignored", 1)], id="six dashes"),
        pytest.param("---\ra: 1\r---\rb", "post", [("front_matter_ignored", 1)], id="old Mac line ends"),
        pytest.param(
            "---\na: 1\n---\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> z\n", "post", [("conflict_in_body", 4)],
            id="conflict in the body",
        ),
        pytest.param("<<<<<<< is how\n=======\na conflict begins\n", "post", [], id="half a conflict"),
        pytest.param("Write <<<<<<< or ======= or >>>>>>> then\n", "post", [], id="talk of conflicts"),
        pytest.param("\N{ZERO WIDTH NO-BREAK SPACE}---\ntitle: T\n---\n", "post", [], id="BOM"),
        pytest.param("Title: Pelican\nDate: 2010\n\nBody", "post", [], id="a Pelican header is text to Jekyll"),
        pytest.param("", "post", [], id="an empty file"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_file(content: str | bytes, fate: str, expected: list[tuple[str, int | None]]) -> None:
    row = read(content)
    assert (row["fate"], kinds(row)) == (fate, expected)


def test_jekyll_reads_other_encodings_where_the_settings_say_so() -> None:
    assert read(b"---\ntitle: caf\xe9\n---\n", encoding="iso8859-1")["title"] == "café"


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("a: 1", False),
        ("published: true", False),
        ("published: 0", False),
        ("published: 'false'", False),
        ("published: false", True),
        ("published: no", True),
        ("published:", True),
    ],
)
def test_hidden_posts(front_matter: str, expected: bool) -> None:
    assert read(f"---\n{front_matter}\n---\n")["is_hidden"] is expected
    assert read(f"---\n{front_matter}\n---\n", unpublished=True)["is_hidden"] is False


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("title: 2015", "2015"),
        ("title: 010", "8"),
        ("title: 12:30", "750.0"),
        ("title: yes", "true"),
        ("title: no", "My Post"),
        ("title:", "My Post"),
        ("title: ''", ""),
        ("title: [a, 1.50, null]", '["a", 1.5, nil]'),
        ("title: {a: b}", '{"a"=>"b"}'),
        ("title: 2015-10-01 01:00:00", "2015-09-30 21:00:00 -0400"),
    ],
)
def test_titles_are_what_jekyll_shows(front_matter: str, expected: str) -> None:
    assert read(f"---\n{front_matter}\n---\n")["title"] == expected


def test_addresses_are_left_out() -> None:
    """Also where no key says that it is of authors: `byline` and `contact` are."""
    kept = json.loads(
        read(
            "---\nauthors:\n- {name: A, email: a@b.example}\n- Bo <bo@c.example>\nauthor_email: d@e.example\n"
            "byline: By Cy, cy@f.example\nteam: {g@h.example: [i@j.example]}\nvia: '@k'\n---\n"
        )["front_matter"]
    )
    assert kept == {"authors": [{"name": "A"}, "Bo"], "byline": "By Cy, ", "team": {"": [""]}, "via": "@k"}


@pytest.mark.parametrize("named", ["tags: [{}]", "tags: '{}'", "tag: '{}'", "categories: [{}]", "authors: [{}]"])
def test_a_post_that_names_everything_is_none(named: str) -> None:
    """Every two tags of a post are a pair of topics: a hundred thousand would be five milliards."""
    for many, fate in ((500, "post"), (501, "problem")):
        text = f"---\n{named.format(','.join(f'x{number}' for number in range(many)))}\n---\n"
        row = read(text)
        assert row["fate"] == fate
    assert [kind for kind, _ in kinds(row)] == ["front_matter_too_large"]


@pytest.mark.parametrize("text", ['+++\ntitle = "T"\n+++\nhi', '{\n"title": "T"\n}\nhi'], ids=["TOML", "JSON"])
def test_other_front_matter_is_read_as_well(text: str) -> None:
    row = read(text)
    assert (row["title"], row["body"]) == ("T", "hi")


@pytest.mark.parametrize(("body", "same"), [("a  b\n", "a b"), ("e\N{COMBINING ACUTE ACCENT}", "é")])
def test_bodies_are_the_same_but_for_white_space_and_composition(body: str, same: str) -> None:
    assert read(body)["body_sha256"] == read(same)["body_sha256"]
    assert read(" \n")["body_sha256"] is None


@given(st.text(st.sampled_from("aé\u0301 \n\t\r\v\f\x1c\x85\xa0")))
def test_every_run_of_white_space_is_one_blank(text: str) -> None:
    body = read(f"x{text}")["body"]
    words = normalize("NFC", body).encode().split()
    assert read(f"x{text}")["body_sha256"] == hashlib.sha256(b" ".join(words)).hexdigest()


def test_a_bug_of_ours_is_one_problem_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(body: str) -> Any:
        raise ZeroDivisionError("no words at all")

    monkeypatch.setattr(post, "measure", measure)
    row = read("---\na: 1\na: 2\n---\n")
    assert (row["fate"], kinds(row)) == ("problem", [("duplicate_key", 3), ("parser_fault", None)])
    assert "ZeroDivisionError: no words at all" in row["problems"][1]["detail"]


def test_a_problem_is_of_a_kind_that_operators_know() -> None:
    assert problem("date_rolled", "x").severity == "warning"
    with pytest.raises(KeyError):
        problem("bad_luck", "x")
    assert all(kind.meaning.endswith(".") for kind in KINDS.values())
    assert read("hi")["path"] == PATH
