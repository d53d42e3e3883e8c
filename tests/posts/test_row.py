"""The row of one post: every column, and those that are the same for every generator."""

import hashlib
import json
from datetime import UTC, date, datetime
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.generators.site import Author
from tests.support.parsing import PATH, kinds, read_post

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


def test_a_post_fills_every_column() -> None:
    row = read_post(TEXT, "deep/_posts/2015-09-30-eels.md", authors=(Author("ada", "Ada Park", "person"),))
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
        "live_from": datetime(2015, 10, 2, 1, 30, tzinfo=UTC),
        "live_until": None,
        "is_hidden": False,
        "lang": "en",
        "lang_source": "front_matter",
        "translation_key": None,
        "layout": "post",
        "section": None,
        "categories": ["deep", "Nature", "false", "false"],
        "tags": ["false", "3.1"],
        "category_refs": [
            {"id": "deep", "as_written": "deep"},
            {"id": "nature", "as_written": "Nature"},
            {"id": "no", "as_written": "No"},
        ],
        "tag_refs": [{"id": "no", "as_written": "no"}, {"id": "3.10", "as_written": "3.10"}],
        "terms": [],
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
        "characters": 0,
        "links": 1,
        "images": 0,
        "headings": 1,
        "code_blocks": 0,
        "link_refs": [
            {
                "position": 1,
                "url": "/more",
                "domain": None,
                "is_internal": True,
                "address": "/more",
                "file": None,
                "text": "more",
            }
        ],
        "image_refs": [],
        "file_key": "deep/_posts/2015-09-30-eels",
        "addresses": ["/deep/nature/false/2015/10/01/eels"],
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


def test_front_matter_is_kept_without_addresses() -> None:
    """Also where no key says that it is of authors: `byline` and `contact` are."""
    kept = json.loads(
        read_post(
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
        row = read_post(text)
        assert row["fate"] == fate
    assert [kind for kind, _ in kinds(row)] == ["front_matter_too_large"]


@pytest.mark.parametrize(("body", "same"), [("a  b\n", "a b"), ("e\N{COMBINING ACUTE ACCENT}", "é")])
def test_bodies_are_the_same_but_for_white_space_and_composition(body: str, same: str) -> None:
    assert read_post(body)["body_sha256"] == read_post(same)["body_sha256"]
    assert read_post(" \n")["body_sha256"] is None


@given(st.text(st.sampled_from("aé\u0301 \n\t\r\v\f\x1c\x85\xa0")))
def test_every_run_of_white_space_is_one_blank(text: str) -> None:
    body = read_post(f"x{text}")["body"]
    words = normalize("NFC", body).encode().split()
    assert read_post(f"x{text}")["body_sha256"] == hashlib.sha256(b" ".join(words)).hexdigest()


def test_a_file_without_front_matter_is_a_post_at_its_path() -> None:
    row = read_post("hi")
    assert (row["path"], row["fate"], row["front_matter"], row["body"]) == (PATH, "post", "{}", "hi")
