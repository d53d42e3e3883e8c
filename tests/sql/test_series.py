"""Series of posts, the state of tags, and the commits of posts."""

from tests.support.text_tables import Rows, Run, live_posts, rows


def test_series_by_front_matter_and_by_titles_that_count(run: Run) -> None:
    posts = live_posts("""
        post_id | published_on | title                          | front_matter
        1       | 2023-01-01   | The Dig, part 1                | {}
        2       | 2023-01-11   | The dig (Part II): a wall      | {}
        3       | 2023-02-10   | The dig - Pt. 3                | {}
        4       | 2024-02-01   | Die Grabung, Teil 1            | {}
        5       | 2024-03-01   | Die Grabung Teil 2             | {}
        6       | 2024-01-01   | Alone, part 1                  | {}
        7       | 2024-01-01   | A department 2 of them         | {}
        8       | 2024-01-01   | A department 3 of them         | {}
        9       | 2024-02-01   | Tides                          | {"series": "Sea & Salt"}
        10      | 2024-03-01   | More tides, part 2             | {"series": ["sea & salt"]}
        11      | 2024-03-01   | None                           | {"series": ""}
        12      | 2024-03-02   | 発掘 第1部                     | {}
        13      | 2024-03-03   | 発掘（第二部）                 | {}
        14      | 2024-03-02   | Party 1                        | {}
        15      | 2024-03-03   | Party 2                        | {}
    """)
    made = run("core.series", {"core.posts": posts, "core.sites": [{"site": "one", "today": "2024-03-15"}]})
    shown = ("series_id", "label", "source", "posts", "post_ids", "usual_days", "is_running")
    assert [tuple(row[name] for name in shown) for row in made] == [
        ("die grabung", "Die Grabung", "title", 2, ["4", "5"], 29.0, True),
        ("sea & salt", "Sea & Salt", "front_matter", 2, ["9", "10"], 29.0, True),
        ("the dig", "The Dig", "title", 3, ["1", "2", "3"], 20.0, False),
        ("発掘", "発掘", "title", 2, ["12", "13"], 1.0, True),
    ]


def test_the_state_of_tags(run: Run) -> None:
    posts = live_posts("""
        post_id | published_on | tags     | path
        1       | 2022-01-01   | ["Sea"]  | 1
        2       | 2022-02-01   | ["Sea"]  | 2
        3       | 2022-03-01   | ["Sea"]  | 3
        4       | 2024-03-01   | ["News"] | 4
        5       | 2024-03-02   | []       | 5
        6       | 2024-03-03   | []       | 6
    """)
    made = run(
        "quality.tag_health",
        {
            "core.posts": posts,
            "core.tags": rows("""
                site | tag_id | label | posts | stories
                one  | sea    | Sea   | 3     | 3
                one  | news   | News  | 1     | 1
            """),
            "core.post_tags": [
                {"site": "one", "post_id": str(post), "tag_id": "sea" if post < 4 else "news"} for post in range(1, 5)
            ],
            "core.categories": [{"site": "one", "category_id": "news", "label": "News"}],
            "core.post_authors": [{"site": "one", "post_id": "5", "author_id": "ann"}],
            "core.authors": [{"site": "one", "author_id": "ann", "name": "Ann"}],
        },
    )
    assert [(row["kind"], row["id"], row.get("label"), row["posts"], row["last_on"]) for row in made] == [
        ("also_category", "news", "News", 1, "2024-03-01"),
        ("dormant", "sea", "Sea", 3, "2022-03-01"),
        ("untagged", "", None, 1, "2024-03-03"),
        ("untagged", "ann", "Ann", 1, "2024-03-02"),
        ("used_once", "news", "News", 1, "2024-03-01"),
    ]


def test_a_post_to_come_makes_no_tag_dormant(run: Run) -> None:
    posts = live_posts("""
        post_id | published_on | tags    | path | is_future
        1       | 2024-03-01   | ["Sea"] | 1    | false
        2       | 2024-03-02   | ["Sea"] | 2    | false
        3       | 2024-03-03   | ["Sea"] | 3    | false
        4       | 2031-01-01   | ["Sky"] | 4    | true
    """)
    tags = rows("""
        site | tag_id | label | posts | stories
        one  | sea    | Sea   | 3     | 3
        one  | sky    | Sky   | 1     | 1
    """)
    of_posts = [{"site": "one", "post_id": str(post), "tag_id": "sea" if post < 4 else "sky"} for post in range(1, 5)]
    empty: dict[str, Rows] = {name: [] for name in ("core.categories", "core.post_authors", "core.authors")}
    made = run("quality.tag_health", {"core.posts": posts, "core.tags": tags, "core.post_tags": of_posts, **empty})
    assert [(row["kind"], row["id"]) for row in made] == [("used_once", "sky")]
