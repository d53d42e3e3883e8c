"""Which spellings are one term, and which terms a post has."""

from unicodedata import normalize

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.posts.problems import problem
from pipeline.posts.schema import TERM_REF
from pipeline.posts.tags import TermRef, category_refs, tag_refs, term_id
from pipeline.scalars import Plain, Value

ONE_TERM = {
    "open-source": ["Open Source", "open-source", "open_source", " OPEN  SOURCE ", "#open-source", "open\u2010source"],
    "café": ["Café", "café", "cafe\u0301", "CAFE\u0301", "\u200bcafé\ufeff", "\u202acafé\u202c"],
    "strasse": ["Straße", "STRASSE"],  # casefold, where lower would part them
    "jekyll-4.0": ["Jekyll 4.0", "ｊｅｋｙｌｌ　4.0"],
    "日本語": ["日本語", "#日本語"],
    "カフェ": ["カフェ", "ｶﾌｪ"],
    "c#": ["C#", "c#"],
    "#c": ["#C"],  # the sign is all that tells it from C
    "💎": ["💎", "💎\ufe0f"],
}


@pytest.mark.parametrize(("key", "spellings"), ONE_TERM.items(), ids=ONE_TERM)
def test_spellings_of_one_term(key: str, spellings: list[str]) -> None:
    assert {term_id(spelling) for spelling in spellings} == {key}


def test_terms_that_slugs_would_merge_stay_apart() -> None:
    """python-slugify makes `c` of the first three and nothing of the last; a slug is no identity."""
    terms = ["C", "C++", "C#", ".NET", "net", "R&D", "r-d", "CI/CD", "ci-cd", "cafe", "café", "3.10", "3.1", "💎", "🎸"]
    assert len({term_id(term) for term in terms}) == len(terms)


@pytest.mark.parametrize("empty", ["", "  ", "_-_", "\u200b", "\u3000"])
def test_nothing_is_no_term(empty: str) -> None:
    assert term_id(empty) == ""


@given(st.text())
def test_a_key_is_its_own_key_in_every_normal_form(text: str) -> None:
    key = term_id(text)
    assert term_id(key) == key
    assert {term_id(normalize("NFC", text)), term_id(normalize("NFD", text))} == {key}


TAGS: dict[str, tuple[Value, list[tuple[str, str]]]] = {
    "a list, in order": (["Harbour", "Town Hall"], [("harbour", "Harbour"), ("town-hall", "Town Hall")]),
    "one term in two spellings keeps the first": (["A B", "x", "a-b"], [("a-b", "A B"), ("x", "x")]),
    "a text is split at white space": (Plain("quay \n ferry\t"), [("quay", "quay"), ("ferry", "ferry")]),
    "but not at an ideographic space, as in Ruby": ("東京　大阪", [("東京-大阪", "東京　大阪")]),
    "the singular tag comes as a list of one": (["town hall"], [("town-hall", "town hall")]),
    "an item of a list keeps its comma": (["Washington, D.C."], [("washington,-d.c.", "Washington, D.C.")]),
    # YAML would make 3.1, false, 8 and a date of these.
    "as written, whatever YAML takes it for": ([Plain("3.10"), Plain("no"), Plain("010"), Plain("2015-01-01")],
        [("3.10", "3.10"), ("no", "no"), ("010", "010"), ("2015-01-01", "2015-01-01")]),
    "a number alone": (Plain("2015"), [("2015", "2015")]),
    "null and empty items go": ([Plain(""), Plain("~"), Plain("null"), "", " ", "null"], [("null", "null")]),
    "nested lists": (["a", [["b"], "c"]], [("a", "a"), ("b", "b"), ("c", "c")]),
    "a mapping is no tag": ({"a": "b"}, []),
    "nor within a list": ([{"a": "b"}, "c"], [("c", "c")]),
    "no, written for none": (Plain("no"), []),
    "null": (Plain("~"), []),
    "an empty text": ("", []),
    "an empty list": ([], []),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "refs"), TAGS.values(), ids=TAGS)
def test_tags(raw: Value, refs: list[tuple[str, str]]) -> None:
    assert tag_refs(raw) == (refs, [])


def test_a_text_with_commas_is_split_at_them_and_reported() -> None:
    """Jekyll splits it at spaces and shows `town` and `hall,`: the editor should know."""
    refs, problems = tag_refs(Plain("town hall, ferry,, Ferry"))
    assert refs == [("town-hall", "town hall"), ("ferry", "ferry")]
    assert problems == [problem("tags_comma_string", "tags: town hall, ferry,, Ferry")]


def test_categories_keep_their_order_and_each_comes_once() -> None:
    assert category_refs(["News", "", "town hall", "news"]) == [
        TermRef("news", "News"),
        TermRef("town-hall", "town hall"),
    ]


scalars = st.text() | st.text().map(Plain) | st.sampled_from(["~", "no", "1", "a, b"]).map(Plain)
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10)


@given(values)
def test_any_value_gives_distinct_terms_that_fit_the_schema(raw: Value) -> None:
    refs, _ = tag_refs(raw)
    pa.array(refs, TERM_REF).validate(full=True)
    assert len({ref.id for ref in refs}) == len(refs)
    assert all(ref.id and ref.as_written for ref in refs)


def test_deep_lists_do_not_overflow_the_stack() -> None:
    deep: Value = "a"
    for _ in range(100_000):
        deep = [deep]
    assert tag_refs(deep) == ([("a", "a")], [])
