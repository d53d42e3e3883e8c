"""Topics that go together, and what authors and sections are about."""

import pytest

from tests.support.text_tables import Rows, Run, rows


def story_topics(stories: dict[str, str], site: str = "one") -> Rows:
    """topics.story_topics: the topics of each story, by their first letter's kind (t:, c: or w:)."""
    kinds = {"t": "tag:", "c": "category:", "w": "term:en:"}
    return [
        {"site": site, "story_id": story, "topic_id": kinds[topic[0]] + topic[2:]}
        for story, topics in stories.items()
        for topic in topics.split()
    ]


def topics(story_topics: Rows) -> Rows:
    """topics.topics of them, labels as the keys."""
    counts: dict[tuple[str, str], int] = {}
    for row in story_topics:
        key = row["site"], row["topic_id"]
        counts[key] = counts.get(key, 0) + 1
    return [
        {
            "site": site,
            "topic_id": topic,
            "subject_id": topic,
            "kind": topic.split(":")[0],
            "label": topic.split(":")[-1].replace("_", " "),
            "stories": count,
        }
        for (site, topic), count in counts.items()
    ]


def pairs_of(stories: dict[str, str], everything: int) -> dict[str, Rows]:
    links = story_topics(stories)
    return {
        "topics.story_topics": links,
        "topics.topics": topics(links),
        "cadence.weekly": [{"site": "one", "stories": everything - 1}, {"site": "one", "stories": 1}],
    }


def numbered(*topics_of: tuple[int, str]) -> dict[str, str]:
    """So many stories about these topics, then so many about those …"""
    listed = [topic for count, topic in topics_of for _ in range(count)]
    return {f"s{number:04}": topic for number, topic in enumerate(listed)}


PAIRS = {
    "never one without the other": (
        numbered((3, "t:sea w:wall")),
        30,
        ("tag:sea", "term:en:wall", 3, 1.0, 10.0, 0.0002463, True),
    ),
    # 4 of 100 together, 8 and 10 alone: lift 4 * 100 / (8 * 10), npmi ln 5 / ln 25
    "now and then": (
        numbered((4, "t:a t:b"), (4, "t:a"), (6, "t:b")),
        100,
        ("tag:a", "tag:b", 4, 0.5, 5.0, 0.003047, True),
    ),
    "two stories are chance": (numbered((2, "t:a t:b")), 30, None),
    "as often as chance has it": (numbered((4, "t:a t:b"), (4, "t:a"), (4, "t:b")), 16, None),
    "in every story": (numbered((4, "t:a t:b")), 4, None),
    "four on a site with more than 1,000 stories": (numbered((4, "t:a t:b")), 1001, None),
    "five on a site with more than 1,000 stories": (
        numbered((5, "t:a t:b")),
        1001,
        ("tag:a", "tag:b", 5, 1.0, 200.2, 1.206e-13, True),
    ),
    "a tag and the term of its name": (numbered((5, "t:sea-wall w:wall")), 30, None),
}


@pytest.mark.parametrize(("stories", "everything", "pair"), PAIRS.values(), ids=PAIRS)
def test_pairs(
    run: Run, stories: dict[str, str], everything: int, pair: tuple[str, str, int, float, float, float, bool] | None
) -> None:
    columns = ("topic_a", "topic_b", "stories", "npmi", "lift", "p", "is_signal")
    expected = [{"site": "one"} | dict(zip(columns, pair, strict=True))] if pair else []
    assert run("topics.pairs", pairs_of(stories, everything)) == expected


NO_PAIRS = {
    "a tag and its plural": (numbered((4, "t:soft-fork t:forks")), []),
    "a tag in one word and in two": (numbered((4, "t:softfork w:soft_fork")), []),
    "a spelling with another letter": (numbered((4, "w:organisation t:organization")), []),
    "pieces of one phrase": (numbered((4, "w:consumer_financial w:protection_bureau")), ["financial protection"]),
    "pieces of one phrase, the other way round": (numbered((4, "w:alpha_beta w:zeta_alphabet")), ["alphabet alpha"]),
}


@pytest.mark.parametrize(("stories", "phrases"), NO_PAIRS.values(), ids=NO_PAIRS)
def test_no_pair(run: Run, stories: dict[str, str], phrases: list[str]) -> None:
    given = pairs_of(stories, 30)
    given["staging.terms_vocabulary"] = [
        {"site": "one", "lang": "en", "term": phrase, "words": 2, "stories": 2} for phrase in phrases
    ]
    assert run("topics.pairs", given) == []


PAIRS_ALL_THE_SAME: dict[str, tuple[dict[str, str], dict[str, object]]] = {
    "two numbers of a series": (numbered((4, "t:bip112 t:bip113")), {}),
    "a phrase that is rare beside the pair": (numbered((4, "w:sea w:wall")), {"stories": 1}),
    "a phrase of another site": (numbered((4, "w:sea w:wall")), {"site": "two"}),
}


@pytest.mark.parametrize(("stories", "phrase"), PAIRS_ALL_THE_SAME.values(), ids=PAIRS_ALL_THE_SAME)
def test_a_pair_all_the_same(run: Run, stories: dict[str, str], phrase: dict[str, object]) -> None:
    given = pairs_of(stories, 30)
    sea_wall = {"site": "one", "lang": "en", "term": "sea wall", "words": 2, "stories": 2}
    given["staging.terms_vocabulary"] = [sea_wall | phrase]
    assert [row["stories"] for row in run("topics.pairs", given)] == [4]


def test_topics_of_one_subject_are_no_pair(run: Run) -> None:
    given = pairs_of(numbered((4, "t:sea w:wall")), 30)
    given["topics.topics"] = [row | {"subject_id": "tag:sea"} for row in given["topics.topics"]]
    assert run("topics.pairs", given) == []


def test_shared_stories(run: Run) -> None:
    # Two shared stories, and another site's, are too few. Of 3 + 1 + 2 stories about a or b they share 3.
    links = story_topics(numbered((3, "t:a t:b"), (1, "t:a"), (2, "t:b t:c"))) + story_topics({"x": "t:a t:c"}, "two")
    assert run("topics.shared_stories", {"topics.story_topics": links}) == rows("""
        site | topic_a | topic_b | stories | jaccard
        one  | tag:a   | tag:b   | 3       | 0.5
        """)


def test_pairs_stay_in_their_site(run: Run) -> None:
    links = story_topics(numbered((2, "t:a t:b"), (1, "t:a"))) + story_topics(
        numbered((2, "t:a t:b"), (1, "t:b")), "two"
    )
    given = {
        "topics.story_topics": links,
        "topics.topics": [row | {"stories": 9} for row in topics(links)],
        "cadence.weekly": rows("site | stories\n one | 900\n two | 900"),
    }
    assert run("topics.pairs", given) == []


def bylines(authors: dict[str, str]) -> dict[str, Rows]:
    """core.posts and core.post_authors: a story's authors; a draft of ann's is no story of hers."""
    posts = [{"site": "one", "post_id": story, "story_id": story, "is_live": True} for story in authors]
    return {
        "core.posts": [*posts, {"site": "one", "post_id": "draft", "story_id": "draft", "is_live": False}],
        "core.post_authors": [
            {"site": "one", "post_id": story, "author_id": author}
            for story, names in (authors | {"draft": "ann"}).items()
            for author in names.split()
        ],
    }


def test_by_author(run: Run) -> None:
    # Of 12 stories 6 are ann's and 4 of hers are about chess, 4 of 5 in all. The category is everybody's. The two of
    # bo's about chess are too few, and what he writes less of than others do is not what he is known for.
    stories = numbered((4, "t:chess c:news"), (1, "c:news"), (1, "t:chess c:news"), (3, "c:news"), (3, "t:tide c:news"))
    authors = dict(zip(stories, ["ann"] * 4 + ["ann bo", "bo", "bo", "bo", "bo", "ann cy", "cy", "cy"], strict=True))
    links = story_topics(stories)
    given = {"topics.story_topics": links, "topics.topics": topics(links), **bylines(authors)}
    given["cadence.weekly"] = [{"site": "one", "stories": 12}, {"site": "two", "stories": 99}]
    assert run("topics.by_author", given) == rows("""
        site | author_id | topic_id      | stories | lift | rank
        one  | ann       | category:news | 6       | 1.0  | 1
        one  | ann       | tag:chess     | 4       | 1.6  | 1
        one  | bo        | category:news | 5       | 1.0  | 1
        one  | cy        | category:news | 3       | 1.0  | 1
        one  | cy        | tag:tide      | 3       | 4.0  | 1
        """)


def test_one_author_is_known_for_what_the_site_is_about(run: Run) -> None:
    # Twelve topics as frequent as each other, and one more so; the copy of a story by another author is that story.
    many = " ".join(f"w:t{number:02}" for number in range(12))
    stories = numbered((3, f"w:wall {many}"), (1, "w:wall"))
    links = story_topics(stories)
    given = {"topics.story_topics": links, "topics.topics": topics(links), **bylines(dict.fromkeys(stories, "ann"))}
    given["core.posts"].append({"site": "one", "post_id": "copy", "story_id": "s0000", "is_live": True})
    given["core.post_authors"].append({"site": "one", "post_id": "copy", "author_id": "ann"})
    given["cadence.weekly"] = [{"site": "one", "stories": 4}]
    found = run("topics.by_author", given)
    ranks = {row["topic_id"]: row["rank"] for row in found}
    assert ranks == {"term:en:wall": 1} | {f"term:en:t{number:02}": number + 2 for number in range(9)}
    assert {row["lift"] for row in found} == {1.0}


def test_by_section(run: Run) -> None:
    # A section is what the story's first post says; a story without one is of (none).
    stories = numbered((4, "t:chess c:sport"), (3, "w:tide c:news"), (1, "t:chess w:tide"), (2, "w:tide"))
    sections = dict(zip(stories, ["Sport"] * 4 + ["News"] * 3 + [None] * 3, strict=True))
    links = story_topics(stories)
    given = {
        "topics.story_topics": links,
        "topics.topics": topics(links),
        "core.posts": [
            {"site": "one", "post_id": story, "story_id": story, "section": section, "is_live": True}
            for story, section in sections.items()
        ]
        + [{"site": "one", "post_id": "copy", "story_id": "s0000", "section": "News", "is_live": True}],
    }
    assert run("topics.by_section", given) == rows("""
        site | section | topic_id     | stories | lift | rank
        one  | (none)  | term:en:tide | 3       | 1.67 | 1
        one  | News    | term:en:tide | 3       | 1.67 | 1
        one  | Sport   | tag:chess    | 4       | 2.0  | 1
        """)
