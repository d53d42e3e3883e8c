"""Keys that look right and are not: what Jekyll makes of them stays, with a warning."""

import pytest

from tests.support.parsing import kinds, read_post


@pytest.mark.parametrize(
    ("front_matter", "line", "detail"),
    [
        ("Title: Upper\nTags: [a]", 2, "`Title` is not `title`; `Tags` is not `tags`"),
        ("x: 1\nDATE: 2024-03-05", 3, "`DATE` is not `date`"),
        ("\u00a0 tags: [one]", 2, "`tags` has a no-break space (U+00A0) beside it: delete that character"),
        ("\u200btags: [one]", 2, "`tags` has a zero width space (U+200B) beside it: delete that character"),
        ("tags\u00a0: [one]", 2, "`tags` has a no-break space (U+00A0) beside it: delete that character"),
        ("'tags ': [one]", 2, "`tags` has a blank beside it: delete that character"),
    ],
)
def test_a_key_that_nothing_reads_is_named(front_matter: str, line: int, detail: str) -> None:
    row = read_post(f"---\n{front_matter}\n---\n")
    assert (row["fate"], row["title"], row["tags"], row["date_source"]) == ("post", "My Post", [], "file_name")
    assert kinds(row) == [("key_not_read", line)]
    assert row["problems"][0]["detail"] == detail


@pytest.mark.parametrize(
    "front_matter", ["title: a\nTitle: b", "Subtitle: x", "nav_Title: x", "\ufefftags: [a]", "tagS2: x"]
)
def test_a_key_beside_the_right_one_or_of_another_name_is_no_matter(front_matter: str) -> None:
    assert kinds(read_post(f"---\n{front_matter}\n---\n")) == []


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("title: A\ntags:\n\u00a0  - one\n\u00a0  - two", 4),
        ("title: B\nauthor:\u00a0 ana", 3),
        ("a: 1\n\u200b- x\nb: 2", 3),
    ],
)
def test_a_blank_that_is_none_is_named_where_it_breaks_the_front_matter(block: str, line: int) -> None:
    row = read_post(f"---\n{block}\n---\n")
    assert kinds(row) == [("front_matter_syntax", line)]
    assert "where a plain blank is expected: delete it, and type a blank" in row["problems"][0]["detail"]


@pytest.mark.parametrize("block", ["title:\u3000B\nx: 1", "title:\u00a0B"])
def test_such_a_blank_is_also_named_where_it_makes_the_front_matter_a_text(block: str) -> None:
    row = read_post(f"---\n{block}\n---\n")
    assert kinds(row) == [("front_matter_not_mapping", 2)]
    assert "where a plain blank is expected" in row["problems"][0]["detail"]


@pytest.mark.parametrize(
    ("front_matter", "is_hidden", "is_draft", "detail"),
    [
        ('published: "false"', False, False, '`published: "false"` is a text, which counts as true'),
        ("published: “false”", False, False, "`published: “false”` is a text, which counts as true"),
        ("published: 0", False, False, "`published: 0` is a number, which counts as true"),
        ("published: n", False, False, "`published: n` is a text, which counts as true"),
        ("draft: 'no'", False, True, '`draft: "no"` is a text, which counts as true'),
        ("published: false", True, False, None),
        ("published: No", True, False, None),
        ("published:", True, False, None),
        ("published: 2024-03-01", False, False, None),
        ("published: 'true'", False, False, None),
    ],
)
def test_a_text_that_looks_like_false_counts_as_true(
    front_matter: str, is_hidden: bool, is_draft: bool, detail: str | None
) -> None:
    row = read_post(f"---\n{front_matter}\n---\n")
    assert (row["is_hidden"], row["is_draft"]) == (is_hidden, is_draft)
    assert kinds(row) == ([("boolean_as_text", 2)] if detail else [])
    assert not detail or row["problems"][0]["detail"].startswith(detail)
