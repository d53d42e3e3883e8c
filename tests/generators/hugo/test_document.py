"""Split and loading of one file as Hugo does it, and the errors where Hugo stops its build."""

from typing import Any

import pytest

from pipeline.generators.hugo.document import load_document
from pipeline.generators.problems import ProblemError
from pipeline.generators.site import Site
from tests.support.hugo_sites import write_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return write_site(tmp_path_factory.mktemp("site"), {"content/a.md": ""})


@pytest.mark.parametrize(
    ("text", "front_matter", "body"),
    [
        pytest.param("---\ntitle: A\n---\nText", {"title": "A"}, "Text", id="YAML"),
        pytest.param("+++\ntitle = 'A'\n+++\nText", {"title": "A"}, "Text", id="TOML"),
        pytest.param('{"title": "a\\"}"} tail', {"title": 'a"}'}, " tail", id="JSON, with text on the same line"),
        pytest.param("#+title: A\n#+TAGS[]: x y\n\nText", {"title": "A", "tags": ["x", "y"]}, "\nText", id="Org"),
        pytest.param("\ufeff\n  \n---\ntitle: A\n---\nText", {"title": "A"}, "Text", id="a byte order mark and blanks"),
        pytest.param("---\r\ntitle: A\r\n---\r\nText\r\n", {"title": "A"}, "Text\r\n", id="Windows line ends"),
        pytest.param("---\rtitle: A\r---\rText", {"title": "A"}, "Text", id="old Mac line ends"),
        pytest.param("---  \ntitle: A\n---\nText", {"title": "A"}, "Text", id="blanks after the opener"),
        pytest.param("--- # hi\ntitle: A\n---\n", {"title": "A"}, "", id="a comment after the opener"),
        pytest.param("---title: A\n---\n", {"title": "A"}, "", id="a key after the opener"),
        pytest.param("---\ntitle: A\n--- here\nText", {"title": "A"}, " here\nText", id="text after the closer"),
        pytest.param("+++\ntitle='A'\n++++\n", {"title": "A"}, "+\n", id="four signs close too"),
        pytest.param("---\ntitle: A\n  ---\n---\n", {"title": "A ---"}, "", id="an indented line closes nothing"),
        pytest.param("---\ntitle: A\n...\ntitle: B\n---\nText", {"title": "A"}, "Text", id="a second document"),
        pytest.param("---\n# nothing\n---\nText", {}, "Text", id="a comment alone"),
        pytest.param("# Heading\n\nText", {}, "# Heading\n\nText", id="a heading is text"),
        pytest.param("<!--\n---\ntitle: A\n---\n-->\n", {}, "<!--\n---\ntitle: A\n---\n-->\n", id="a comment is text"),
        pytest.param("---\nTitle: A\nParams: {Mood: x}\n---\n", {"title": "A", "params": {"mood": "x"}}, "", id="case"),
        pytest.param("---\na: &x {b: 1}\nc:\n  <<: *x\n  b: 2\n---\n", {"a": {"b": "1"}, "c": {"b": "2"}}, "", id="<<"),
    ],
)
def test_a_file_is_split_where_hugo_splits_it(site: Site, text: str, front_matter: dict[str, Any], body: str) -> None:
    document = load_document(site, text.encode())
    assert (document.front_matter, document.body, document.warnings) == (front_matter, body, [])


@pytest.mark.parametrize(
    ("text", "kind", "line", "words"),
    [
        pytest.param(
            "---\ntitle: A\nText\n", "front_matter_unclosed", 1, "no line that begins with ---", id="unclosed"
        ),
        pytest.param("\n\n---\ntitle: A\n...\n", "front_matter_unclosed", 3, "no line", id="dots close nothing"),
        pytest.param('{"title": "A"', "front_matter_unclosed", 1, "no } ends it", id="unclosed JSON"),
        pytest.param("- one\n- two\n", "front_matter_syntax", 1, "begins with -", id="a text that begins with a list"),
        pytest.param("+ one\n", "front_matter_syntax", 1, "begins with +", id="a text that begins with a plus"),
        pytest.param("{{< x >}}\n", "front_matter_syntax", 1, "begins with a shortcode", id="a shortcode first"),
        pytest.param("---\ntitle: A\n\ttags: x\n---\n", "front_matter_syntax", 3, "a tab", id="a tab"),
        pytest.param('\n---\ntitle: "A\n---\n', "front_matter_syntax", 3, "a quote", id="a quote below a blank line"),
        pytest.param("---\na: 1\nb: 2\na: 3\n---\n", "front_matter_syntax", 4, "`a` is given again", id="a key twice"),
        pytest.param("+++\na = 1\na = 2\n+++\n", "front_matter_syntax", 3, "not TOML", id="a key twice in TOML"),
        pytest.param('\n{"a": 1,}\n', "front_matter_syntax", 2, "not JSON", id="a comma too many"),
        pytest.param("---\n- a\n---\n", "front_matter_not_mapping", 2, "it is a list", id="a list on top"),
        pytest.param("---\njust words\n---\n", "front_matter_not_mapping", 2, "it is a text", id="a text on top"),
        pytest.param("----\ntitle: A\n----\n", "front_matter_syntax", None, "", id="four dashes open a list"),
        pytest.param(
            "---\ntitle: A\nparams: 5\n---\n", "front_matter_syntax", 3, "`params` is no mapping", id="params"
        ),
        pytest.param("---\nbuild: false\n---\n", "front_matter_syntax", 2, "`build` is no mapping", id="build"),
        pytest.param("---\nCascade: x\n---\n", "front_matter_syntax", 2, "`cascade` is no mapping", id="cascade"),
    ],
)
def test_what_stops_hugo_is_an_error_of_the_file(
    site: Site, text: str, kind: str, line: int | None, words: str
) -> None:
    with pytest.raises(ProblemError) as caught:
        load_document(site, text.encode())
    assert caught.value.kind == kind
    assert line is None or caught.value.line == line
    assert words in caught.value.detail


def test_bytes_that_are_not_utf_8_are_replaced_and_reported(site: Site) -> None:
    document = load_document(site, b"---\ntitle: Caf\xe9\n---\nText \xe9")
    assert document.front_matter == {"title": "Caf\ufffd"}
    assert [(found.kind, found.line) for found in document.warnings] == [("replaced_bytes", 2)]


def test_an_empty_file_is_a_page(site: Site) -> None:
    document = load_document(site, b"")
    assert (document.front_matter, document.body) == ({}, "")
    assert [found.kind for found in document.warnings] == ["empty_file"]


def test_a_pointer_to_a_text_that_was_not_fetched_is_an_error(site: Site) -> None:
    content = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12\n"
    with pytest.raises(ProblemError, match="git lfs pull"):
        load_document(site, content)


def test_the_last_of_two_spellings_of_a_key_counts_and_is_reported(site: Site) -> None:
    document = load_document(site, b"---\nTitle: one\ntitle: two\n---\n")
    assert document.front_matter == {"title": "two"}
    assert [found.kind for found in document.warnings] == ["duplicate_key"]


@pytest.mark.parametrize(
    ("text", "front_matter"),
    [
        ("#+DATE: <2020-03-04 Wed 10:20>", {"date": "2020-03-04"}),
        ("#+date: [2020-03-04 Wed]", {"date": "2020-03-04"}),
        ("#+date: 2020-03-04", {"date": "2020-03-04"}),
        ("#+author: <2020-03-04 Wed>", {"author": "<2020-03-04 Wed>"}),
        ("#+FILETAGS: :a:b:", {"filetags": ["a", "b"]}),
        ("#+key: one\n#+key: two", {"key": ["one", "two"]}),
        ("#+tags: x y", {"tags": "x y"}),
        ("#+title:A\n#+BEGIN_SRC\n#+empty:", {"empty": ""}),
    ],
)
def test_org_keywords_are_front_matter(site: Site, text: str, front_matter: dict[str, Any]) -> None:
    assert load_document(site, text.encode()).front_matter == front_matter
