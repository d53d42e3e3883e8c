"""What posts and stories are about, as their tags, their categories and their key terms say."""

from tests.support.text_tables import Run, rows

# The story p1 is told twice, a week apart; only its copy carries the tag `late`.
POSTS = rows("""
    site | post_id | story_id | published_on | is_live
    one  | p1      | p1       | 2024-02-27   | true
    one  | p2      | p1       | 2024-03-05   | true
    one  | p3      | p3       | 2024-03-06   | true
    one  | draft   | draft    | 2024-03-06   | false
    two  | p1      | p1       | 2024-03-06   | true
    """)
POST_TOPICS = rows("""
    site | post_id | topic_id
    one  | p1      | tag:ai
    one  | p2      | tag:ai
    one  | p2      | tag:late
    one  | p3      | tag:ai
    one  | p3      | category:ai
    one  | p3      | term:en:ai
    two  | p1      | tag:ai
    """)


def test_post_topics(run: Run) -> None:
    given = {
        "core.posts": POSTS,
        "core.post_tags": rows("""
            site | post_id | tag_id | position
            one  | p1      | ai     | 2
            one  | p1      | c++    | 1
            one  | draft   | ai     | 1
            """),
        "core.post_categories": rows("""
            site | post_id | category_id | position
            one  | p1      | ai          | 1
            one  | draft   | ai          | 1
            """),
        "core.tags": rows("""
            site | tag_id | posts
            one  | ai     | 1
            one  | c++    | 1
            """),
        "staging.terms_top": rows("""
            site | post_id | term     | lang | score | rank
            one  | p1      | ai       | en   | 2.5   | 2
            one  | p1      | sea wall | en   | 3.1   | 1
            """),
        "core.categories": rows("""
            site | category_id | posts
            one  | ai          | 1
            """),
    }
    assert run("topics.post_topics", given) == rows("""
        site | post_id | topic_id    | weight | rank
        one  | p1      | category:ai | 1.0    | 1
        one  | p1      | tag:ai      | 1.0    | 2
        one  | p1      | tag:c++     | 1.0    | 1
        one  | p1      | term:en:ai  | 2.5    | 2
        one  | p1      | term:en:sea wall | 3.1 | 1
        """)


def test_topics(run: Run) -> None:
    given = {
        "core.posts": POSTS,
        "topics.post_topics": POST_TOPICS,
        "topics.story_topics": [{"site": "one"}] * 6,
        "topics.shared_stories": [],
        "core.tags": rows("""
            site | tag_id | label
            one  | ai     | AI
            one  | late   | Late
            one  | unused | Unused
            two  | ai     | Ai
            """),
        "core.categories": rows("""
            site | category_id | label
            one  | ai          | Artificial
            """),
        "staging.terms_vocabulary": rows("""
            site | lang | term
            one  | de   | ai
            one  | en   | ai
            """),
    }
    assert run("topics.topics", given) == rows("""
        site | topic_id    | kind     | label      | lang | subject_id  | posts | stories | first_on   | last_on
        one  | category:ai | category | Artificial |      | category:ai | 1     | 1       | 2024-03-06 | 2024-03-06
        one  | tag:ai      | tag      | AI         |      | tag:ai      | 3     | 2       | 2024-02-27 | 2024-03-06
        one  | tag:late    | tag      | Late       |      | tag:late    | 1     | 1       | 2024-03-05 | 2024-03-05
        one  | term:en:ai  | term     | ai         | en   | term:en:ai  | 1     | 1       | 2024-03-06 | 2024-03-06
        two  | tag:ai      | tag      | Ai         |      | tag:ai      | 1     | 1       | 2024-03-06 | 2024-03-06
        """)


def test_subjects(run: Run) -> None:
    # A chain: "wall" overlaps with the tag, the tag with "sea wall". Half of all stories is too little, and "repair"
    # stands alone. Of the terms of a storm the longest names it, although another has more stories.
    links = {
        "term:en:wall": 8,
        "tag:sea-wall": 6,
        "category:sea": 9,
        "term:en:sea wall": 6,
        "term:en:storm": 9,
        "term:en:storm surge": 7,
        "term:en:repair": 5,
    }
    pairs = rows("""
        topic_a       | topic_b             | jaccard
        tag:sea-wall  | term:en:wall        | 0.6
        tag:sea-wall  | term:en:sea wall    | 1.0
        category:sea  | term:en:sea wall    | 0.7
        tag:sea-wall  | term:en:repair      | 0.5999
        term:en:storm | term:en:storm surge | 0.75
        """)
    given = {
        "core.posts": [
            {"site": "one", "post_id": f"p{n}", "story_id": f"p{n}", "published_on": "2024-03-04"} for n in range(9)
        ],
        "topics.post_topics": [
            {"site": "one", "post_id": f"p{n}", "topic_id": topic}
            for topic, count in links.items()
            for n in range(count)
        ],
        "topics.story_topics": [{"site": "one"}] * sum(links.values()),
        "topics.shared_stories": [{"site": "one"} | pair for pair in pairs],
        "core.tags": rows("site | tag_id | label\n one | sea-wall | Sea wall"),
        "core.categories": rows("site | category_id | label\n one | sea | Sea"),
        "staging.terms_vocabulary": [
            {"site": "one", "lang": "en", "term": topic.split(":")[2]} for topic in links if topic.startswith("term:")
        ],
    }
    assert {row["topic_id"]: row["subject_id"] for row in run("topics.topics", given)} == {
        "category:sea": "tag:sea-wall",
        "tag:sea-wall": "tag:sea-wall",
        "term:en:sea wall": "tag:sea-wall",
        "term:en:wall": "tag:sea-wall",
        "term:en:repair": "term:en:repair",
        "term:en:storm": "term:en:storm surge",
        "term:en:storm surge": "term:en:storm surge",
    }


def test_story_topics(run: Run) -> None:
    # The story is about `late` too, from the day on which it was first told.
    weights = {"p1": 2.5, "p2": 4.0, "p3": 1.0}
    given = {
        "core.posts": POSTS,
        "topics.post_topics": [row | {"weight": weights[row["post_id"]]} for row in POST_TOPICS],
        "core.calendar": rows("""
            site | day        | week
            one  | 2024-02-27 | 2024-02-26
            one  | 2024-03-05 | 2024-03-04
            one  | 2024-03-06 | 2024-03-04
            two  | 2024-03-06 | 2024-03-04
            """),
    }
    assert run("topics.story_topics", given) == rows("""
        site | story_id | topic_id    | weight | published_on | week
        one  | p1       | tag:ai      | 4.0    | 2024-02-27   | 2024-02-26
        one  | p1       | tag:late    | 4.0    | 2024-02-27   | 2024-02-26
        one  | p3       | category:ai | 1.0    | 2024-03-06   | 2024-03-04
        one  | p3       | tag:ai      | 1.0    | 2024-03-06   | 2024-03-04
        one  | p3       | term:en:ai  | 1.0    | 2024-03-06   | 2024-03-04
        two  | p1       | tag:ai      | 2.5    | 2024-03-06   | 2024-03-04
        """)


def test_weekly(run: Run) -> None:
    given = {
        "topics.story_topics": rows("""
            site | story_id | topic_id    | week
            one  | p1       | tag:ai      | 2024-02-26
            one  | p3       | category:ai | 2024-03-04
            one  | p3       | tag:ai      | 2024-03-04
            one  | p4       | tag:ai      | 2024-03-04
            two  | p1       | tag:ai      | 2024-03-04
            """),
        "topics.topics": rows("stories\n 1\n 3\n 1"),
        "cadence.weekly": rows("""
            site | week       | stories
            one  | 2024-02-26 | 3
            one  | 2024-03-04 | 4
            two  | 2024-03-04 | 1
            """),
    }
    assert run("topics.weekly", given) == rows("""
        site | topic_id    | week       | stories | share
        one  | category:ai | 2024-03-04 | 1       | 0.25
        one  | tag:ai      | 2024-02-26 | 1       | 0.3333
        one  | tag:ai      | 2024-03-04 | 2       | 0.5
        two  | tag:ai      | 2024-03-04 | 1       | 1.0
        """)
