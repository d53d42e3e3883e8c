"""Categories and tags as Jekyll has them, and the spellings that terms are made of."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.generators.jekyll.taxonomy import find_spellings
from pipeline.generators.problems import problem
from pipeline.generators.scalars import Plain, Value
from pipeline.posts.schema import TERM_REF
from pipeline.posts.tags import term_refs
from tests.support.parsing import kinds, read_post

POST = "_posts/2015-10-01-x.md"


@pytest.mark.parametrize(
    ("front_matter", "path", "jekyll", "terms"),
    [
        pytest.param("a: 1", "a/b/_posts/2015-10-01-x.md", ["a", "b"], ["a", "b"], id="folders above"),
        pytest.param("a: 1", "_posts/c/2015-10-01-x.md", [], [], id="not those below"),
        pytest.param("a: 1", "a/a/_posts/2015-10-01-x.md", ["a"], ["a"], id="each once"),
        pytest.param("a: 1", "a/_drafts/x.md", ["a"], ["a"], id="drafts"),
        pytest.param("categories: film scifi", POST, ["film", "scifi"], ["film", "scifi"], id="words"),
        pytest.param("categories: a, b", POST, ["a,", "b"], ["a", "b"], id="commas stay, but not in terms"),
        pytest.param("categories: big a; b", POST, ["big", "a;", "b"], ["big a", "b"], id="semicolons"),
        pytest.param("categories: 東京、大阪，京都", POST, ["東京、大阪，京都"], ["東京", "大阪", "京都"], id="wide commas"),
        pytest.param("categories: 'a, a'", "a/_posts/2015-10-01-x.md", ["a", "a,"], ["a"], id="beside a folder"),
        pytest.param("category: a, b", POST, ["a, b"], ["a", "b"], id="commas in one category"),
        pytest.param("categories: [\"a, b\", c]", POST, ["a, b", "c"], ["a, b", "c"], id="an item keeps its comma"),
        pytest.param("category: sci fi", POST, ["sci fi"], ["sci fi"], id="one category is one"),
        pytest.param("category: [a, b]", POST, ["a", "b"], ["a", "b"], id="or a list"),
        pytest.param("category: c\ncategories: [a, b]", POST, ["a", "b", "c"], ["a", "b", "c"], id="both"),
        pytest.param("category:\ncategories: a b", POST, ["a", "b"], ["a", "b"], id="null"),
        pytest.param("categories: [a, a, A]", POST, ["a", "A"], ["a"], id="upper case is another"),
        pytest.param(
            "categories: [2013, yes, null, 1.50]", POST, ["2013", "true", "", "1.5"] * 2, ["2013", "yes", "1.50"],
            id="what is no text is there twice",
        ),
        pytest.param("category: 2013", POST, ["2013"], ["2013"], id="but not a single one"),
        pytest.param(
            "categories: [[a, b], [c]]", POST, ['["a", "b"]', '["c"]', '["a", "b"]', '["c"]', "a", "b", "c"],
            ["a", "b", "c"], id="lists in lists",
        ),
        pytest.param("categories: 日本　語", POST, ["日本　語"], ["日本　語"], id="a wide blank splits nothing in Ruby"),
    ],
)  # fmt: skip
def test_a_post_has_the_categories_that_jekyll_gives_it(
    front_matter: str, path: str, jekyll: list[str], terms: list[str]
) -> None:
    row = read_post(f"---\n{front_matter}\n---\n", path)
    assert (row["categories"], [ref["as_written"] for ref in row["category_refs"]]) == (jekyll, terms)


def test_defaults_add_categories() -> None:
    row = read_post(
        "---\ncategories: [c2]\n---\n", "c0/_posts/2015-10-01-x.md", defaults="[{values: {categories: a b}}]"
    )
    assert row["categories"] == ["c0", "a", "b", "c2"]
    assert read_post("---\ncategories: [q]\n---\n", defaults="[{values: {category: d}}]")["categories"] == ["q", "d"]


@pytest.mark.parametrize("value", ["5", "true", "false", "{a: 1}", "2015-01-01"])
def test_categories_that_jekyll_cannot_read(value: str) -> None:
    row = read_post(f"---\na: 1\ncategories: {value}\n---\n")
    assert (row["fate"], kinds(row)) == ("problem", [("categories_invalid", 3)])


@pytest.mark.parametrize(
    ("front_matter", "jekyll", "terms"),
    [
        pytest.param("tags: dog cat", ["dog", "cat"], ["dog", "cat"], id="words"),
        pytest.param("tag: sci fi", ["sci fi"], ["sci fi"], id="one tag is one"),
        pytest.param("tag: x\ntags: a b", ["x"], ["x"], id="and goes before"),
        pytest.param("tag: false\ntags: a b", ["a", "b"], ["a", "b"], id="false does not"),
        pytest.param("tag: ''\ntags: a b", [""], [], id="an empty one does"),
        pytest.param("tags: [a, a, A]", ["a", "a", "A"], ["a"], id="nothing is made one"),
        pytest.param("tags: [[a, b], c]", ["a", "b", "c"], ["a", "b", "c"], id="lists in lists"),
        pytest.param(
            "tags: [2013, no, 3.10, null, 2015-01-01]", ["2013", "false", "3.1", "2015-01-01"],
            ["2013", "no", "3.10", "2015-01-01"], id="terms are as written",
        ),
        pytest.param("tags: {a: 1}", [], [], id="a mapping"),
        pytest.param("tags: 2015", [], [], id="a number"),
        pytest.param("tags:", [], [], id="null"),
        pytest.param("a: 1", [], [], id="none"),
    ],
)  # fmt: skip
def test_a_post_has_the_tags_that_jekyll_gives_it(front_matter: str, jekyll: list[str], terms: list[str]) -> None:
    row = read_post(f"---\n{front_matter}\n---\n")
    assert (row["tags"], [ref["as_written"] for ref in row["tag_refs"]]) == (jekyll, terms)


@pytest.mark.parametrize("separator", [", ", ",", "; ", "、", "，", " ; "])
@pytest.mark.parametrize("key", ["tag", "tags", "category", "categories"])
def test_commas_are_what_the_author_meant(key: str, separator: str) -> None:
    row = read_post(f"---\n{key}: open data{separator}maps\n---\n")
    plural = "tags" if "tag" in key else "categories"
    refs = row["tag_refs"] if plural == "tags" else row["category_refs"]
    assert [ref["as_written"] for ref in refs] == ["open data", "maps"]
    assert kinds(row) == [(f"{plural}_comma_string", 2)]
    assert f"write `{plural}: [open data, maps]`" in row["problems"][0]["detail"]


def test_a_default_tag_silently_beats_the_tags_of_a_post() -> None:
    assert read_post("---\ntags: [q]\n---\n", defaults="[{values: {tag: dt}}]")["tags"] == ["dt"]


SPELLINGS: dict[str, tuple[Value, list[str]]] = {
    "a list, in order": (["Harbour", "Town Hall"], ["Harbour", "Town Hall"]),
    "one term in two spellings is two spellings": (["A B", "x", "a-b"], ["A B", "x", "a-b"]),
    "a text is split at white space": (Plain("quay \n ferry\t"), ["quay", "ferry"]),
    "but not at an ideographic space, as in Ruby": ("東京　大阪", ["東京　大阪"]),
    "the singular tag comes as a list of one": (["town hall"], ["town hall"]),
    "an item of a list keeps its comma": (["Washington, D.C."], ["Washington, D.C."]),
    # YAML would make 3.1, false, 8 and a date of these.
    "as written, whatever YAML takes it for": ([Plain("3.10"), Plain("no"), Plain("010"), Plain("2015-01-01")],
        ["3.10", "no", "010", "2015-01-01"]),
    "a number alone": (Plain("2015"), ["2015"]),
    "null items go, empty texts are for term_refs": ([Plain(""), Plain("~"), Plain("null"), "", " ", "null"],
        ["", " ", "null"]),
    "nested lists": (["a", [["b"], "c"]], ["a", "b", "c"]),
    "a mapping is no tag": ({"a": "b"}, []),
    "nor within a list": ([{"a": "b"}, "c"], ["c"]),
    "no, written for none": (Plain("no"), []),
    "null": (Plain("~"), []),
    "an empty text": ("", []),
    "an empty list": ([], []),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "spellings"), SPELLINGS.values(), ids=SPELLINGS)
def test_tags_are_spelled_as_written(raw: Value, spellings: list[str]) -> None:
    assert find_spellings(raw, "tags") == (spellings, [])


def test_a_text_with_commas_is_split_at_them_and_reported() -> None:
    """Jekyll splits it at spaces and shows `town` and `hall,`: the editor should know."""
    spellings, problems = find_spellings(Plain("town hall, ferry,, Ferry"), "tags")
    assert spellings == ["town hall", "ferry", "", "Ferry"]
    written = "write `tags: [town hall, ferry, Ferry]`"
    detail = f"`town hall, ferry,, Ferry` is one text, and `,` splits nothing in the site: {written}"
    assert problems == [problem("tags_comma_string", detail)]


scalars = st.text() | st.text().map(Plain) | st.sampled_from(["~", "no", "1", "a, b"]).map(Plain)
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10)


@given(values)
def test_any_value_gives_spellings_of_which_terms_can_be_made(raw: Value) -> None:
    spellings, _ = find_spellings(raw, "tags")
    refs = term_refs(spellings)
    pa.array(refs, TERM_REF).validate(full=True)
    assert len({ref.id for ref in refs}) == len(refs)
    assert all(ref.id and ref.as_written for ref in refs)


def test_deep_lists_do_not_overflow_the_stack() -> None:
    deep: Value = "a"
    for _ in range(100_000):
        deep = [deep]
    assert find_spellings(deep, "tags") == (["a"], [])
