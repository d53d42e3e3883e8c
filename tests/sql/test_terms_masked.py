"""What key terms leave out: prefixes of titles, and phrases that open posts whatever they are about."""

import pytest

from tests.support.text_tables import Rows, Run, rows, text_rows, with_text_keys

LIVE = {"site": "one", "is_live": True}


def alone(*posts: str) -> Rows:
    """Each post its own story."""
    return [{"site": "one", "post_id": post, "story_id": post} for post in posts]


def opened(words: str, posts: int, days: int = 99, first: int = 0) -> tuple[Rows, Rows]:
    """Posts that begin with these words, as staging.posts and lake.openings."""
    names = [f"p{number:03}" for number in range(first, first + posts)]
    made = [
        LIVE | {"post_id": name, "published_on": f"2024-{number % days // 28 + 1:02}-{number % days % 28 + 1:02}"}
        for number, name in enumerate(names, first)
    ]
    return with_text_keys(made), text_rows([{"site": "one", "post_id": name, "words": words.split()} for name in names])


OPENINGS = {
    "a phrase of ten posts": ([("it is said that", 10)], {"is said that": 2, "it is said": 1}),
    "not of nine": ([("it is said", 9)], {}),
    "not on nine days": ([("it is said", 10, 9)], {}),
    "not of fewer than one post in 200": ([("it is said", 10), ("", 1991)], {}),
    "one in 200 is enough": ([("it is said", 10), ("", 1990)], {"it is said": 1}),
    "a subject moves about": ([("sea wall collapse", 7), ("the sea wall collapse", 3)], {}),
    "four in five at one place": ([("it is said", 8), ("but it is said", 2)], {"it is said": 1}),
    "of two places alike, it has none": ([("a b c", 6), ("x a b c", 6)], {}),
}


@pytest.mark.parametrize(("posts", "expected"), OPENINGS.values(), ids=OPENINGS)
def test_openings(run: Run, posts: list[tuple[str, int]], expected: dict[str, int]) -> None:
    made: Rows = []
    openings: Rows = []
    for batch in posts:
        more = opened(*batch, first=len(made)) if len(batch) == 3 else opened(batch[0], batch[1], first=len(made))
        made, openings = made + more[0], openings + more[1]
    given = {
        "staging.posts": made,
        "lake.openings": openings,
        "staging.stories": alone(*(post["post_id"] for post in made)),
    }
    assert {row["phrase"]: row["place"] for row in run("staging.terms_openings", given)} == expected


def test_openings_are_counted(run: Run) -> None:
    # Copies count as posts, for each may have been given its own opening; drafts do not.
    posts, openings = opened("it is said", 12, 11)
    posts[0]["is_live"] = False
    stories = alone(*(post["post_id"] for post in posts))
    stories[2]["story_id"] = "p001"
    given = {"staging.posts": posts, "lake.openings": openings, "staging.stories": stories}
    assert run("staging.terms_openings", given) == rows("""
        site | phrase     | place | posts | stories | dates | share
        one  | it is said | 1     | 11    | 10      | 11    | 1.0
        """)


def test_masked(run: Run) -> None:
    # Only what stands in the phrase is masked, and a pair of words, once at each place, with either of them; `council` of another title stays.
    # What a post said before (`gone`) is still in the lake, and masks nothing.
    openings: Rows = [
        {"site": "one", "post_id": "a", "words": ["it", "is", "said", "that", "the", "council", "has"]},
        {"site": "one", "post_id": "b", "words": ["the", "council", "has", "it", "is"]},
        {"site": "one", "post_id": "c", "words": ["x", "it", "is", "said", "it", "is", "said"]},
    ]
    posts = with_text_keys([LIVE | {"post_id": post_id} for post_id in "abc"])
    gone: Rows = [{"site": "one", "post_id": "gone", "words": ["it", "is", "said"]}]
    given = {
        "staging.posts": posts,
        "staging.terms_openings": rows("site | phrase\n one | it is said\n one | is said that\n two | the council has"),
        "lake.openings": text_rows(openings + gone),
        "staging.titles": rows("site | post_id | prefix\n one | a | Council\n one | b |"),
        "lake.terms": text_rows(
            rows("""
            site | post_id | term    | words | n | title_n | prefix_n
            one  | a       | council | 1     | 4 | 2       | 1
            one  | a       | wall    | 1     | 1 | 1       | 0
            one  | b       | council | 1     | 4 | 2       | 1
            """)
        ),
    }
    named = {row["text_key"]: row["post_id"] for row in posts}
    masked = [{"post_id": named[row.pop("text_key")]} | row for row in run("staging.terms_masked", given)]
    assert sorted(masked, key=lambda row: (row["post_id"], row["term"])) == rows("""
        site | post_id | term     | n | title_n
        one  | a       | council  | 0 | 1
        one  | a       | is       | 1 | 0
        one  | a       | is said  | 1 | 0
        one  | a       | it       | 1 | 0
        one  | a       | it is    | 1 | 0
        one  | a       | said     | 1 | 0
        one  | a       | said that | 1 | 0
        one  | a       | that     | 1 | 0
        one  | a       | that the | 1 | 0
        one  | c       | is       | 2 | 0
        one  | c       | is said  | 2 | 0
        one  | c       | it       | 2 | 0
        one  | c       | it is    | 2 | 0
        one  | c       | said     | 2 | 0
        one  | c       | said it  | 1 | 0
        one  | c       | x it     | 1 | 0
        """)


def test_masked_phrases(run: Run) -> None:
    given = {
        "staging.terms_openings": rows(
            "site | phrase | posts | stories | dates | share\n one | it is said | 10 | 9 | 8 | 0.5"
        ),
        "staging.titles": rows(
            "site | post_id | prefix\n one | a | Breaking\n one | b | BREAKING\n one | c |\n one | d | Update"
        ),
        "core.posts": rows("""
            site | post_id | story_id | published_on | is_live
            one  | a       | a        | 2024-03-01   | true
            one  | b       | a        | 2024-03-01   | true
            one  | c       | c        | 2024-03-02   | true
            one  | d       | d        | 2024-03-02   | false
            """),
    }
    assert run("quality.masked_phrases", given) == rows("""
        site | place   | phrase     | posts | stories | dates | share
        one  | opening | it is said | 10    | 9       | 8     | 0.5
        one  | title   | breaking   | 2     | 1       | 1     | 0.6667
        """)
