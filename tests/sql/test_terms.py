"""The key terms of posts: which words may be terms, ten for each."""

import pytest

from tests.support.text_tables import Rows, Run, rows, text_rows, with_text_keys

LIVE = {"site": "one", "is_live": True}
STOP_WORDS = rows("""
    lang | word
    de   | der
    de   | und
    de   | in
    en   | the
    en   | of
    en   | in
    """)


def live(*posts: str, site: str = "one") -> Rows:
    return with_text_keys([LIVE | {"site": site, "post_id": post, "published_on": "2024-03-01"} for post in posts])


def alone(*posts: str, site: str = "one") -> Rows:
    """Each post its own story."""
    return [{"site": site, "post_id": post, "story_id": post} for post in posts]


def vocabulary(stories: int, terms: dict[str, int]) -> dict[str, Rows]:
    """The tables of `stories` posts of English, each a story; each term is in as many as it says."""
    names = [f"p{number:04}" for number in range(stories)]
    return {
        "staging.languages": with_text_keys([{"site": "one", "post_id": name, "terms_lang": "en"} for name in names]),
        "staging.stories": alone(*names),
        "staging.terms_masked": [],
        "seeds.stop_words": STOP_WORDS,
        "lake.terms": text_rows(
            [
                {
                    "site": "one",
                    "post_id": name,
                    "term": term,
                    "words": 1 + term.count(" "),
                    "n": 1,
                    "title_n": 0,
                    "prefix_n": 0,
                }
                for term, count in terms.items()
                for name in names[:count]
            ]
        ),
    }


@pytest.mark.parametrize(
    ("stories", "least", "most"),
    [
        pytest.param(1, 0, 0, id="one post has nothing to differ from"),
        pytest.param(9, 2, 2, id="nine"),
        pytest.param(100, 2, 20, id="a small site"),
        pytest.param(200, 3, 40, id="from 200 on, three"),
        pytest.param(2400, 4, 480, id="0.15 % and 20 %"),
    ],
)
def test_how_often_a_term_must_stand(run: Run, stories: int, least: int, most: int) -> None:
    counts = sorted({count for count in (1, 2, 3, 4, least - 1, least, most, most + 1) if 0 < count <= stories})
    found = run("staging.terms_vocabulary", vocabulary(stories, {f"t{count:04}": count for count in counts}))
    assert [row["stories"] for row in found] == [count for count in counts if least <= count <= most]
    assert {row["all_stories"] for row in found} <= {stories}


def test_which_words_are_terms(run: Run) -> None:
    words = [
        "sea wall",
        "of wall",
        "wall of",
        "in",
        "of",
        "x ray",
        "x",
        "2024",
        "2024 budget",
        "10 20",
        "海岸",
        "don't",
        "ob",
    ]
    found = run("staging.terms_vocabulary", vocabulary(20, dict.fromkeys(words, 3)))
    assert [row["term"] for row in found] == ["2024 budget", "don't", "ob", "sea wall", "海岸"]
    assert [row["words"] for row in found] == [2, 1, 1, 2, 1]


def test_a_story_counts_by_its_first_post_where_the_term_is_not_masked(run: Run) -> None:
    # Copies bring along what a feed adds, and would make it frequent.
    given = vocabulary(20, {"both": 5, "copied": 3, "said": 3})
    for row in given["staging.stories"][1:3]:
        row["story_id"] = "p0000"
    given["staging.terms_masked"] = text_rows(
        rows("""
        site | post_id | term | n | title_n
        one  | p0000   | said | 0 | 1
        one  | p0003   | both | 2 | 0
        """)
    )
    given["lake.terms"] += text_rows(
        rows("site | post_id | term | words | n | title_n\n one | p0010 | both | 1 | 0 | 1")
    )
    assert run("staging.terms_vocabulary", given) == rows("""
        site | lang | term | words | stories | all_stories
        one  | en   | both | 1     | 3       | 18
        """)


def test_a_stop_word_of_one_language_is_a_term_in_another(run: Run) -> None:
    given = vocabulary(40, {"the": 24, "der": 24})
    for number, row in enumerate(given["staging.languages"]):
        row["terms_lang"] = ("de", "en")[number >= 20]
    found = run("staging.terms_vocabulary", given)
    assert [(row["lang"], row["term"], row["stories"]) for row in found] == [("en", "der", 4)]


def test_top(run: Run) -> None:
    # The story has two posts: `quay` stands once in one of them, `wall` in the title of the other; both posts get both.
    words = rows("""
        site | lang | term     | words | stories | all_stories
        one  | en   | quay     | 1     | 2       | 20
        one  | en   | wall     | 1     | 2       | 20
        one  | en   | sea wall | 2     | 2       | 20
        one  | en   | masked   | 1     | 2       | 20
        one  | de   | wall     | 1     | 2       | 20
        """)
    given = {
        "staging.terms_vocabulary": words,
        "staging.stories": rows("site | post_id | story_id\n one | a | a\n one | b | a\n one | c | c"),
        "staging.languages": with_text_keys(
            rows("site | post_id | terms_lang\n one | a | en\n one | b | en\n one | c | de")
        ),
        "staging.terms_masked": text_rows(
            rows("""
            site | post_id | term   | n | title_n
            one  | a       | masked | 2 | 0
            one  | a       | quay   | 1 | 1
            """)
        ),
        "lake.terms": text_rows(
            rows("""
            site | post_id | term     | n | title_n
            one  | a       | masked   | 1 | 0
            one  | a       | quay     | 2 | 1
            one  | b       | wall     | 0 | 1
            one  | b       | sea wall | 0 | 1
            one  | c       | wall     | 1 | 0
            one  | c       | rare     | 1 | 0
            """)
        ),
    }
    assert run("staging.terms_top", given) == rows("""
        site | post_id | term     | lang | score  | rank
        one  | a       | quay     | en   | 0.6153 | 3
        one  | a       | sea wall | en   | 1.8075 | 1
        one  | a       | wall     | en   | 1.3904 | 2
        one  | b       | quay     | en   | 0.6153 | 3
        one  | b       | sea wall | en   | 1.8075 | 1
        one  | b       | wall     | en   | 1.3904 | 2
        one  | c       | wall     | de   | 1.0518 | 1
        """)


def test_ten_are_kept_and_ties_go_by_the_term(run: Run) -> None:
    names = [f"t{number:02}" for number in range(12)]
    given = {
        "staging.terms_vocabulary": [
            {"site": "one", "lang": "en", "term": name, "words": 1, "stories": 2, "all_stories": 20} for name in names
        ],
        "staging.stories": alone("a"),
        "staging.languages": with_text_keys([{"site": "one", "post_id": "a", "terms_lang": "en"}]),
        "staging.terms_masked": [],
        "lake.terms": text_rows(
            [{"site": "one", "post_id": "a", "term": name, "n": 1, "title_n": 0} for name in reversed(names)]
        ),
    }
    found = run("staging.terms_top", given)
    assert [(row["term"], row["rank"]) for row in found] == list(zip(names[:10], range(1, 11), strict=True))
