"""A seed is edited by hand, so what is wrong with it is said with its line."""

from pathlib import Path

import pytest

from pipeline.errors import ModelError
from pipeline.project import SQL
from pipeline.warehouse.seeds import SEEDS, load_seed, refuse_unknown_seeds


def test_rows_are_read_trimmed(tmp_path: Path) -> None:
    (tmp_path / "tag_synonyms.csv").write_text(
        'alias,canonical\n\nml, machine-learning\n"a,b",c\n', encoding="utf-8-sig"
    )
    assert load_seed(tmp_path, "tag_synonyms").to_pylist() == [
        {"alias": "ml", "canonical": "machine-learning"},
        {"alias": "a,b", "canonical": "c"},
    ]


def test_authors_have_ids_of_any_form(tmp_path: Path) -> None:
    (tmp_path / "author_aliases.csv").write_text("alias,canonical\nJ. Doe,JD\n")
    assert load_seed(tmp_path, "author_aliases").to_pylist() == [{"alias": "J. Doe", "canonical": "JD"}]


def test_stop_words_of_several_languages(tmp_path: Path) -> None:
    # `die` is an article in German and a verb in English; an apostrophe inside a word belongs to it.
    (tmp_path / "stop_words.csv").write_text("lang,word\nde,die\nde,ob\nen,don't\n", encoding="utf-8")
    assert load_seed(tmp_path, "stop_words").to_pylist() == [
        {"lang": "de", "word": "die"},
        {"lang": "de", "word": "ob"},
        {"lang": "en", "word": "don't"},
    ]


def test_the_seeds_of_the_project_are_in_order() -> None:
    for name in SEEDS:
        assert load_seed(SQL / "seeds", name).column_names == list(SEEDS[name])
    words = load_seed(SQL / "seeds", "stop_words").to_pylist()
    assert words == sorted(words, key=lambda row: (row["lang"], row["word"]))
    # Longer lists hold these, and a site about them would lose its topics.
    assert {row["word"] for row in words}.isdisjoint(["computer", "system", "microsoft", "research", "world", "home"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("from,to\na,b\n", "the first line must be alias,canonical", id="header"),
        pytest.param("alias,canonical\na,b\nc\n", "line 3: 'c' needs 2 values", id="too few"),
        pytest.param('alias,canonical\n"a\nb",c\nd\n', "line 4: 'd' needs 2 values", id="after one of two lines"),
        pytest.param("alias,canonical\na,\n", "line 2: 'a,' needs 2 values", id="empty"),
        pytest.param(
            "alias,canonical\na,b\na,c\n",
            "line 3: a stands in line 2 already; an alias means one thing",
            id="alias of two",
        ),
        pytest.param("alias,canonical\na,b\nb,c\n", "line 2: a means b, which line 3 calls an alias", id="chain"),
        pytest.param("alias,canonical\na,b\nb,a\n", "line 2: a means b, which line 3 calls an alias", id="circle"),
        pytest.param("alias,canonical\na,a\n", "line 2: a means a, which line 2 calls an alias", id="itself"),
        pytest.param(
            "alias,canonical\nml,Machine Learning\n",
            "line 2: Machine Learning is no tag_id, as core.tags has them; machine-learning may be one",
            id="label for an id",
        ),
        pytest.param("alias,canonical\nAI,ki\n", "line 2: AI is no tag_id", id="alias with capitals"),
        pytest.param("alias,canonical\nsea_wall,wall\n", "sea-wall may be one", id="spelled otherwise"),
        pytest.param("alias,canonical\n#news,wall\n", "; news may be one", id="a hash"),
        pytest.param("alias,canonical\na,--\n", "-- is no tag_id, as core.tags has them", id="no tag at all"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "tag_synonyms.csv").write_text(text)
    with pytest.raises(ModelError) as raised:
        load_seed(tmp_path, "tag_synonyms")
    assert str(raised.value).startswith("sql/seeds/tag_synonyms.csv")
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("lang,word\nen\n", "line 2: 'en' needs 2 values", id="too few"),
        pytest.param("lang,word\nen,the\nen,a\nen,the\n", "line 4: the stands in line 2 already", id="twice"),
        pytest.param("lang,word\nen,The\n", "line 2: The is not one word in lower case", id="upper case"),
        pytest.param("lang,word\nfr,e\u0301te\u0301\n", "line 2: e\u0301te\u0301 is not one word", id="decomposed"),
        pytest.param("lang,word\nen,as well\n", "line 2: as well is not one word in lower case", id="two words"),
        pytest.param(
            "lang,word\nen,don’t\n", "line 2: don’t is not one word in lower case", id="not the lake's apostrophe"
        ),
        pytest.param("lang,word\nEN,the\n", "line 2: EN is no language such as en", id="language"),
    ],
)
def test_stop_words_that_are_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "stop_words.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError) as raised:
        load_seed(tmp_path, "stop_words")
    assert str(raised.value).startswith(f"sql/seeds/stop_words.csv, {message}")


def test_a_seed_of_a_project_takes_the_place_of_one_of_ours(tmp_path: Path) -> None:
    (tmp_path / "tag_synonyms.csv").touch()
    (tmp_path / ".~lock.csv").touch()
    assert refuse_unknown_seeds(tmp_path) == tmp_path
    (tmp_path / "tag_synonym.csv").touch()
    with pytest.raises(ModelError, match=r"tag_synonym.csv takes the place of no seed; did you mean tag_synonyms\?"):
        refuse_unknown_seeds(tmp_path)


@pytest.mark.parametrize("content", [None, b"alias,canonical\na,\xff\n", b"alias,canonical\na," + b"b" * 200_000])
def test_seeds_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    if content:
        (tmp_path / "tag_synonyms.csv").write_bytes(content)
    with pytest.raises(ModelError, match=r"sql/seeds/tag_synonyms.csv cannot be read: "):
        load_seed(tmp_path, "tag_synonyms")


def test_a_seed_as_a_spreadsheet_on_windows_saves_it(tmp_path: Path) -> None:
    (tmp_path / "tag_synonyms.csv").write_bytes(
        b"\xef\xbb\xbfalias,canonical\r\nx';drop/**/table/**/core.posts;select',y\r\n"
    )
    assert load_seed(tmp_path, "tag_synonyms").to_pylist() == [
        {"alias": "x';drop/**/table/**/core.posts;select'", "canonical": "y"}
    ]


def test_overrides_name_one_other_post(tmp_path: Path) -> None:
    (tmp_path / "story_overrides.csv").write_text("site,path,same_as,apart_from\none,a.md,b.md,\none,c.md,,a.md\n")
    assert load_seed(tmp_path, "story_overrides").to_pylist() == [
        {"site": "one", "path": "a.md", "same_as": "b.md", "apart_from": ""},
        {"site": "one", "path": "c.md", "same_as": "", "apart_from": "a.md"},
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param("one,a.md,b.md", "line 2: 'one,a.md,b.md' needs 4 values", id="too few"),
        pytest.param(",a.md,b.md,", "line 2: ',a.md,b.md,' needs 4 values", id="no site"),
        pytest.param("one,a.md,,", "line 2: a.md needs the path of another post, either", id="no other post"),
        pytest.param("one,a.md,b.md,c.md", "line 2: a.md needs the path of another post, either", id="two of them"),
        pytest.param("one,a.md,a.md,", "line 2: a.md names itself", id="itself"),
        pytest.param(
            "one,a.md,b.md,\none,b.md,,a.md",
            "line 3: b.md and a.md tell one story in line 2",
            id="joined and separated",
        ),
        pytest.param(
            "one,a.md,,b.md\none,a.md,b.md,",
            "line 3: a.md and b.md tell two stories in line 2",
            id="separated and joined",
        ),
    ],
)
def test_overrides_that_are_refused(tmp_path: Path, lines: str, message: str) -> None:
    (tmp_path / "story_overrides.csv").write_text(f"site,path,same_as,apart_from\n{lines}\n")
    with pytest.raises(ModelError) as raised:
        load_seed(tmp_path, "story_overrides")
    assert str(raised.value).startswith(f"sql/seeds/story_overrides.csv, {message}")


def test_targets_are_read_as_text(tmp_path: Path) -> None:
    (tmp_path / "targets.csv").write_text("site,period,stories\nnews,2026-06,12\nblog,2026-06,0\n")
    assert load_seed(tmp_path, "targets").to_pylist() == [
        {"site": "news", "period": "2026-06", "stories": "12"},
        {"site": "blog", "period": "2026-06", "stories": "0"},
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("news,2026-6,12", "line 2: 2026-6 is not a month such as 2026-06"),
        ("news,2026-13,12", "line 2: 2026-13 is not a month such as 2026-06"),
        ("news,2026,12", "line 2: 2026 is not a month such as 2026-06"),
        ("news,2026-06,a dozen", "line 2: a dozen is not a number of stories such as 12"),
        ("news,2026-06,-1", "line 2: -1 is not a number of stories such as 12"),
        ("news,2026-06,12.5", "line 2: 12.5 is not a number of stories such as 12"),
        ("news,2026-06,٣", "line 2: ٣ is not a number of stories such as 12"),
        ("news,2026-06,12\nblog,2026-06,1\nnews,2026-06,13", "line 4: 2026-06 of news is planned in line 2 already"),
        ("news,2026-06,", "line 2: 'news,2026-06,' needs 3 values"),
    ],
)
def test_targets_that_are_refused(tmp_path: Path, rows: str, message: str) -> None:
    (tmp_path / "targets.csv").write_text(f"site,period,stories\n{rows}\n", encoding="utf-8")
    with pytest.raises(ModelError) as raised:
        load_seed(tmp_path, "targets")
    assert str(raised.value).startswith(f"sql/seeds/targets.csv, {message}")
