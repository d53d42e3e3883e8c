"""Which spellings are one term, and which terms a post has."""

from unicodedata import normalize

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.generators.scalars import Plain
from pipeline.posts.schema import TERM_REF
from pipeline.posts.tags import term_id, term_refs

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
def test_spellings_of_one_term_have_one_id(key: str, spellings: list[str]) -> None:
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


TERMS = {
    "in order": (["Harbour", "Town Hall"], [("harbour", "Harbour"), ("town-hall", "Town Hall")]),
    "one term in two spellings keeps the first": (["A B", "x", "a-b"], [("a-b", "A B"), ("x", "x")]),
    "words": (["quay", "ferry"], [("quay", "quay"), ("ferry", "ferry")]),
    "an ideographic space": (["東京　大阪"], [("東京-大阪", "東京　大阪")]),
    "words with a space": (["town hall"], [("town-hall", "town hall")]),
    "a comma": (["Washington, D.C."], [("washington,-d.c.", "Washington, D.C.")]),
    "numbers, words and days that YAML would take for something else": (["3.10", "no", "010", "2015-01-01"],
        [("3.10", "3.10"), ("no", "no"), ("010", "010"), ("2015-01-01", "2015-01-01")]),
    "a year": (["2015"], [("2015", "2015")]),
    "empty ones go, a word for null stays": (["", " ", "null"], [("null", "null")]),
    "letters": (["a", "b", "c"], [("a", "a"), ("b", "b"), ("c", "c")]),
    "parts of a text that was split at commas": (["town hall", " ferry", "", " Ferry"],
        [("town-hall", "town hall"), ("ferry", "ferry")]),
    "categories": (["News", "", "town hall", "news"], [("news", "News"), ("town-hall", "town hall")]),
    "plain scalars are texts": ([Plain("x")], [("x", "x")]),
    "none": ([], []),
}  # fmt: skip


@pytest.mark.parametrize(("spellings", "refs"), TERMS.values(), ids=TERMS)
def test_spellings_become_terms_in_their_order_and_each_once(spellings: list[str], refs: list[tuple[str, str]]) -> None:
    assert term_refs(spellings) == refs


@given(st.lists(st.text() | st.text().map(Plain)))
def test_any_spellings_give_distinct_terms_that_fit_the_schema(spellings: list[str]) -> None:
    refs = term_refs(spellings)
    pa.array(refs, TERM_REF).validate(full=True)
    assert len({ref.id for ref in refs}) == len(refs)
    assert all(ref.id and ref.as_written for ref in refs)
