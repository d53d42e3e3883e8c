"""All models together: on the sites that break a warehouse, and on one lake in two orders."""

import json
from typing import Any

import pytest

from pipeline.warehouse.catalog import Catalog
from pipeline.warehouse.checks import run_checks
from tests.sql.conftest import AS_OF, INPUT_NAMES, Bench
from tests.support.sample_texts import sample_texts
from tests.support.text_tables import Rows, rows, text_rows, with_text_keys


def lake(sites: Rows, posts: Rows) -> dict[str, Rows]:
    """The lake's tables for these sites and posts, which are of site `one` in UTC unless they say otherwise."""
    sites = [{"timezone": "UTC", "future": False} | site for site in sites]
    posts = with_text_keys([_post(post) for post in posts])
    files = [{name: post[name] for name in ("site", "path", "fate", "sha256")} for post in posts]
    sizes = {site["site"]: sum(file["site"] == site["site"] for file in files) for site in sites}
    refreshes = [
        {"refresh_id": "r1", "site": site, "files": size, "posts": size, "problems": 0} for site, size in sizes.items()
    ]
    terms = [
        {
            "site": post["site"],
            "post_id": post["post_id"],
            "term": term,
            "words": 1,
            "n": 1,
            "title_n": 1,
            "prefix_n": 0,
        }
        for post in posts
        for term in ("wall", "sea")
    ]
    tables = {"site.sites": sites, "lake.posts": posts, "lake.files": files, "lake.refreshes": refreshes}
    return tables | {"lake.terms": text_rows(terms)}


def _post(given: dict[str, Any]) -> dict[str, Any]:
    identity = {"site": "one", "path": given["post_id"], "sha256": given["post_id"], "fate": "post"}
    local = given.get("published_local")
    dates = {"published_at": f"{local}+00", "published_on": local[:10], "date_precision": "second"} if local else {}
    flags = dict.fromkeys(("is_hidden", "is_draft"), False)
    lists = {f"{name}_refs": list[str]() for name in ("tag", "category", "author")} | {"tags": [], "problems": []}
    text = {"words": 100, "body_sha256": given["post_id"], "front_matter": {}}
    return identity | dates | flags | lists | text | given


ONE = [{"site": "one"}]
WORLDS = {
    "no site": ([], "post_id", AS_OF),
    "a site with no posts": (ONE, "post_id", AS_OF),
    "a site with drafts only": (ONE, "post_id | fate\n a | draft", AS_OF),
    "one post": (ONE, "post_id | published_local\n a | 2024-03-15 11:00:00", AS_OF),
    "silent years": (ONE, "post_id | published_local\n a | 1999-12-31 23:59:59\n b | 2016-02-29 00:00:00", AS_OF),
    "a week 53": (ONE, "post_id | published_local\n a | 2020-12-31 10:00:00\n b | 2021-01-03 10:00:00", AS_OF),
    "a day of 25 hours": (
        [{"site": "one", "timezone": "Europe/Berlin"}],
        """
        post_id | published_local     | published_at
        a       | 2024-10-27 02:30:00 | 2024-10-27 00:30:00+00
        b       | 2024-10-27 02:30:00 | 2024-10-27 01:30:00+00
        """,
        "2024-10-27 22:30:00+00",
    ),
    "the first day of a year": (ONE, "post_id | published_local\n a | 2023-12-31 23:59:59", "2024-01-01 00:00:00+00"),
    "a post to come": (ONE, "post_id | published_local\n a | 2024-03-01 10:00:00\n b | 9999-12-31 10:00:00", AS_OF),
    "a site that shows the future": (
        [{"site": "one", "future": True}, {"site": "two"}],
        """
        site | post_id | published_local
        one  | a       | 2024-02-29 10:00:00
        one  | b       | 2024-06-01 10:00:00
        one  | c       | 9999-12-31 23:59:59
        two  | d       | 2024-03-01 10:00:00
        """,
        AS_OF,
    ),
    "a site of which nothing is past": (
        [{"site": "one", "future": True}],
        "post_id | published_local\n a | 2024-06-01 10:00:00",
        AS_OF,
    ),
}


@pytest.mark.parametrize(("sites", "posts", "as_of"), WORLDS.values(), ids=WORLDS)
def test_every_check_holds(bench: Bench, catalog: Catalog, sites: Rows, posts: str, as_of: str) -> None:
    bench.build({*INPUT_NAMES, *catalog}, lake(sites, rows(posts)), as_of)
    assert [
        str(result) for model in catalog.values() for result in run_checks(bench.duck, model) if not result.passed
    ] == []


TAGS = ("budget", "budgets", "ferry", "ferries", "café", "cafe", "ai")
AUTHORS = ("Ana Gómez", "Ana Gomez", "Bo Li", "Li Bo", "Jo Doe")


def busy() -> dict[str, Rows]:
    """Two sites where everything ties: dates, texts, spellings."""
    posts = []
    for number in range(120):
        day = number % 40
        keys = [TAGS[number % 7], TAGS[(number + 3) % 7]]
        tags = [{"id": key, "as_written": (key, key.upper())[number % 2]} for key in keys]
        names = [AUTHORS[name % 5] for name in range(number, number + number % 4)]
        problem = {"kind": "odd", "severity": "warning", "line": number % 3 + 1, "detail": "odd"}
        posts.append(
            {
                "site": ("one", "two")[number % 2],
                "post_id": f"p{number * 7919 % 1000:03}",
                "path": f"{number:03}.md",
                "url": f"/{number // 4}",
                "published_local": f"{2020 if number == 8 else 2024 - (number % 3 == 0)}-0{day % 3 + 1}-{day % 14 + 1:02} 0{number % 3}:00:00",
                "body_sha256": f"text {day % 9}",
                "title": f"{('Live', 'Update', 'Breaking')[number % 3]}: Story {'abcdefghijklmnopqrstuvwxy'[number % 25]}",
                "lang": ("en", "fr", "en", None)[number // 2 % 4],
                "translation_key": f"key {number // 4}" if number % 3 else None,
                "tag_refs": tags,
                "category_refs": tags[:1],
                "terms": [{"taxonomy": "series", **tag} for tag in tags],
                "author_refs": [{"author_id": name.lower(), "as_written": name} for name in names],
                "problems": [problem, problem | {"line": 1}],
                "words": 10 + number,
                "file_name_on": "2024-01-01",
                "is_hidden": number % 10 == 0,
                "front_matter": json.dumps({"series": f"Series {number % 3}"}),
                "file_key": f"{number:03}",
                "addresses": [f"/{number // 4}"],
                "links": 2,
                "link_refs": [
                    {"position": at, "url": f"/{place}", "is_internal": True, "address": f"/{place}", "text": "t"}
                    for at, place in ((1, number % 30), (2, number % 40))
                ],
                "images": 1,
                "image_refs": [{"position": 1, "url": "/a.png"}],
            }
        )
    spoken = sample_texts("one")
    tables = (
        lake([{"site": "one"}, {"site": "two", "timezone": "Asia/Tokyo"}], posts + spoken.pop("lake.posts")) | spoken
    )
    tables["seeds.stop_words"] = [{"lang": lang, "word": "the"} for lang in ("xx", "en")]
    tables["lake.fingerprints"] = text_rows(
        # whole ones, halves of them and a template, so that there are copies of copies
        [
            {
                "site": post["site"],
                "post_id": post["post_id"],
                "shingles": [*range(1000, 1020), *range(story, story + size)],
            }
            for number, post in enumerate(posts)
            for story, size in [(number % 25 * 30, 30 if number % 3 else 15)]
        ]
    )
    tables["lake.changes"] = [
        {"refresh_id": f"r{day}", "site": post["site"], "path": post["path"], "change": "edited", "problems": kinds}
        | {"changed_at": f"2024-03-0{day} 00:00:00+00"}
        for post in posts
        for day, kinds in ((1, ["odd"]), (2, []), (3, ["odd"]))
    ]
    tables["site.names"] = [{"site": site, "name": name} for site in ("one", "two") for name in ("a", "b")]
    tables["lake.revisions"] = [
        {"site": post["site"], "path": post["path"], "commit": commit, "kind": kind, "words_after": 2}
        | {"words_before": 1 if kind == "text" else None, "committed_at": "2024-03-01 00:00:00+00"}
        for post in posts[10:]
        for commit, kind in (("c", "text"), ("d", "added"))
    ]
    tables["site.authors"] = [
        {"site": "one", "author_id": name, "name": name.upper(), "kind": "person"} for name in ("bo li", "idle")
    ]
    tables["seeds.tag_synonyms"] = [{"alias": "ai", "canonical": "budget"}]
    tables["seeds.story_overrides"] = [
        {"site": "one", "path": "002.md", "same_as": "004.md", "apart_from": ""},
        {"site": "two", "path": "003.md", "same_as": "", "apart_from": "005.md"},
    ]
    tables["seeds.author_aliases"] = [{"alias": "jo doe", "canonical": "bo li"}]
    return tables


def test_the_same_rows_in_any_order_and_on_any_number_of_threads(bench: Bench, catalog: Catalog) -> None:
    # A `first` or a tie without a key would follow the order of the files, and change from night to night.
    made = []
    for threads, backwards in ((1, False), (4, True)):
        given = {name: table[::-1] if backwards else table for name, table in busy().items()}
        for schema in {name.partition(".")[0] for name in [*INPUT_NAMES, *catalog]}:
            bench.duck.execute(f"drop schema if exists {schema} cascade")
        bench.duck.execute(f"set threads = {threads}")
        bench.build({*INPUT_NAMES, *catalog}, given)
        made.append({name: json.dumps(bench.rows(name)) for name in catalog})
    assert made[0] == made[1]
    assert [name for name, text in made[0].items() if text == "[]"] == []
