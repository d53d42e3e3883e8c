"""YAML of front matter, as js-yaml 4 loads it."""

from typing import Any

import pytest

from pipeline.generators.js_yaml import load_js_yaml
from pipeline.generators.problems import ProblemError
from pipeline.generators.scalars import Plain


@pytest.mark.parametrize(
    ("block", "value"),
    [
        pytest.param("a: 1\n\t\nb: 2\n \t\r\n", {"a": "1", "b": "2"}, id="a line of tabs alone"),
        pytest.param("a: 1\n\t# c\nb: 2", {"a": "1", "b": "2"}, id="a tab before a comment"),
        pytest.param("a:\n-\tx\n-\ty", {"a": ["x", "y"]}, id="a tab behind a dash"),
        pytest.param("a:\tx\ty", {"a": "x\ty"}, id="tabs within a line"),
        pytest.param("{a: 1}", {"a": "1"}, id="a mapping in one line"),
        pytest.param("+++\n", "+++", id="a text that looks like TOML"),
        pytest.param("# a comment\n---\na: 1\n...\n", {"a": "1"}, id="a document with its marks"),
        pytest.param("a: |\n  x", {"a": "x\n"}, id="a last line that is not ended"),
        pytest.param("a: !!str 2021-03-04\nb: !!int 5", {"a": "2021-03-04", "b": "5"}, id="tags of YAML"),
        pytest.param("a: &x [1]\nb: *x", {"a": ["1"], "b": ["1"]}, id="an alias"),
    ],
)
def test_a_block_is_loaded(block: str, value: Any) -> None:
    loaded = load_js_yaml(block, [])
    assert loaded == value
    if isinstance(loaded, dict) and block.startswith("a: !!str"):
        assert type(loaded["a"]) is str
        assert type(loaded["b"]) is Plain


@pytest.mark.parametrize(
    ("block", "detail", "line"),
    [
        pytest.param("a: 1\na: 2", "`a` is given again", 2, id="a key given twice"),
        pytest.param("a: 1\n\tb: 2", "`b`: a tab in the indentation", 2, id="a tab before a key"),
        pytest.param("a: 1\nb: *x", "*x refers to nothing: put the value in quotes", 2, id="an unknown alias"),
        pytest.param("a: !x 1", "the tag !x means nothing here: put the value in quotes", 1, id="an unknown tag"),
        pytest.param("a: !x [1]", "the tag !x means nothing here: put the value in quotes", 1, id="one of a list"),
        pytest.param("a: 1\n---\n", "`...` or `---` ends the front matter, and more follows", 2, id="an empty document behind it"),
        pytest.param(
            '"a":1\nb: 2', "text that belongs to no key: no blank behind a colon, a stray mark, or `...` above", 1, id="no blank behind a colon"
        ),
        pytest.param("a: 1\n}", "text where a key is expected: a stray quote, or a wrong indentation", 2, id="a brace behind it"),
        pytest.param("a: 1\n...\n---\nb: 2", "`...` or `---` ends the front matter, and more follows", 3, id="a second document"),
        pytest.param("a: 1\n...\nb: 2", "`b`: text that belongs to no key: no blank behind a colon, a stray mark, or `...` above", 3, id="text behind dots"),
    ],
)  # fmt: skip
def test_a_block_is_refused(block: str, detail: str, line: int) -> None:
    with pytest.raises(ProblemError) as refused:
        load_js_yaml(block, [])
    assert (refused.value.kind, refused.value.detail, refused.value.line) == ("front_matter_syntax", detail, line)
