"""What is missing in posts, and what contradicts itself."""

from typing import Any

import pytest

from tests.support.text_tables import Run, columns, rows

# A way to fill each field. Jekyll makes a title and an excerpt where nobody writes them: only written ones count.
FILLED: dict[str, dict[str, Any]] = {
    "title": {"front_matter": {"title": "A"}},
    "author": {"author_ids": ["ann"]},
    "tags": {"tags": ["t"]},
    "categories": {"categories": ["News"]},
    "description": {"description": "D."},
    "excerpt": {"front_matter": {"title": "A", "excerpt": "E."}},
    "image": {"image": "i.png"},
    "lang": {"lang": "en", "lang_source": "defaults"},
    "time_of_day": {"date_precision": "minute"},
    "updated_at": {"updated_at": "2024-03-01 00:00:00+00"},
    "body": {"words": 7},
}
EMPTY: dict[str, Any] = {
    "site": "one",
    "is_live": True,
    "title": "Made Of The File Name",
    "excerpt": "Cut from the body.",
    "front_matter": {"title": "", "excerpt": None},
    "author_ids": [],
    "lang": "en",
    "lang_source": "text",
    "tags": [],
    "description": "",
    "date_precision": "day",
    "words": 0,
    "images": 0,
    "code_blocks": 0,
}


def test_completeness(run: Run) -> None:
    # One post fills nothing, the next the first field, the next the first two …, so that no two fields count the same.
    posts = [EMPTY | {"post_id": "0"}]
    for number, values in enumerate(FILLED.values(), 1):
        posts.append(posts[-1] | values | {"post_id": str(number)})
    drafts = [posts[-1] | {"post_id": "draft", "site": site, "is_live": False} for site in ("one", "silent")]
    filled = {field: len(FILLED) - place for place, field in enumerate(FILLED)}
    found = run("quality.completeness", {"core.posts": posts + drafts})
    assert [{name: row[name] for name in row if name != "filled_if"} for row in found] == [
        {"site": "one", "field": field, "posts": len(posts), "filled": count, "share": round(count / len(posts), 4)}
        for field, count in sorted(filled.items())
    ]
    assert all(row["filled_if"].endswith(".") for row in found)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        *[
            pytest.param(field, {"front_matter": {field: value}}, id=f"{field}: {value!r}")
            for field in ("title", "excerpt")
            for value in ("~", "Null", "false", "No", " \n")
        ],
        pytest.param("description", {"description": " \t\n "}, id="a description of white space"),
        pytest.param("image", {"image": " "}, id="an image of white space"),
        pytest.param("body", {"words": 0, "images": 0, "code_blocks": 0, "links": 1}, id="a body of only Liquid"),
    ],
)
def test_what_fills_nothing(run: Run, field: str, values: dict[str, Any]) -> None:
    posts = [EMPTY | FILLED[field] | {"post_id": "filled"}, EMPTY | values | {"post_id": "empty"}]
    filled = {row["field"]: row["filled"] for row in run("quality.completeness", {"core.posts": posts})}
    assert filled[field] == 1


@pytest.mark.parametrize("count", ["words", "images", "code_blocks"])
def test_a_picture_or_code_is_a_body(run: Run, count: str) -> None:
    post = EMPTY | {"post_id": "a", count: 1}
    assert {row["field"]: row["filled"] for row in run("quality.completeness", {"core.posts": [post]})}["body"] == 1


def test_date_conflicts(run: Run) -> None:
    given = {
        "core.posts": columns("""
            site            | one          | one        | one
            post_id         | a            | b          | ok
            path            | a.md         | b.md       | ok.md
            published_on    | 2024-03-01   | 2023-12-31 | 2024-03-01
            has_date_conflict | true       | true       | false
            date_source     | front_matter | defaults   | file_name
            date_as_written | 2024-03-01   | 2023-12-31 | 2024-03-01
            is_live         | true         | false      | true
            """),
        "lake.posts": rows("""
            site | post_id | file_name_on
            one  | a       | 2024-02-28
            one  | b       | 2024-01-01
            one  | ok      | 2024-03-01
            """),
        "staging.posts": [{"site": "one", "post_id": name} for name in ("a", "b", "ok")],
    }
    assert run("quality.date_conflicts", given) == columns("""
        site            | one          | one
        post_id         | a            | b
        path            | a.md         | b.md
        file_name_on    | 2024-02-28   | 2024-01-01
        published_on    | 2024-03-01   | 2023-12-31
        days_apart      | 2            | -1
        date_as_written | 2024-03-01   | 2023-12-31
        date_source     | front_matter | defaults
        is_live         | true         | false
        """)
