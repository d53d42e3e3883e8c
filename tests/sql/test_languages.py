"""The language of each post, the works that translations make, and what is not translated yet."""

import pytest

from tests.support.text_tables import Rows, Run, rows, text_rows, with_text_keys

STOP_WORDS = rows("""
    lang | word
    de   | der
    de   | und
    de   | in
    en   | the
    en   | of
    en   | in
    """)


def lake(posts: str, terms: str = "", openings: dict[str, str] | None = None) -> dict[str, Rows]:
    """The lake's tables for live posts of 10 words, with how often their texts use a word and their first words."""
    named = [{"site": "one", "words": 10, "path": f"{row['post_id']}.md"} | row for row in rows(posts)]
    words = rows(f"post_id | term | n\n{terms}") if terms else []
    return {
        "staging.posts": with_text_keys(
            [
                *({"site": row["site"], "post_id": row["post_id"], "is_live": True} for row in named),
                {"site": "one", "post_id": "draft", "is_live": False},
            ]
        ),
        "lake.posts": [*named, {"site": "one", "post_id": "draft", "path": "draft.md", "lang": "fr"}],
        "lake.terms": text_rows([{"site": "one", "words": 1, "title_n": 0} | row for row in words]),
        "lake.openings": text_rows(
            [{"site": "one", "post_id": post, "words": text.split()} for post, text in (openings or {}).items()]
        ),
        "seeds.stop_words": STOP_WORDS,
    }


LANGUAGES = {
    "as the post or the defaults say, also in another spelling": (
        lake("post_id | lang | lang_source\n a | en-GB | front_matter\n b | zh_Hant | defaults\n c | DE | defaults"),
        {"a": ("en-GB", "front_matter", "en"), "b": ("zh_Hant", "defaults", "zh"), "c": ("DE", "defaults", "de")},
    ),
    "the stop words of the text, post by post": (
        lake("post_id\n a\n b", "a | the | 5\n a | of | 1\n b | der | 2"),
        {"a": ("en", "text", "en"), "b": ("de", "text", "de")},
    ),
    "a word of two languages decides nothing": (
        lake("post_id\n a", "a | in | 5\n a | the | 1"),
        {"a": ("en", "text", "en")},
    ),
    "an opening that is clear needs no other words": (
        lake("post_id\n a", "a | the | 90", {"a": "der und der"}),
        {"a": ("de", "text", "de")},
    ),
    "an opening in two languages does": (
        lake("post_id\n a", "a | the | 9", {"a": "der und the of"}),
        {"a": ("en", "text", "en")},
    ),
    "one stop word is too few, so it is read as most posts are": (
        lake("post_id\n a\n b\n c", "a | the | 1\n b | der | 2\n c | der | 2"),
        {"a": ("und", "text", "de"), "b": ("de", "text", "de"), "c": ("de", "text", "de")},
    ),
    "less than a tenth of the words is a quotation": (
        lake("post_id | words\n a | 100", "a | the | 9"),
        {"a": ("und", "text", "und")},
    ),
    "nothing to tell anywhere": (lake("post_id\n a"), {"a": ("und", "text", "und")}),
    "scripts": (
        lake(
            "post_id\n ja\n zh\n ko\n th\n el\n he",
            "ja | 開示 | 5\n ja | ポリシー | 3\n ja | から | 1\n zh | 维护 | 4\n ko | 신문 | 4\n th | โรงเรียน | 4\n el | λόγος | 4\n he | ספר | 4",
        ),
        {name: (name, "text", name) for name in ("ja", "zh", "ko", "th", "el", "he")},
    ),
    "an English post that quotes Japanese": (
        lake("post_id | words\n a | 40", "a | の | 3\n a | the | 9\n a | of | 6"),
        {"a": ("en", "text", "en")},
    ),
    "a folder with the name of a language, unless the texts in it say otherwise": (
        lake(
            "post_id | path\n a | de/_posts/a.md\n b | de/_posts/b.md\n c | it/_posts/c.md\n d | it/_posts/d.md\n e | x/_posts/ja/e.md",
            "b | der | 2\n c | the | 2",
        ),
        {
            "a": ("de", "path", "de"),
            "b": ("de", "path", "de"),
            "c": ("en", "text", "en"),
            "d": ("und", "text", "de"),
            "e": ("ja", "path", "ja"),
        },
    ),
    "a folder with the name of a language and a country": (
        lake("post_id | path\n a | _posts/zh_CN/a.md\n b | _posts/english/b.md", "b | the | 2"),
        {"a": ("zh_CN", "path", "zh"), "b": ("en", "text", "en")},
    ),
}


@pytest.mark.parametrize(("given", "expected"), LANGUAGES.values(), ids=LANGUAGES)
def test_languages(run: Run, given: dict[str, Rows], expected: dict[str, tuple[str, str, str]]) -> None:
    found = run("staging.languages", given)
    assert {row["post_id"]: (row["lang"], row["lang_source"], row["terms_lang"]) for row in found} == expected


def stories(table: str) -> dict[str, Rows]:
    """The tables that works read; a post is a story of its own unless it names another."""
    posts = [{"site": "one", "story_id": row["post_id"], "lang": "en"} | row for row in rows(table)]
    dated = [row | {"published_at": f"2024-03-{n:02} 00:00:00+00"} for n, row in enumerate(posts, 1)]
    keys = ("site", "post_id", "path")
    return {
        "staging.texts": [{name: row[name] for name in (*keys, "published_at")} for row in dated],
        "staging.stories": [{name: row[name] for name in ("site", "post_id", "story_id")} for row in posts],
        "staging.languages": [{name: row[name] for name in ("site", "post_id", "lang")} for row in posts],
        "staging.posts": [{"site": row["site"], "post_id": row["post_id"], "is_live": True} for row in posts],
        "lake.posts": [{name: row[name] for name in (*keys, "translation_key") if name in row} for row in posts],
    }


WORKS = {
    "one key": (
        "post_id | path | lang | translation_key\n a | 1.md | en | k\n b | 2.md | fr | k\n c | 3.md | fr | l",
        {"a": "a", "b": "a", "c": "c"},
    ),
    "one file name in folders of several languages": (
        "post_id | path | lang\n a | _posts/en/x.md | en\n b | ja/_posts/en/x.md | ja\n c | _posts/ja/x.md | ja\n d | _posts/ja/y.md | ja",
        {"a": "a", "b": "b", "c": "a", "d": "d"},
    ),
    "a language without a folder, and one in the file's name": (
        "post_id | path | lang\n a | _posts/x.md | en\n b | _posts/zh-cn/x.md | zh_CN\n c | _posts/x.fr.md | fr",
        {"a": "a", "b": "a", "c": "a"},
    ),
    "two stories of one language have a key that means something else": (
        "post_id | path | lang | translation_key\n a | 1.md | en | k\n b | 2.md | en | k\n c | 3.md | fr | k",
        {"a": "a", "b": "b", "c": "c"},
    ),
    "two posts of one story are one": (
        "post_id | path | lang | translation_key | story_id\n a | 1.md | en | k | a\n b | 2.md | en | k | a\n c | 3.md | fr | k | c",
        {"a": "a", "c": "a"},
    ),
    "keys that join nothing leave it to the paths": (
        "post_id | path | lang | translation_key\n a | en/x.md | en | k\n b | fr/x.md | fr | l",
        {"a": "a", "b": "a"},
    ),
    "where keys join, another key is another work": (
        "post_id | path | lang | translation_key\n a | en/x.md | en | k\n b | fr/x.md | fr | l\n c | fr/z.md | fr | k",
        {"a": "a", "b": "b", "c": "a"},
    ),
    "a story of two posts joins what each is a translation of": (
        "post_id | path | lang | translation_key | story_id\n a | 1.md | fr | k | a\n b | 2.md | en | k | b\n c | 3.md | en | l | b\n d | 4.md | ja | l | d",
        {"a": "a", "b": "a", "d": "a"},
    ),
    "one language": ("post_id | path | lang\n a | x.md | en\n b | y.md | en", {"a": "a", "b": "b"}),
}


@pytest.mark.parametrize(("table", "expected"), WORKS.values(), ids=WORKS)
def test_works(run: Run, table: str, expected: dict[str, str]) -> None:
    found = run("staging.works", stories(table))
    assert {row["story_id"]: row["work_id"] for row in found} == expected


def test_works_have_the_languages_of_their_stories(run: Run) -> None:
    given = {
        "core.stories": rows("""
            site | story_id | work_id | headline | lang | posts | first_published_at     | first_published_on
            one  | a        | a       | A        | en   | 2     | 2024-03-01 08:00:00+00 | 2024-03-01
            one  | b        | a       | B        | fr   | 1     | 2024-03-02 08:00:00+00 | 2024-03-02
            one  | c        | c       | C        | en   | 1     | 2024-03-03 08:00:00+00 | 2024-03-03
            """)
    }
    assert run("core.works", given) == rows("""
        work_id | site | headline | languages    | stories | posts | first_published_at     | first_published_on
        a       | one  | A        | ["en", "fr"] | 2       | 3     | 2024-03-01 08:00:00+00 | 2024-03-01
        c       | one  | C        | ["en"]       | 1       | 1     | 2024-03-03 08:00:00+00 | 2024-03-03
        """)


def test_what_is_not_translated_yet(run: Run) -> None:
    # Spanish has one work, which makes no language of the site; nor does what cannot be told.
    given = {
        "core.works": rows("""
            site | work_id | headline | languages          | first_published_on
            one  | a       | A        | ["en", "fr"]       | 2024-03-01
            one  | b       | B        | ["en"]             | 2024-03-02
            one  | c       | C        | ["fr"]             | 2024-03-03
            one  | d       | D        | ["es", "fr"]       | 2024-03-04
            one  | e       | E        | ["und"]            | 2024-03-05
            one  | f       | F        | ["en", "und"]      | 2024-03-06
            two  | a       | A        | ["en"]             | 2024-03-01
            two  | b       | B        | ["en"]             | 2024-03-01
            """)
    }
    assert [(row["lang"], row["work_id"]) for row in run("quality.missing_translations", given)] == [
        ("en", "c"),
        ("en", "d"),
        ("en", "e"),
        ("fr", "b"),
        ("fr", "e"),
        ("fr", "f"),
    ]
