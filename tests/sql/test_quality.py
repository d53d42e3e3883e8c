"""What is missing in posts, and what contradicts itself."""

from typing import Any

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
}


def test_completeness(run: Run) -> None:
    # One post fills nothing, the next the first field, the next the first two …, so that no two fields count the same.
    posts = [EMPTY | {"post_id": "0"}]
    for number, values in enumerate(FILLED.values(), 1):
        posts.append(posts[-1] | values | {"post_id": str(number)})
    drafts = [posts[-1] | {"post_id": "draft", "site": site, "is_live": False} for site in ("one", "silent")]
    given = {
        "core.posts": posts + drafts,
        "staging.posts": [{name: post[name] for name in ("site", "post_id")} for post in posts + drafts],
        "lake.posts": [
            {"site": post["site"], "post_id": post["post_id"], "body_sha256": "aa"} for post in posts + drafts
        ],
    }
    filled = {field: len(FILLED) - place for place, field in enumerate(FILLED)} | {"body": len(posts)}
    assert run("quality.completeness", given) == [
        {"site": "one", "field": field, "posts": len(posts), "filled": count, "share": round(count / len(posts), 4)}
        for field, count in sorted(filled.items())
    ]


def test_a_title_that_is_null_or_false_is_made_of_the_file_name(run: Run) -> None:
    posts = [
        EMPTY | {"post_id": str(number), "front_matter": {"title": value, "excerpt": value}}
        for number, value in enumerate(("~", "Null", "false", "No", "Nobody"))
    ]
    given = {"core.posts": posts, "staging.posts": [{"site": "one", "post_id": post["post_id"]} for post in posts]}
    given["lake.posts"] = given["staging.posts"]
    filled = {row["field"]: row["filled"] for row in run("quality.completeness", given)}
    assert (filled["title"], filled["excerpt"]) == (1, 1)


def test_a_post_may_have_no_body(run: Run) -> None:
    post = {"site": "one", "post_id": "a"}
    given = {"core.posts": [EMPTY | post], "staging.posts": [post], "lake.posts": [post | {"words": 0}]}
    assert {row["field"]: row["filled"] for row in run("quality.completeness", given)}["body"] == 0


def test_date_conflicts(run: Run) -> None:
    given = {
        "core.posts": columns("""
            site            | one          | one        | one
            post_id         | a            | b          | ok
            path            | a.md         | b.md       | ok.md
            published_on    | 2024-03-01   | 2023-12-31 | 2024-03-01
            date_conflict   | true         | true       | false
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
