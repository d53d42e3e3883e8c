"""Which files there are, what is wrong with them, and what happened to them."""

import pytest

from tests.support.text_tables import Rows, Run, rows, with_row_keys


def test_files(run: Run) -> None:
    given = {
        "lake.files": rows("""
            site | path       | fate    | ignored             | sha256 | bytes | changed_ns
            one  | a.md       | post    |                     | aa     | 10    | 1
            one  | .hidden.md | ignored | starts with a dot   |        | 12    | 1
            one  | bad.md     | problem |                     |        | 0     | 1
            """),
        "lake.posts": rows("""
            site | path   | fate
            one  | a.md   | post
            one  | bad.md | problem
            """),
    }
    assert run("core.files", given) == rows("""
        site | path       | fate    | ignored           | sha256 | bytes
        one  | .hidden.md | ignored | starts with a dot |        | 12
        one  | a.md       | post    |                   | aa     | 10
        one  | bad.md     | problem |                   |        | 0
        """)


def test_problems_are_listed_once_a_kind(run: Run) -> None:
    warning = {"kind": "k", "severity": "warning"}
    error = {"kind": "k", "severity": "error", "detail": "c"}
    other = {"kind": "l", "severity": "warning", "detail": "d"}
    twice = [warning | {"detail": "b"}, warning | {"line": 7, "detail": "a"}]
    given: dict[str, Rows] = {
        "lake.posts": [
            {"site": "one", "path": "a.md", "fate": "post", "problems": twice},
            {"site": "one", "path": "b.md", "fate": "problem", "problems": [error, other]},
            {"site": "one", "path": "ok.md", "fate": "post", "problems": []},
        ],
        "core.files": rows("""
            site | path  | fate
            one  | a.md  | post
            one  | b.md  | problem
            one  | ok.md | post
            """),
    }
    given |= with_row_keys(given)
    given["lake.posts"].append({"site": "one", "path": "ok.md", "problems": [other], "row_key": 0})  # as it was before
    assert run("core.problems", given) == rows("""
        site | path | kind | detail | line | severity
        one  | a.md | k    | a      | 7    | warning
        one  | b.md | k    | c      |      | error
        one  | b.md | l    | d      |      | warning
        """)


def test_problems_of_settings_and_of_addresses(run: Run) -> None:
    odd = {"path": "_config.yml", "kind": "timezone_unknown", "severity": "warning", "line": 3, "detail": "PST?"}
    given: dict[str, Rows] = {
        "site.sites": [{"site": "one", "problems": [odd]}, {"site": "two", "problems": []}, {"site": "old"}],
        "core.url_conflicts": [
            {"site": "one", "url": "/x/", "paths": ["a.md", "b.md"]},
            {"site": "two", "url": "/", "paths": ["a.md", "b.md", "c.md", "d.md", "e.md", "f.md"]},
        ],
    }
    way_out = "only one of them is on the web, so give this post a permalink or a slug of its own"
    found = run("core.problems", given)
    assert found[:3] == [
        {"site": "one"} | odd,
        {
            "site": "one",
            "path": "a.md",
            "kind": "url_conflict",
            "severity": "warning",
            "detail": f"/x/ is also the address of b.md: {way_out}",
        },
        {
            "site": "one",
            "path": "b.md",
            "kind": "url_conflict",
            "severity": "warning",
            "detail": f"/x/ is also the address of a.md: {way_out}",
        },
    ]
    assert [(row["path"], row["detail"]) for row in found[3:]] == [
        ("a.md", f"/ is also the address of b.md, c.md, d.md and 2 more: {way_out}"),
        ("b.md", f"/ is also the address of a.md, c.md, d.md and 2 more: {way_out}"),
        ("c.md", f"/ is also the address of a.md, b.md, d.md and 2 more: {way_out}"),
        ("d.md", f"/ is also the address of a.md, b.md, c.md and 2 more: {way_out}"),
        ("e.md", f"/ is also the address of a.md, b.md, c.md and 2 more: {way_out}"),
        ("f.md", f"/ is also the address of a.md, b.md, c.md and 2 more: {way_out}"),
    ]


def test_posts_that_share_an_address(run: Run) -> None:
    given = {
        "core.posts": rows("""
            site | post_id | path      | url           | is_live
            one  | 1       | a.md      | /x/           | true
            one  | 2       | b.html    | /x/index.html | true
            one  | 3       | c.md      | /y            | true
            one  | 4       | d.md      | /y.html       | true
            one  | 5       | e.md      | /a%20b/       | true
            one  | 6       | f.md      | /a b/         | true
            one  | 7       | hidden.md |               | false
            one  | 8       | draft.md  |               | false
            one  | 9       | g.md      | /z.html       | true
            one  | 10      | h.md      | /z/           | true
            two  | 11      | a.md      | /z.html       | true
            two  | 12      | b.md      | /100%         | true
            """)
    }
    assert run("core.url_conflicts", given) == rows("""
        site | url    | post_ids   | paths
        one  | /a b/  | ["5", "6"] | ["e.md", "f.md"]
        one  | /x/    | ["1", "2"] | ["a.md", "b.html"]
        one  | /y     | ["3", "4"] | ["c.md", "d.md"]
        """)


FIRST_SEEN = {
    "since the first refresh": ("k", "k", "k", "2024-03-01 00:00:00+00"),
    "other problems come and go": ("k", "k other", "k", "2024-03-01 00:00:00+00"),
    "it came with an edit": ("", "k", "k", "2024-03-02 00:00:00+00"),
    "it was away and is back": ("k", "", "k", "2024-03-03 00:00:00+00"),
    "the history does not know it": ("k", "k", "", "2024-03-03 00:00:00+00"),
}


@pytest.mark.parametrize(("first", "second", "third", "seen"), FIRST_SEEN.values(), ids=FIRST_SEEN)
def test_problems_first_seen(run: Run, first: str, second: str, third: str, seen: str) -> None:
    # The other files of the name or of the site have the problem whenever this one has it not.
    problem = {"kind": "k", "severity": "warning", "detail": "d"}
    here, *others = (("one", "a.md"), ("one", "b.md"), ("two", "a.md"))
    days = [f"2024-03-0{day} 00:00:00+00" for day in (1, 2, 3)]
    given = {
        "lake.posts": [
            {"site": site, "path": path, "fate": "post", "problems": [problem]} for site, path in (here, *others)
        ],
        "lake.changes": [
            {"refresh_id": at, "site": site, "path": path, "problems": kinds, "changed_at": at}
            for at, found in zip(days, (first, second, third), strict=True)
            for site, path in (here, *others)
            for kinds in [found.split() if (site, path) == here else [] if "k" in found.split() else ["k"]]
        ],
    }
    assert run("core.problems", given)[0] == {"site": "one", "path": "a.md"} | problem | {"first_seen_at": seen}


def test_problems_of_a_site_that_was_not_named_for_a_while(run: Run) -> None:
    problem = {"kind": "k", "severity": "warning", "detail": "d"}
    given = {
        "lake.posts": [{"site": "one", "path": "a.md", "fate": "post", "problems": [problem]}],
        "lake.changes": [
            {"refresh_id": at, "site": "one", "path": "a.md", "problems": ["k"], "changed_at": at, "change": change}
            for at, change in (("2024-03-01", "added"), ("2024-03-05", "added"), ("2024-03-06", "edited"))
        ],
    }
    assert run("core.problems", given)[0]["first_seen_at"] == "2024-03-05 00:00:00+00"


def test_problems_first_seen_when_the_clock_was_set_back(run: Run) -> None:
    """Refreshes follow each other by their ids, whatever the clock said."""
    problem = {"kind": "k", "severity": "warning", "detail": "d"}
    given = {
        "lake.posts": [{"site": "one", "path": "a.md", "fate": "post", "problems": [problem]}],
        "lake.changes": [
            {"refresh_id": id, "site": "one", "path": "a.md", "problems": kinds, "changed_at": f"2024-03-01 {at}:00"}
            for id, at, kinds in (
                ("1", "12:00", ["k"]),
                ("2", "14:00", []),
                ("3", "13:00", ["k"]),
                ("4", "11:00", ["k"]),
            )
        ],
    }
    assert run("core.problems", given)[0]["first_seen_at"] == "2024-03-01 13:00:00+00"


HISTORY = {
    "core.sites": rows("""
        site
        one
        """),
    "lake.changes": rows("""
        refresh_id | site | path | change  | moved_from | problems | changed_at
        r1         | one  | a.md | added   |            | []       | 2024-03-01 00:00:00+00
        r1         | gone | a.md | added   |            | []       | 2024-03-01 00:00:00+00
        r2         | one  | b.md | moved   | a.md       | ["k"]    | 2024-03-02 00:00:00+00
        r3         | one  | b.md | reread  |            | []       | 2024-03-03 00:00:00+00
        r4         | one  | b.md | removed |            | []       | 2024-03-04 00:00:00+00
        """),
    "lake.refreshes": rows("""
        refresh_id | site | as_of                  | started_at             | files | posts | problems | versions
        r1         | one  | 2024-03-01 00:00:00+00 | 2024-03-01 00:00:01+00 | 3     | 1     | 1        | {}
        r1         | gone | 2024-03-01 00:00:00+00 | 2024-03-01 00:00:01+00 | 3     | 1     | 1        | {}
        r4         | one  | 2024-03-04 00:00:00+00 | 2024-03-04 00:00:01+00 | 1     | 0     | 0        | {"a": 1}
        """),
    "core.files": rows("""
        site | path
        one  | .ignored.md
        """),
}


def test_changes(run: Run) -> None:
    # The post is the one at that path now; a draft has no title to show, and another site's file is another.
    posts = rows("""
        site | path | post_id | title
        one  | b.md | b       | B
        two  | a.md | a       | A
        """)
    given = {name: HISTORY[name] for name in ("core.sites", "lake.changes")} | {"core.posts": posts}
    assert run("core.changes", given) == rows("""
        refresh_id | site | path | kind    | change  | moved_from | changed_at             | post_id | title
        r1         | one  | a.md | added   | added   |            | 2024-03-01 00:00:00+00 |         |
        r2         | one  | b.md | moved   | moved   | a.md       | 2024-03-02 00:00:00+00 | b       | B
        r4         | one  | b.md | removed | removed |            | 2024-03-04 00:00:00+00 | b       | B
        """)


def test_refreshes(run: Run) -> None:
    given = {name: HISTORY[name] for name in ("core.sites", "lake.refreshes", "core.files")}
    assert run("core.refreshes", given) == rows("""
        refresh_id | site | as_of                  | started_at             | files | posts | problems | versions
        r1         | one  | 2024-03-01 00:00:00+00 | 2024-03-01 00:00:01+00 | 3     | 1     | 1        | {}
        r4         | one  | 2024-03-04 00:00:00+00 | 2024-03-04 00:00:01+00 | 1     | 0     | 0        | {"a": 1}
        """)
