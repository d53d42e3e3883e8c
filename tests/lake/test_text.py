"""What is counted of a text: terms, first words, and the shingles that copies share."""

import unicodedata

import pyarrow as pa
import pytest

from pipeline.lake.text import READS, Text, digests, text

SCHEMA = pa.schema([(name, pa.string()) for name in READS])


def posts_of(*posts: dict[str, str | None]) -> pa.Table:
    nobody: dict[str, str | None] = {"site": "s", "title": ""}
    rows = [nobody | {"post_id": f"p{number}"} | post for number, post in enumerate(posts)]
    return pa.Table.from_pylist(rows, SCHEMA)


def counted(*given: dict[str, str | None]) -> Text:
    posts = posts_of(*given)
    return text([posts], digests(posts))[0]


def terms(body: str, lang: str = "en") -> dict[str, int]:
    return {row["term"]: row["n"] for row in counted({"body": body, "lang": lang}).terms.to_pylist()}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("Sea wall. Sea", {"sea": 2, "sea wall": 1, "wall": 1}, id="no pair crosses a full stop"),
        pytest.param("sea, wall - gull", {"sea": 1, "wall": 1, "gull": 1}, id="nor a comma nor a dash"),
        pytest.param("sea\nwall\n\ngull", {"sea": 1, "sea wall": 1, "wall": 1, "gull": 1}, id="nor a blank line"),
        pytest.param("sea\r\nwall\r\n\r\ngull", {"sea": 1, "sea wall": 1, "wall": 1, "gull": 1}, id="CRLF"),
        pytest.param("Wall of the sea", {"wall": 1, "of": 1, "the": 1, "sea": 1}, id="joining words make no pair"),
        pytest.param("the **sea** _wall_", {"the": 1, "sea": 1, "sea wall": 1, "wall": 1}, id="emphasis"),
        pytest.param("[sea](http://a.b/c) wall", {"sea": 1, "sea wall": 1, "wall": 1}, id="the text of a link"),
        pytest.param("sea <b class='x'>wall</b>", {"sea": 1, "wall": 1}, id="tags are not read"),
        pytest.param("sea\n```\ncode\n```\nwall {% include x.html %} {{ page.y }}", {"sea": 1, "wall": 1}, id="code"),
        pytest.param("sea&nbsp;wall https://wall.example/sea", {"sea": 1, "wall": 1}, id="entities and addresses"),
        pytest.param("the city’s wall", {"the": 1, "city": 1, "city wall": 1, "wall": 1}, id="a form of city"),
        pytest.param("don't O’Hara", {"don't": 1, "don't o'hara": 1, "o'hara": 1}, id="an apostrophe inside a word"),
        pytest.param("COVID-19 2024", {"covid": 1, "19": 1, "19 2024": 1, "2024": 1}, id="digits"),
        # Vowel signs are marks; a class of letters alone would cut every word at them.
        pytest.param("हिन्दी भाषा", {"हिन्दी": 1, "हिन्दी भाषा": 1, "भाषा": 1}, id="Hindi"),
        pytest.param("한국어 신문", {"한국어": 1, "한국어 신문": 1, "신문": 1}, id="Korean has spaces"),
        pytest.param("海の町、港", {"海の": 1, "の町": 1, "港": 1}, id="Japanese by two characters"),
        pytest.param("AI技術 wall", {"ai": 1, "技術": 1, "wall": 1}, id="Latin and Chinese side by side"),
        pytest.param("ก็ไม่", {"ก็ไ": 1, "ไม่": 1}, id="Thai: a mark is no character"),
        pytest.param("", {}, id="empty"),
        pytest.param("!?", {}, id="no word"),
    ],
)
def test_terms(body: str, expected: dict[str, int]) -> None:
    assert terms(body) == expected


def test_composed_and_decomposed_are_one_word() -> None:
    assert terms(unicodedata.normalize("NFD", "Café Übung ガ")) == {"café": 1, "café übung": 1, "übung": 1, "ガ": 1}


def test_french_elides_in_front() -> None:
    # As one word, "l'europe" and "d'europe" would be two topics.
    assert terms("l'Europe d’abord", "fr-FR") == {
        "l": 1, "l europe": 1, "europe": 1, "europe d": 1, "d": 1, "d abord": 1, "abord": 1
    }  # fmt: skip


def test_titles_and_prefixes_are_counted_beside_the_body() -> None:
    made = counted({"title": "Big News: the news", "body": "News."}, {"title": "A prefix of far too many letters: sea"})
    assert sorted(tuple(row.values())[1:] for row in made.terms.to_pylist()) == [
        ("p0", "big", 1, 0, 1, 1),
        ("p0", "big news", 2, 0, 1, 1),
        ("p0", "news", 1, 1, 2, 1),
        ("p0", "the", 1, 0, 1, 0),
        ("p1", "a", 1, 0, 1, 0),
        ("p1", "far", 1, 0, 1, 0),
        ("p1", "far too", 2, 0, 1, 0),
        ("p1", "letters", 1, 0, 1, 0),
        ("p1", "many", 1, 0, 1, 0),
        ("p1", "many letters", 2, 0, 1, 0),
        ("p1", "of", 1, 0, 1, 0),
        ("p1", "prefix", 1, 0, 1, 0),
        ("p1", "sea", 1, 0, 1, 0),
        ("p1", "too", 1, 0, 1, 0),
        ("p1", "too many", 2, 0, 1, 0),
    ]


def test_openings() -> None:
    made = counted({"body": "Let's dive in: " + "word " * 20}, {"body": ""}, {"body": "港の"})
    assert [row["words"] for row in made.openings.to_pylist()] == [
        ["let", "dive", "in", *["word"] * 9],
        [],
        ["港", "の"],
    ]


def test_copies_share_shingles_whatever_stands_around_them() -> None:
    words = [f"w{number}" for number in range(30)]
    made = counted(
        {"body": " ".join(words)},
        {"body": "Lead-in: " + " ".join(words[:20]) + ". More."},
        {"body": "**" + ", ".join(words[:10]).upper() + "**"},
        {"body": "four words are none"},
        {"body": None},
    )
    whole, cut, marked, few, none = (set(row["shingles"]) for row in made.fingerprints.to_pylist())
    assert (len(whole), len(whole & cut), len(whole & marked), few, none) == (26, 16, 6, set(), set())
    assert all(row["shingles"] == sorted(set(row["shingles"])) for row in made.fingerprints.to_pylist())


def test_a_fragment_without_posts() -> None:
    assert [table.num_rows for table in counted()] == [0, 0, 0]


def test_what_was_counted_of_two_posts_is_the_same_for_equal_ones_alone() -> None:
    """Joined without their lengths, a word could move from the title into the body unnoticed."""
    rows = [(None, "ab", "c"), (None, "a", "bc"), (None, "a\0b", "c"), (None, "a", "\0bc"), ("", "ab", "c")]
    posts = [{"site": "s", "post_id": "1", "lang": lang, "title": title, "body": body} for lang, title, body in rows]
    found = [digests(pa.Table.from_pylist([post], SCHEMA))["1"] for post in [*posts, posts[0]]]
    assert (len(set(found)), found[0] == found[-1]) == (5, True)


def test_tables_are_counted_at_once_as_each_is_alone() -> None:
    some = posts_of({"post_id": "z", "body": "The sea wall leaks. " * 9}, {"post_id": "b", "body": "A gull, the sea"})
    nothing, silent = some.slice(0, 0), posts_of({"post_id": "m", "body": "!?"})
    others = posts_of({"post_id": "y", "title": "Gulls"}, {"post_id": "a", "body": "Ice on the harbour, thick ice"})
    bodies = (" ".join(f"w{number * word % 997}" for word in range(900)) for number in range(60))
    rows: list[dict[str, str | None]] = [{"post_id": f"n{number}", "body": body} for number, body in enumerate(bodies)]
    many = posts_of(*rows)
    tables = [some, nothing, silent, others, many.slice(0, 1), many.slice(1), nothing]
    sha256 = {post_id: digest for table in tables for post_id, digest in digests(table).items()}
    made = text(tables, sha256)
    assert made == [text([table], sha256)[0] for table in tables]
    posts = [
        (table.openings.column("post_id").to_pylist(), table.terms.column("post_id").unique().to_pylist())
        for table in made
    ]
    assert posts[:5] == [(["b", "z"],) * 2, ([], []), (["m"], []), (["a", "y"],) * 2, (["n0"],) * 2]
