"""What is counted of a text: terms, first words, and the shingles that copies share."""

import shutil
import unicodedata
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.lake import text_stats, unspaced
from pipeline.lake.text_stats import TABLES, TextStats, count_texts
from pipeline.posts.schema import POSTS

SCHEMA = pa.schema([POSTS.field(name) for name in ("text_key", "lang", "title", "body")])


def make_posts(*posts: dict[str, str | None]) -> pa.Table:
    rows = [{"title": "", "text_key": number} | post for number, post in enumerate(posts)]
    return pa.Table.from_pylist(rows, SCHEMA)


def count_posts(*given: dict[str, str | None]) -> TextStats:
    return count_texts(make_posts(*given))


@pytest.fixture(params=["runs", "icu"])
def splitter(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What finds the words of texts without spaces: ICU, if the extra [cjk] is installed, or runs of one script."""
    if request.param == "icu":
        pytest.importorskip("icu4py")
    monkeypatch.setattr(unspaced, "_has_icu", lambda: request.param == "icu")
    return request.param


def count_terms(body: str, lang: str = "en") -> dict[str, int]:
    return {row["term"]: row["n"] for row in count_posts({"body": body, "lang": lang}).terms.to_pylist()}


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
        pytest.param("AI技術 wall", {"ai": 1, "技術": 1, "wall": 1}, id="Latin and Chinese side by side"),
        pytest.param("", {}, id="empty"),
        pytest.param("!?", {}, id="no word"),
    ],
)
def test_terms_are_words_and_pairs_of_words(body: str, expected: dict[str, int]) -> None:
    assert count_terms(body) == expected


@pytest.mark.parametrize(
    ("body", "runs", "icu"),
    [
        pytest.param(
            "海の町、港にあるディスク容量の枯渇",
            {"海": 1, "町": 1, "港": 1, "ディスク": 1, "容量": 1, "枯渇": 1},
            {"海": 1, "の": 2, "町": 1, "港": 1, "に": 1, "ある": 1, "ディスク": 1, "容量": 1, "枯渇": 1},
            id="Japanese",
        ),
        pytest.param("见证，进行升级", {"见证": 1, "进行": 1, "行升": 1, "升级": 1}, {"见证": 1, "进行": 1, "升级": 1}, id="Chinese"),
        pytest.param("ก็ไม่ได้", {"ก็ไ": 1, "ไม่": 1, "ม่ไ": 1, "ได้": 1}, {"ก็": 1, "ไม่": 1, "ได้": 1}, id="Thai"),
    ],
)  # fmt: skip
def test_words_without_spaces(body: str, runs: dict[str, int], icu: dict[str, int], splitter: str) -> None:
    assert count_terms(body) == {"runs": runs, "icu": icu}[splitter]


def test_kana_in_the_title_makes_a_post_japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unspaced, "_has_icu", lambda: False)
    terms = count_posts({"title": "脆弱性のこと", "body": "容量枯渇"}).terms.to_pylist()
    assert {(row["term"], row["n"], row["title_n"]) for row in terms} == {("脆弱性", 0, 1), ("容量枯渇", 1, 0)}


def test_what_splits_words_is_a_part_of_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = set()
    for name in ("runs", "icu4py 1.2.0", "icu4py 1.3.0"):
        monkeypatch.setattr(unspaced, "splitter_version", lambda name=name: name)
        versions.add(text_stats.text_version())
    assert len(versions) == 3


def test_shingles_do_not_depend_on_what_splits_words(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for has_icu in (False, True):
        monkeypatch.setattr(unspaced, "_has_icu", lambda has_icu=has_icu: has_icu)
        if has_icu:
            pytest.importorskip("icu4py")
        made.append(count_posts({"body": "なりすまし自己接続によるディスク容量の枯渇について開示する。"}).fingerprints)
    assert made[0] == made[1] and len(made[0].column("shingles")[0]) == 7


def test_code_has_shingles_and_no_terms() -> None:
    news = [f"fixed in {number} by patch {number}" for number in (1, 2)]
    forms = ("```\n{}\n```", "~~~ sh\n{}\n~~~", "<pre>{}</pre>", "{{% highlight sh %}}{}{{% endhighlight %}}")
    for form in forms:
        bodies = [f"The affected versions:\n\n{form.format(text)}\n\nUpdate now." for text in news]
        made = count_posts({"body": bodies[0]}, {"body": bodies[1]})
        one, two = (set(row["shingles"]) for row in made.fingerprints.to_pylist())
        assert one - two and two - one, form
        assert "patch" not in {row["term"] for row in made.terms.to_pylist()}, form


def test_composed_and_decomposed_are_one_word() -> None:
    assert count_terms(unicodedata.normalize("NFD", "Café Übung ガ")) == {
        "café": 1,
        "café übung": 1,
        "übung": 1,
        "ガ": 1,
    }


def test_french_elides_in_front() -> None:
    # As one word, "l'europe" and "d'europe" would be two topics.
    assert count_terms("l'Europe d’abord", "fr-FR") == {
        "l": 1, "l europe": 1, "europe": 1, "europe d": 1, "d": 1, "d abord": 1, "abord": 1
    }  # fmt: skip


def test_titles_and_prefixes_are_counted_beside_the_body() -> None:
    made = count_posts(
        {"title": "Big News: the news", "body": "News."}, {"title": "A prefix of far too many letters: sea"}
    )
    assert sorted(tuple(row.values()) for row in made.terms.to_pylist()) == [
        (0, "big", 1, 0, 1, 1),
        (0, "big news", 2, 0, 1, 1),
        (0, "news", 1, 1, 2, 1),
        (0, "the", 1, 0, 1, 0),
        (1, "a", 1, 0, 1, 0),
        (1, "far", 1, 0, 1, 0),
        (1, "far too", 2, 0, 1, 0),
        (1, "letters", 1, 0, 1, 0),
        (1, "many", 1, 0, 1, 0),
        (1, "many letters", 2, 0, 1, 0),
        (1, "of", 1, 0, 1, 0),
        (1, "prefix", 1, 0, 1, 0),
        (1, "sea", 1, 0, 1, 0),
        (1, "too", 1, 0, 1, 0),
        (1, "too many", 2, 0, 1, 0),
    ]


def test_openings_are_the_first_twelve_words() -> None:
    made = count_posts({"body": "Let's dive in: " + "word " * 20}, {"body": ""}, {"body": "港の"})
    assert [row["words"] for row in made.openings.to_pylist()] == [
        ["let", "dive", "in", *["word"] * 9],
        [],
        ["港", "の"],
    ]


def test_copies_share_shingles_whatever_stands_around_them() -> None:
    words = [f"w{number}" for number in range(30)]
    made = count_posts(
        {"body": " ".join(words)},
        {"body": "Lead-in: " + " ".join(words[:20]) + ". More."},
        {"body": "**" + ", ".join(words[:10]).upper() + "**"},
        {"body": "four words are none"},
        {"body": None},
    )
    whole, cut, marked, few, none = (set(row["shingles"]) for row in made.fingerprints.to_pylist())
    assert (len(whole), len(whole & cut), len(whole & marked), few, none) == (26, 16, 6, set(), set())
    assert all(row["shingles"] == sorted(set(row["shingles"])) for row in made.fingerprints.to_pylist())


def test_no_posts_have_no_statistics() -> None:
    assert [table.num_rows for table in count_posts()] == [0, 0, 0]


def test_posts_are_counted_at_once_as_each_is_alone_and_in_their_order() -> None:
    said = ["The sea wall leaks. " * 9, "A gull, the sea", "!?", "Ice on the harbour, thick ice"]
    said += [" ".join(f"w{number * word % 997}" for word in range(900)) for number in range(60)]
    given: list[dict[str, str | None]] = [{"body": body} for body in said]
    posts = make_posts(*given)
    made = count_texts(posts)
    alone = [count_texts(posts.slice(number, 1)) for number in range(posts.num_rows)]
    assert made == TextStats(*(pa.concat_tables(tables).combine_chunks() for tables in zip(*alone, strict=True)))
    assert [table.schema for table in made] == list(TABLES.values())
    assert made.openings.column("text_key").to_pylist() == list(range(posts.num_rows))


def test_an_edit_of_any_query_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = text_stats.text_version()
    queries = shutil.copytree(text_stats._QUERIES, tmp_path / "queries")
    monkeypatch.setattr(text_stats, "_QUERIES", queries)
    assert text_stats.text_version() == before, "the same queries elsewhere"
    assert sorted(path.name for path in queries.iterdir()) == ["terms.sql", "texts.sql", "words.sql"]
    for path in queries.iterdir():
        sql = path.read_text(encoding="utf-8")
        path.write_text(sql + "-- edited\n", encoding="utf-8")
        assert text_stats.text_version() != before, path.name
        path.write_text(sql, encoding="utf-8")
