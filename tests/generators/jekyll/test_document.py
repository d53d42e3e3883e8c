"""One file as Jekyll reads it: what keeps it from being a post, and what is only odd about it."""

import json

import pytest

from tests.support.parsing import kinds, read_post

LFS_POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'4d' * 32}\nsize 12345\n"


@pytest.mark.parametrize(
    ("content", "fate", "expected"),
    [
        pytest.param("---\na: 1\nb: c: d\n---\n", "problem", [("front_matter_syntax", 3)], id="no YAML"),
        pytest.param(
            "---\na: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n---\n", "problem", [("front_matter_conflict", 3)],
            id="conflict",
        ),
        pytest.param(LFS_POINTER, "problem", [("lfs_pointer", None)], id="a pointer of Git LFS"),
        pytest.param(LFS_POINTER.replace("\n", "\r\n"), "problem", [("lfs_pointer", None)], id="with CRLF"),
        pytest.param(
            LFS_POINTER.replace("git-lfs", "hawser").replace("oid", "ext-0-x sha256:1\noid"), "problem",
            [("lfs_pointer", None)], id="of an old release, with an extension",
        ),
        pytest.param(LFS_POINTER + "\nA post about Git LFS.\n", "post", [], id="a post that shows a pointer"),
        pytest.param("\ufeff \n\n", "post", [("empty_file", None)], id="blanks only"),
        pytest.param("---\ntitle: a\n---\n", "post", [], id="no body"),
        pytest.param("---\n\n- a\n---\n", "problem", [("front_matter_not_mapping", 3)], id="a list"),
        pytest.param("---\nSome text\n\n---\nmore", "problem", [("front_matter_not_mapping", 2)], id="a rule on top"),
        pytest.param("---\na: " + "[" * 101 + "]" * 101 + "\n---\n", "problem", [("front_matter_too_deep", 2)], id="deep"),
        pytest.param("---\na: " + "x" * (1 << 20) + "\n---\n", "problem", [("front_matter_too_large", None)], id="large"),
        pytest.param(b"---\na: \xe9\n---\n", "problem", [("not_utf8", 2)], id="Latin-1 in front matter"),
        pytest.param(b"a\nb\n\xff\xfe", "problem", [("not_utf8", 3)], id="bytes in the body"),
        pytest.param("---\na: x\0y\n---\n", "problem", [("front_matter_syntax", 2)], id="NUL in front matter"),
        pytest.param("---\na: 1\n---\nb\n\0", "post", [("nul_in_body", 5)], id="NUL in the body"),
        pytest.param("---\na: 1\nb: 2\na: 3\n---\n", "post", [("duplicate_key", 4)], id="key given twice"),
        pytest.param("---\na: 1\n\nno end", "post", [("front_matter_unterminated", 1)], id="unterminated"),
        pytest.param("\n\n---\na: 1\n---\n", "post", [("front_matter_ignored", 3)], id="blank lines first"),
        pytest.param("------\na: 1\n---\n", "post", [("front_matter_ignored", 1)], id="six dashes"),
        pytest.param("---\ra: 1\r---\rb", "post", [("front_matter_ignored", 1)], id="old Mac line ends"),
        pytest.param(
            "---\na: 1\n---\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> z\n", "post", [("conflict_in_body", 4)],
            id="conflict in the body",
        ),
        pytest.param("<<<<<<< is how\n=======\na conflict begins\n", "post", [], id="half a conflict"),
        pytest.param("Write <<<<<<< or ======= or >>>>>>> then\n", "post", [], id="talk of conflicts"),
        pytest.param("\N{ZERO WIDTH NO-BREAK SPACE}---\ntitle: T\n---\n", "post", [], id="BOM"),
        pytest.param("Title: Pelican\nDate: 2010\n\nBody", "post", [], id="a Pelican header is text to Jekyll"),
        pytest.param("", "post", [("empty_file", None)], id="an empty file"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_file(content: str | bytes, fate: str, expected: list[tuple[str, int | None]]) -> None:
    row = read_post(content)
    assert (row["fate"], kinds(row)) == (fate, expected)


def test_jekyll_reads_other_encodings_where_the_settings_say_so() -> None:
    assert read_post(b"---\ntitle: caf\xe9\n---\n", encoding="iso8859-1")["title"] == "café"


@pytest.mark.parametrize("text", ['+++\ntitle = "T"\n+++\nhi', '{\n"title": "T"\n}\nhi'], ids=["TOML", "JSON"])
def test_other_front_matter_is_read_as_well(text: str) -> None:
    row = read_post(text)
    assert (row["title"], row["body"]) == ("T", "hi")


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        pytest.param("{\n  a sample, not JSON\n}\n\nA text.\n", [], id="a brace"),
        pytest.param("{\n{{ page.x }}\n}\nA text.\n", [], id="braces"),
        pytest.param("+++\nan ornament\n+++\nA text.\n", [], id="plus signs"),
        pytest.param("+++\nA text.\n", [], id="plus signs alone"),
        pytest.param('{\n"title": "T",\n}\nhi\n', [("front_matter_ignored", 3)], id="JSON with a comma too many"),
        pytest.param('+++\ntitle = T\n+++\nhi\n', [("front_matter_ignored", 2)], id="TOML without quotes"),
    ],
)  # fmt: skip
def test_what_is_no_toml_or_json_is_a_text_as_for_jekyll(text: str, warnings: list[tuple[str, int]]) -> None:
    row = read_post(text)
    assert (row["fate"], row["title"], row["body"], row["front_matter"]) == ("post", "My Post", text, "{}")
    assert kinds(row) == warnings


# What safe_yaml's handler (psych_handler.rb) makes of the same events in Ruby.
NULL_KEYS = {
    "a star before a key": (
        "layout: post\n*title: A name\ndate: 2014-05-06\ntags: [a, b]",
        {"layout": "post", "A name": "date", "2014-05-06": "tags"},
        3,
    ),
    "an ampersand before a colon": ("&title: A\ntags: [a]\nx: y", {"A": "tags", '["a"]': "x"}, 2),
    "no key": ("x: 1\n? # nothing\n: A\ntitle: T\nz: 2", {"x": "1", "A": "title", "T": "z"}, 3),
    "braces of Liquid": ("title: T\n{{ x }}: y\ntags: a\nz: 1", {"title": "T", "y": "tags", "a": "z"}, 3),
    "the word null": ("null: A\ntitle: T", {"A": "title"}, 2),
    "two of them": ("~: A\n~: B\ntitle: T", {"A": "~", "B": "title"}, 2),
    "within a mapping": ("m: {~: a, b: c}\ntitle: T", {"m": {"a": "b"}, "c": "title"}, 2),
    "in a list": ("m: [{~: a}, {b: c}]\ntitle: T", {"m": [{}, {"a": "b"}], "c": "title"}, 2),
}


@pytest.mark.parametrize(("block", "expected", "line"), NULL_KEYS.values(), ids=NULL_KEYS)
def test_a_null_key_moves_what_follows_as_in_jekyll(block: str, expected: dict[str, object], line: int) -> None:
    row = read_post(f"---\n{block}\n---\n")
    assert json.loads(row["front_matter"]) == expected
    assert kinds(row)[0] == ("keys_lost", line)
    assert f"`{block.splitlines()[line - 2].strip()}` has no key" in row["problems"][0]["detail"]


def test_a_null_that_is_no_key_moves_nothing() -> None:
    row = read_post("---\na:\n'null': 1\nb: [~, x]\nc: ~\n---\n")
    assert (json.loads(row["front_matter"]), kinds(row)) == ({"a": "", "null": "1", "b": ["~", "x"], "c": "~"}, [])
