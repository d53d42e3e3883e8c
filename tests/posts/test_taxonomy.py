"""Categories and tags as Jekyll has them, and the terms that come of them."""

import pytest

from tests.posts.reading import kinds, read

POST = "_posts/2015-10-01-x.md"


@pytest.mark.parametrize(
    ("front_matter", "path", "jekyll", "terms"),
    [
        pytest.param("a: 1", "a/b/_posts/2015-10-01-x.md", ["a", "b"], ["a", "b"], id="folders above"),
        pytest.param("a: 1", "_posts/c/2015-10-01-x.md", [], [], id="not those below"),
        pytest.param("a: 1", "a/a/_posts/2015-10-01-x.md", ["a"], ["a"], id="each once"),
        pytest.param("a: 1", "a/_drafts/x.md", ["a"], ["a"], id="drafts"),
        pytest.param("categories: film scifi", POST, ["film", "scifi"], ["film", "scifi"], id="words"),
        pytest.param("categories: a, b", POST, ["a,", "b"], ["a,", "b"], id="commas stay"),
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
def test_categories(front_matter: str, path: str, jekyll: list[str], terms: list[str]) -> None:
    row = read(f"---\n{front_matter}\n---\n", path)
    assert (row["categories"], [ref["as_written"] for ref in row["category_refs"]]) == (jekyll, terms)


def test_defaults_add_categories() -> None:
    row = read("---\ncategories: [c2]\n---\n", "c0/_posts/2015-10-01-x.md", defaults="[{values: {categories: a b}}]")
    assert row["categories"] == ["c0", "a", "b", "c2"]
    assert read("---\ncategories: [q]\n---\n", defaults="[{values: {category: d}}]")["categories"] == ["q", "d"]


@pytest.mark.parametrize("value", ["5", "true", "false", "{a: 1}", "2015-01-01"])
def test_categories_that_jekyll_cannot_read(value: str) -> None:
    row = read(f"---\na: 1\ncategories: {value}\n---\n")
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
def test_tags(front_matter: str, jekyll: list[str], terms: list[str]) -> None:
    row = read(f"---\n{front_matter}\n---\n")
    assert (row["tags"], [ref["as_written"] for ref in row["tag_refs"]]) == (jekyll, terms)


@pytest.mark.parametrize("key", ["tag", "tags"])
def test_commas_are_what_the_author_meant(key: str) -> None:
    row = read(f"---\n{key}: open data, maps\n---\n")
    assert [ref["as_written"] for ref in row["tag_refs"]] == ["open data", "maps"]
    assert kinds(row) == [("tags_comma_string", 2)]


def test_a_default_tag_silently_beats_the_tags_of_a_post() -> None:
    assert read("---\ntags: [q]\n---\n", defaults="[{values: {tag: dt}}]")["tags"] == ["dt"]
