"""Where front matter ends and the body begins, as Jekyll has it, in linear time."""

import time

import pytest

from pipeline.generators.jekyll.front_matter import JekyllHandler

HANDLER = JekyllHandler()


@pytest.mark.parametrize(
    ("text", "block", "body"),
    [
        pytest.param("---\na: 1\n---\nhi", "---\na: 1\n", "hi", id="plain"),
        pytest.param("---\n---\nhi", "---\n", "hi", id="empty"),
        pytest.param("---  \na: 1\n---\t\nhi", "---  \na: 1\n", "hi", id="blanks after the dashes"),
        pytest.param("---\na: 1\n...\nhi\n---\nho", "---\na: 1\n", "hi\n---\nho", id="dots close"),
        pytest.param("---\na: 1\n---", "---\na: 1\n", "", id="closed by the end of the file"),
        pytest.param("---\r\na: 1\r\n---\r\nhi\r\n", "---\r\na: 1\r\n", "hi\r\n", id="CRLF stays"),
        pytest.param(
            "---\na: 1\n---\n\n \n    code\n\n", "---\na: 1\n", "    code\n\n", id="blank lines go, indentation stays"
        ),
        pytest.param("---\na: 1\n--- end\n---\nhi", "---\na: 1\n--- end\n", "hi", id="a closer is alone on its line"),
        pytest.param("---\na: |\n  ---\n---\nhi", "---\na: |\n  ---\n", "hi", id="a closer is not indented"),
        pytest.param("---\na: 1\n----\nhi", "", "---\na: 1\n----\nhi", id="four dashes close nothing: unterminated"),
        pytest.param("----\na: 1\n---\nhi", "", "----\na: 1\n---\nhi", id="four dashes open nothing"),
        pytest.param("\n---\na: 1\n---\nhi", "", "\n---\na: 1\n---\nhi", id="a blank line first"),
        pytest.param(
            "---\N{NO-BREAK SPACE}\na: 1\n---\n", "", "---\N{NO-BREAK SPACE}\na: 1\n---\n", id="no ASCII blank"
        ),
        pytest.param("hi\n\n---\n\nmid: x\n\n---\nend", "", "hi\n\n---\n\nmid: x\n\n---\nend", id="rules in a body"),
        pytest.param("+++\na = 1\n+++\nhi", "+++\na = 1\n+++\n", "hi", id="TOML"),
        pytest.param('{\n"a": 1\n}\nhi', '{\n"a": 1\n}\n', "hi", id="JSON"),
        pytest.param("{% include x %}\n}\n", "", "{% include x %}\n}\n", id="a brace that is not alone"),
    ],
)
def test_a_text_is_split_where_jekyll_splits_it(text: str, block: str, body: str) -> None:
    assert HANDLER.split(text) == (block, body)


def test_a_block_is_loaded_and_repeated_keys_are_reported() -> None:
    repeated: list[tuple[str, int]] = []
    assert HANDLER.load("---\nt: a\nu: {x: 1,\n  x: 2}\nt: b\n", repeated=repeated) == {"t": "b", "u": {"x": "2"}}
    assert repeated == [("x", 4), ("t", 5)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---" + "\n" * 200_000 + "x", id="blank lines, never closed"),
        pytest.param("---\n" + "--- x\n" * 50_000, id="lines that are nearly closers"),
        pytest.param("---\na: 1\n---" + " " * 200_000 + "x", id="a closer with a long tail"),
        pytest.param("+++\n" + "+++ \r" * 50_000, id="TOML, nearly closed"),
    ],
)
def test_splitting_takes_linear_time(text: str) -> None:
    begun = time.perf_counter()
    HANDLER.split(text)
    assert time.perf_counter() - begun < 0.5
