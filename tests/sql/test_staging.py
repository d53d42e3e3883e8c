"""What is live, and which posts tell one story."""

from collections.abc import Iterable
from itertools import pairwise

import pytest

from tests.support.text_tables import Rows, Run, rows, text_rows, with_text_keys


def test_posts(run: Run) -> None:
    # Jekyll hides what is dated after the build, not what is dated to its very second (publisher.rb).
    given = {
        "site.sites": rows("""
            site   | future
            news   | false
            events | true
            """),
        "lake.posts": rows("""
            row_key | site   | post_id | fate    | published_at           | published_on | is_hidden | is_draft
            1       | news   | past    | post    | 2024-03-14 08:00:00+00 | 2024-03-14   | false     | false
            0       | news   | past    | post    | 2024-03-13 08:00:00+00 | 2024-03-13   | false     | false
            2       | news   | marked  | post    | 2024-03-14 08:00:00+00 | 2024-03-14   | false     | true
            3       | news   | now     | post    | 2024-03-15 12:00:00+00 | 2024-03-15   | false     | false
            4       | news   | next    | post    | 2024-03-15 12:00:01+00 | 2024-03-15   | false     | false
            5       | news   | hidden  | post    | 2024-03-14 08:00:00+00 | 2024-03-14   | true      | false
            6       | news   | draft   | draft   | 2024-03-14 08:00:00+00 | 2024-03-14   | false     | true
            7       | news   | undated | draft   |                        |              | false     | true
            8       | news   | broken  | problem |                        |              |           |
            9       | events | next    | post    | 2024-03-16 12:00:00+00 | 2024-03-16   | false     | false
            10      | events | hidden  | post    | 2024-03-16 12:00:00+00 | 2024-03-16   | true      | false
            """),
    }
    for row in given["lake.posts"]:
        row["live_from"] = row.get("published_at")
    counted = [row for row in given["lake.posts"] if row["row_key"]]  # 0 is what one of them said before
    given["lake.files"] = [{name: row[name] for name in ("row_key", "fate")} for row in counted]
    assert run("staging.posts", given) == rows("""
        site   | post_id | row_key | published_at           | published_on | is_future | is_live
        events | hidden  | 10      | 2024-03-16 12:00:00+00 | 2024-03-16   | true      | false
        events | next    | 9       | 2024-03-16 12:00:00+00 | 2024-03-16   | true      | true
        news   | draft   | 6       | 2024-03-14 08:00:00+00 | 2024-03-14   | false     | false
        news   | hidden  | 5       | 2024-03-14 08:00:00+00 | 2024-03-14   | false     | false
        news   | marked  | 2       | 2024-03-14 08:00:00+00 | 2024-03-14   | false     | true
        news   | next    | 4       | 2024-03-15 12:00:01+00 | 2024-03-15   | true      | false
        news   | now     | 3       | 2024-03-15 12:00:00+00 | 2024-03-15   | false     | true
        news   | past    | 1       | 2024-03-14 08:00:00+00 | 2024-03-14   | false     | true
        news   | undated | 7       |                        |              | false     | false
        """)


def test_posts_that_the_site_shows_for_a_while(run: Run) -> None:
    # Hugo writes what is published by now and has not expired (site.go:1755); the date itself may lie in the future.
    given = {
        "site.sites": rows("""
            site | future
            a    | false
            b    | true
            """),
        "lake.posts": rows("""
            row_key | site | post_id    | fate | published_at           | published_on | is_hidden | live_from              | live_until
            1       | a    | until_now  | post | 2024-03-01 00:00:00+00 | 2024-03-01   | false     | 2024-03-01 00:00:00+00 | 2024-03-15 12:00:00+00
            2       | a    | until_soon | post | 2024-03-01 00:00:00+00 | 2024-03-01   | false     | 2024-03-01 00:00:00+00 | 2024-03-15 12:00:01+00
            3       | a    | from_now   | post | 2024-03-01 00:00:00+00 | 2024-03-01   | false     | 2024-03-15 12:00:00+00 |
            4       | a    | from_soon  | post | 2024-03-01 00:00:00+00 | 2024-03-01   | false     | 2024-03-15 12:00:01+00 |
            5       | a    | dated_on   | post | 2030-01-01 00:00:00+00 | 2030-01-01   | false     | 2024-03-01 00:00:00+00 |
            6       | a    | always     | post | 2024-03-01 00:00:00+00 | 2024-03-01   | false     |                        |
            7       | a    | page       | page | 2024-03-01 00:00:00+00 | 2024-03-01   | false     |                        |
            8       | b    | from_soon  | post | 2024-03-01 00:00:00+00 | 2024-03-01   | false     | 2024-03-15 12:00:01+00 |
            9       | b    | until_now  | post | 2024-03-01 00:00:00+00 | 2024-03-01   | false     |                        | 2024-03-15 12:00:00+00
            """),
    }
    given["lake.files"] = [{name: row[name] for name in ("row_key", "fate")} for row in given["lake.posts"]]
    found = [(row["site"], row["post_id"], row["is_future"], row["is_live"]) for row in run("staging.posts", given)]
    assert found == [
        ("a", "always", False, True),
        ("a", "dated_on", True, True),
        ("a", "from_now", False, True),
        ("a", "from_soon", True, False),
        ("a", "until_now", False, False),
        ("a", "until_soon", False, True),
        ("b", "from_soon", True, True),
        ("b", "until_now", False, False),
    ]


def test_texts(run: Run) -> None:
    # The text's hash says what each group of rows is about. Feeds publish an article several times with one date.
    given = {
        "lake.posts": rows("""
            site | post_id | path | lang | words | body_sha256
            one  | late    | a.md | en   | 20    | the earliest names the story, not the first file
            one  | early   | b.md | en   | 20    | the earliest names the story, not the first file
            one  | later   | c.md | en   | 20    | the earliest names the story, not the first file
            one  | z       | z.md | en   | 20    | copies of one moment go by their path
            one  | y       | y.md | en   | 20    | copies of one moment go by their path
            one  | short1  | d.md | en   | 19    | a few words are no evidence
            one  | short2  | e.md | en   | 19    | a few words are no evidence
            one  | empty1  | f.md | en   | 20    |
            one  | empty2  | g.md | en   | 20    |
            one  | english | h.md | en   | 20    | another language is another story
            one  | french  | i.md | fr   | 20    | another language is another story
            one  | none1   | j.md |      | 20    | no language is one language
            one  | none2   | k.md |      | 20    | no language is one language
            one  | draft1  | l.md | en   | 20    | a draft neither begins a story nor belongs to it
            one  | live1   | m.md | en   | 20    | a draft neither begins a story nor belongs to it
            one  | draft2  | n.md | en   | 20    | a draft neither begins a story nor belongs to it
            one  | live2   | o.md | en   | 20    | a draft neither begins a story nor belongs to it
            two  | other   | a.md | en   | 20    | the earliest names the story, not the first file
            """),
        "staging.posts": rows("""
            site | post_id | published_at           | is_live
            one  | late    | 2024-03-02 00:00:00+00 | true
            one  | early   | 2024-03-01 00:00:00+00 | true
            one  | later   | 2024-03-03 00:00:00+00 | true
            one  | z       | 2024-03-01 00:00:00+00 | true
            one  | y       | 2024-03-01 00:00:00+00 | true
            one  | short1  | 2024-03-01 00:00:00+00 | true
            one  | short2  | 2024-03-02 00:00:00+00 | true
            one  | empty1  | 2024-03-01 00:00:00+00 | true
            one  | empty2  | 2024-03-02 00:00:00+00 | true
            one  | english | 2024-03-01 00:00:00+00 | true
            one  | french  | 2024-03-02 00:00:00+00 | true
            one  | none1   | 2024-03-01 00:00:00+00 | true
            one  | none2   | 2024-03-02 00:00:00+00 | true
            one  | draft1  | 2024-03-01 00:00:00+00 | false
            one  | live1   | 2024-03-02 00:00:00+00 | true
            one  | draft2  |                        | false
            one  | live2   | 2024-03-04 00:00:00+00 | true
            two  | other   | 2024-02-01 00:00:00+00 | true
            """),
    }
    texts = {(row["site"], row["post_id"]): row["text_id"] for row in run("staging.texts", given)}
    assert texts == {
        (row["site"], row["post_id"]): row["text_id"]
        for row in rows("""
        site | post_id | text_id
        one  | early   | early
        one  | empty1  | empty1
        one  | empty2  | empty2
        one  | english | english
        one  | french  | french
        one  | late    | early
        one  | later   | early
        one  | live1   | live1
        one  | live2   | live1
        one  | none1   | none1
        one  | none2   | none1
        one  | short1  | short1
        one  | short2  | short2
        one  | y       | y
        one  | z       | y
        two  | other   | other
        """)
    }


def text(post_id: str, day: str, shingles: Iterable[int], **more: object) -> dict[str, Rows]:
    """A live post of 100 words that brings a text of its own."""
    identity = {"site": "one", "post_id": post_id, "title": f"About {post_id}"}
    dates = {"published_at": f"2024-{day} 12:00:00+00", "published_on": f"2024-{day}"}
    row = {"lang": "en", "words": 100, "text_id": post_id, "is_separated": False} | identity | dates | more
    own_title = str(row["title"]).rpartition(": ")[2].lower()
    row["headline"] = own_title
    fingerprint = {"site": row["site"], "post_id": post_id, "shingles": list(shingles)}
    return {"staging.texts": with_text_keys([row]), "lake.fingerprints": text_rows([fingerprint])}


def together(*worlds: dict[str, Rows]) -> dict[str, Rows]:
    return {name: [row for world in worlds for row in world[name]] for name in worlds[0]}


def editions(count: int, own: int, shared: int) -> list[dict[str, Rows]]:
    """Posts a week apart from one template, each with news of its own."""
    days = [f"0{month}-{day}" for month in range(1, 10) for day in (10, 17, 24)][:count]
    return [
        text(f"e{n}", day, [*range(shared), *range(1000 * (n + 1), 1000 * (n + 1) + own)]) for n, day in enumerate(days)
    ]


COPIES = {
    "cut short to a third, told by the shorter": (
        [text("a", "03-01", range(100)), text("b", "03-01", range(33))],
        [("a", "b", "copy", 33, 1.0)],
    ),
    "extended, and two thirds of the shorter is the least": (
        [text("a", "03-01", range(100)), text("b", "03-02", range(35, 300))],
        [("a", "b", "copy", 65, 0.65)],
    ),
    "a shared paragraph of background": (
        [text("a", "03-01", range(100)), text("b", "03-02", range(36, 300))],
        [],
    ),
    # What the site puts before a title is exchanged when a story is published again.
    "reworded, but a third is left, and the headline": (
        [
            text("a", "03-01", range(100), title="Breaking: Sea wall to hold"),
            text("b", "03-02", range(65, 200), title="Big News: Sea wall HOLD to be"),
        ],
        [("a", "b", "copy", 35, 0.35)],
    ),
    "less than a third, whatever the headline": (
        [
            text("a", "03-01", range(100), title="Sea wall holds"),
            text("b", "03-02", range(66, 200), title="Sea wall holds"),
        ],
        [],
    ),
    "a third, and two words of three in the headline": (
        [
            text("a", "03-01", range(100), title="Sea wall holds"),
            text("b", "03-02", range(65, 200), title="Sea wall breaks"),
        ],
        [],
    ),
    "a third, and a headline that is a part of the other": (
        [text("a", "03-01", range(100), title="Ferries"), text("b", "03-02", range(65, 200), title="Ferries late")],
        [],
    ),
    "a third under one headline, but a week later": (
        [text("a", "03-01", range(100), title="Tides"), text("b", "03-08", range(65, 200), title="Tides")],
        [],
    ),
    "a teaser of a few words": (
        [text("a", "03-01", range(100)), text("b", "03-01", range(4), words=8)],
        [("a", "b", "copy", 4, 1.0)],
    ),
    "fewer words are no evidence": (
        [text("a", "03-01", range(100)), text("b", "03-01", range(3), words=7)],
        [],
    ),
    "two shingles may be a proverb": (
        [text("a", "03-01", range(100)), text("b", "03-01", [1, 2], words=12)],
        [],
    ),
    # Boilerplate must neither join posts nor keep copies apart: their own text counts.
    "copies of which most is a template": (
        [*editions(4, 20, 80), text("e0b", "01-10", [*range(80), *range(1000, 1020)])],
        [("e0", "e0b", "copy", 20, 1.0)],
    ),
    "four editions of a template on four days": (editions(4, 30, 70), []),
    "three editions on three days, weeks apart": (editions(3, 30, 70), []),
    "published again months later, and nearly the same": (
        [text("a", "01-01", range(100)), text("b", "06-01", range(105))],
        [("a", "b", "copy", 100, 1.0)],
    ),
    "fewer words months later are a template": (
        [text("a", "01-01", range(99)), text("b", "06-01", range(105))],
        [],
    ),
    "unless the headline is the same": (
        [text("a", "01-01", range(15), title="Closed"), text("b", "06-01", range(15), title="Closed")],
        [("a", "b", "copy", 15, 1.0)],
    ),
    "headlines that differ in a number only are not alike": (
        [
            text("a", "03-01", range(100), title="Sea wall report of the year 2023"),
            text("b", "03-02", range(65, 200), title="Sea wall report of the year 2024"),
        ],
        [],
    ),
    "less than half of another day's, under another headline, is a quotation": (
        [text("a", "03-01", range(100), title="Tides"), text("b", "03-02", range(49), title="Ferries are late")],
        [],
    ),
    "half of another day's is cut, whatever its headline": (
        [text("a", "03-01", range(100), title="Tides"), text("b", "03-02", range(50), title="Ferries are late")],
        [("a", "b", "copy", 50, 1.0)],
    ),
    "the same under another headline every month": (
        [text(f"a{n}", f"0{n}-01", [*range(100), 1000 + n]) for n in range(1, 6)],
        [],
    ),
    "published every month with another line on top": (
        [text(f"a{n}", f"0{n}-01", [*range(100), 1000 + n], title="Opening hours") for n in range(1, 6)],
        [(f"a{one}", f"a{two}", "evergreen", 100, 0.9901) for one in range(1, 6) for two in range(one + 1, 6)],
    ),
    "another language": (
        [text("a", "03-01", range(100)), text("b", "03-01", range(100), lang="fr")],
        [],
    ),
    "another site": (
        [text("a", "03-01", range(100)), text("b", "03-01", range(100), site="two")],
        [],
    ),
    "posts without a language share one": (
        [text("a", "03-01", range(100), lang=None), text("b", "03-01", range(100), lang=None)],
        [("a", "b", "copy", 100, 1.0)],
    ),
    "a digest of two that have nothing of each other": (
        [text("a", "03-01", range(100)), text("b", "03-01", range(50)), text("c", "03-01", range(50, 100))],
        [],
    ),
    "a digest of a long one and a short one is at most a version of the long one": (
        [text("a", "03-01", range(100)), text("b", "03-01", range(70)), text("c", "03-01", range(70, 100))],
        [("a", "b", "copy", 70, 1.0)],
    ),
    "a digest that is published again": (
        [
            text("a", "03-01", range(100)),
            text("b", "03-01", range(50)),
            text("c", "03-01", range(50, 100)),
            text("d", "03-02", range(99)),
        ],
        [("a", "d", "copy", 99, 1.0)],
    ),
    "a digest that quotes another one": (
        [
            text("a", "03-01", range(40)),
            text("b", "03-01", range(40, 80)),
            text("c", "03-02", range(80)),
            text("d", "03-03", range(200)),
        ],
        [],
    ),
    "two short versions of one text, of which one has more": (
        [text("a", "03-01", range(100)), text("b", "03-01", range(60)), text("c", "03-01", range(20))],
        [("a", "b", "copy", 60, 1.0), ("a", "c", "copy", 20, 1.0), ("b", "c", "copy", 20, 1.0)],
    ),
    "only the earliest of exact copies stands for them": (
        [text("a", "03-01", range(100)), text("b", "03-01", range(100), text_id="a")],
        [],
    ),
}


@pytest.mark.parametrize(("texts", "copies"), COPIES.values(), ids=COPIES)
def test_copies(run: Run, texts: list[dict[str, Rows]], copies: list[tuple[object, ...]]) -> None:
    assert [tuple(row.values())[1:] for row in run("staging.copies", together(*texts))] == copies


def test_stories(run: Run) -> None:
    # b joins a and c, which share nothing; exact copies follow their text, and the earliest post names the story.
    given = {
        "staging.posts": [
            {"post_id": name, "is_live": name != "draft"} for name in ("a", "a2", "b", "c", "d", "e", "f", "a", "draft")
        ],
        "staging.texts": rows("""
            site | post_id | path | published_at           | text_id | is_separated
            one  | a       | a.md | 2024-03-03 00:00:00+00 | a       | false
            one  | a2      | 2.md | 2024-03-09 00:00:00+00 | a       | false
            one  | b       | b.md | 2024-03-02 00:00:00+00 | b       | false
            one  | c       | c.md | 2024-03-01 00:00:00+00 | c       | false
            one  | d       | d.md | 2024-03-01 00:00:00+00 | d       | false
            one  | e       | z.md | 2024-03-01 00:00:00+00 | e       | false
            one  | f       | y.md | 2024-03-01 00:00:00+00 | f       | false
            two  | a       | a.md | 2024-03-01 00:00:00+00 | a       | false
            """),
        "staging.copies": rows("""
            site | text_id | other_id
            one  | a       | b
            one  | b       | c
            one  | e       | f
            """),
    }
    assert run("staging.stories", given) == rows("""
        site | post_id | story_id
        one  | a       | c
        one  | a2      | c
        one  | b       | c
        one  | c       | c
        one  | d       | d
        one  | e       | f
        one  | f       | f
        two  | a       | a
        """)


def test_an_editor_joins_and_separates(run: Run) -> None:
    # b and c have one text, d is a copy of it, and a is another one. e is a copy of a.
    given = {
        "staging.posts": [{"post_id": name, "is_live": True} for name in "abcde"],
        "lake.posts": [
            {"site": "one", "post_id": name, "path": f"{name}.md", "words": 20, "body_sha256": name.replace("c", "b")}
            for name in "abcde"
        ],
        "staging.languages": [],
        "staging.copies": rows("site | text_id | other_id\n one | b | d\n one | a | e"),
        "seeds.story_overrides": rows("""
            site | path | same_as | apart_from
            one  | c.md | a.md    | ""
            one  | c.md | ""      | b.md
            one  | d.md | ""      | b.md
            two  | e.md | ""      | a.md
            """),
    }
    live = [
        {"site": "one", "post_id": name, "is_live": True, "published_at": f"2024-03-0{day} 00:00:00+00"}
        for day, name in enumerate("abcde", 1)
    ]
    given["staging.posts"] = live
    given["staging.languages"] = [
        {"site": "one", "post_id": name, "lang": "en", "lang_source": "text"} for name in "abcde"
    ]
    found = {row["post_id"]: row["story_id"] for row in run("staging.stories", given)}
    assert found == {"a": "a", "b": "b", "c": "a", "d": "d", "e": "a"}


def test_overrides_say_whether_they_are_kept(run: Run) -> None:
    given = {
        "seeds.story_overrides": rows("""
            site | path | same_as | apart_from
            one  | a.md | b.md    | ""
            one  | a.md | c.md    | ""
            one  | a.md | ""      | d.md
            one  | b.md | ""      | c.md
            two  | a.md | ""      | b.md
            """),
        "staging.texts": [{"site": "one", "post_id": name, "path": f"{name}.md"} for name in "abc"],
        "staging.stories": rows("site | post_id | story_id\n one | a | a\n one | b | a\n one | c | c"),
    }
    assert run("quality.story_overrides", given) == rows("""
        site | path | kind       | other_path | is_known | is_kept
        one  | a.md | apart_from | d.md       | false    |
        one  | a.md | same_as    | b.md       | true     | true
        one  | a.md | same_as    | c.md       | true     | false
        one  | b.md | apart_from | c.md       | true     | true
        two  | a.md | apart_from | b.md       | false    |
        """)


def test_a_chain_is_one_story(run: Run) -> None:
    # Each is a copy of the next only: the rounds that it takes are as many as the chain is long.
    names = [f"p{n:03}" for n in range(200)]
    given: dict[str, Rows] = {
        "staging.posts": [{"post_id": name, "is_live": True} for name in names],
        "staging.texts": [
            {
                "site": "one",
                "post_id": name,
                "path": name,
                "published_at": "2024-03-01 00:00:00+00",
                "text_id": name,
                "is_separated": False,
            }
            for name in names
        ],
        "staging.copies": [{"site": "one", "text_id": one, "other_id": two} for one, two in pairwise(names)],
    }
    assert {row["story_id"] for row in run("staging.stories", given)} == {"p000"}


TITLES = rows("""
    site | post_id | story_id | title                | is_live
    one  | b1      | b1       | Breaking: Sea wall   | true
    one  | b2      | b1       | UPDATE : The sea wall| true
    one  | c       | c        | Update: Ferry: late  | true
    one  | d       | d        | Budget: Nothing left | true
    one  | e       | e        | Breaking:            | true
    one  | f       | f        | 10:30 it rang        | true
    one  | g       | g        | A colon far from its beginning: no prefix | true
    one  | draft   | draft    | Breaking: Idea       | false
    two  | a       | a        | Breaking: Elsewhere  | true
    """)


def test_prefixes_exchanged(run: Run) -> None:
    # A small site has no five posts with one prefix, but a story told under two gives both away.
    live = [{key: row[key] for key in ("site", "post_id", "is_live")} for row in TITLES]
    given = {
        "staging.posts": live,
        "lake.posts": [{key: row[key] for key in ("site", "post_id", "title")} for row in TITLES],
        "staging.stories": [{key: row[key] for key in ("site", "post_id", "story_id")} for row in TITLES],
    }
    assert run("staging.prefixes", given) == rows("""
        site | prefix   | posts
        one  | breaking | 2
        one  | update   | 2
        """)


def test_prefixes_used_often(run: Run) -> None:
    titles = {"Live: a": 5, "Letters: b": 4, "No prefix": 991}
    names = [f"{title} {n}" for title, count in titles.items() for n in range(count)]
    identities = [{"site": "one", "post_id": name} for name in names]
    given = {
        "staging.posts": [row | {"is_live": True} for row in identities],
        "lake.posts": [row | {"title": row["post_id"]} for row in identities],
        "staging.stories": [row | {"story_id": row["post_id"]} for row in identities],
    }
    assert run("staging.prefixes", given) == rows("site | prefix | posts\n one | live | 5")


def test_titles(run: Run) -> None:
    given = {
        "staging.posts": [{key: row[key] for key in ("site", "post_id", "is_live")} for row in TITLES],
        "lake.posts": [{key: row[key] for key in ("site", "post_id", "title")} for row in TITLES],
        "staging.prefixes": rows("site | prefix\n one | breaking\n one | update"),
    }
    assert run("staging.titles", given) == rows("""
        site | post_id | prefix   | headline
        one  | b1      | Breaking | Sea wall
        one  | b2      | UPDATE   | The sea wall
        one  | c       | Update   | Ferry: late
        one  | d       |          | Budget: Nothing left
        one  | e       |          | Breaking:
        one  | f       |          | 10:30 it rang
        one  | g       |          | A colon far from its beginning: no prefix
        two  | a       |          | Breaking: Elsewhere
        """)
