"""Front matter as it is loaded: every scalar as written, faults with their line, nothing that hangs or takes the memory."""

import time
from typing import Any

import pytest

from pipeline.generators.frontmatter import load_front_matter, load_yaml
from pipeline.generators.problems import ProblemError
from pipeline.generators.scalars import Plain


def mark_plain(value: Any) -> Any:
    """Return a value with each unquoted scalar in angle brackets."""
    if isinstance(value, dict):
        return {key: mark_plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [mark_plain(item) for item in value]
    return f"<{value}>" if isinstance(value, Plain) else value


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param("---\nv: 3.10\nw: '3.10'\n", {"v": "<3.10>", "w": "3.10"}, id="only quoted is text"),
        pytest.param(
            "---\nd: 2019-03-26 12:38:00 -0500\n", {"d": "<2019-03-26 12:38:00 -0500>"}, id="a date stays text"
        ),
        pytest.param("---\na:\nb: ~\nc: ''\n", {"a": "<>", "b": "<~>", "c": ""}, id="null, null and empty"),
        pytest.param("---\nt: [yes, 010, [a]]\n", {"t": ["<yes>", "<010>", ["<a>"]]}, id="lists"),
        pytest.param("---\nt: |\n  a\n  b\n", {"t": "a\nb\n"}, id="a block is text"),
        pytest.param("---\nt: !!str 2015\n", {"t": "<2015>"}, id="safe_yaml types what is tagged"),
        pytest.param("---\nt: !ruby/object:X {a: 1}\n", {"t": {"a": "<1>"}}, id="unknown tags are passed over"),
        pytest.param("---\nt: !binary |-\n  w6k=\n", {"t": "é"}, id="Ruby 1.9 wrote titles so"),
        pytest.param("---\nt: !binary x\n", {"t": "<x>"}, id="that is no base64"),
        pytest.param(
            "---\na: &x [p]\nb: *x\nc: *y\n", {"a": ["<p>"], "b": ["<p>"], "c": "<~>"}, id="no such anchor: null"
        ),
        pytest.param("---\nb: &b {x: 1}\n<<: *b\n", {"b": {"x": "<1>"}, "x": "<1>"}, id="merge key"),
        pytest.param("---\nx: 2\n<<: {x: 1}\ny: 3\n", {"x": "<1>", "y": "<3>"}, id="a merge key covers what is above"),
        pytest.param("---\n2015: a\n[p]: b\n", {"2015": "<a>", '["p"]': "<b>"}, id="keys become text"),
        pytest.param("---\na: 1\n--- x\n", {"a": "<1>"}, id="only the first document counts"),
        pytest.param("---\n", None, id="nothing"),
        pytest.param("---\nfalse\n", None, id="false: Jekyll goes on as if there were nothing"),
        pytest.param("---\ntext\n", "<text>", id="no mapping"),
        pytest.param('+++\na = "x"\nb = 1.10\nc = true\n+++\n', {"a": "x", "b": "<1.10>", "c": "<true>"}, id="TOML"),
        pytest.param(
            "+++\nd = 2020-01-01T10:00:00\n+++\n", {"d": "2020-01-01 10:00:00"}, id="TOML, local: as if quoted"
        ),
        pytest.param("+++\nd = 2020-01-01\n+++\n", {"d": "<2020-01-01>"}, id="TOML, date"),
        pytest.param('{\n"a": [null, 1.50, "x"]\n}\n', {"a": ["<~>", "<1.50>", "x"]}, id="JSON"),
        pytest.param('{\n"a": "\\ud83d"\n}\n', {"a": "?"}, id="JSON, half a character"),
    ],
)
def test_scalars_are_loaded_as_written(block: str, expected: Any) -> None:
    assert mark_plain(load_front_matter(block)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("a: b", {"a": "<b>"}),
        ("a:", {"a": "<>"}),
        ("a:   b  ", {"a": "<b>"}),
        ("a: b c  d", {"a": "<b c  d>"}),
        ("a: http://x.y/#z", {"a": "<http://x.y/#z>"}),
        ("a: C#", {"a": "<C#>"}),
        ("a: it's", {"a": "<it's>"}),
        ("a: Tom & Ann [x], {y}", {"a": "<Tom & Ann [x], {y}>"}),
        ('a: He said "no"', {"a": '<He said "no">'}),
        ("a: é", {"a": "<é>"}),
        ('a: ""', {"a": ""}),
        ("a: ''", {"a": ""}),
        ('a: "b: c # d"', {"a": "b: c # d"}),
        ("a: 'b \\d'", {"a": "b \\d"}),
        ("a: []", {"a": []}),
        ("a: [b]", {"a": ["<b>"]}),
        ("a: [b c, C#,  it's]", {"a": ["<b c>", "<C#>", "<it's>"]}),
        ("a-b_cé2: d", {"a-b_cé2": "<d>"}),
        ("a: b\na: c", {"a": "<c>"}),
        ("a: b #c", {"a": "<b>"}),
        ("a: b\n c", {"a": "<b c>"}),
        ("a:\n- b", {"a": ["<b>"]}),
        ("a: [b: c]", {"a": [{"b": "<c>"}]}),
        ("a: [b,]", {"a": ["<b>"]}),
        ('a: "b\\n"', {"a": "b\n"}),
        ("a: 'b''c'", {"a": "b'c"}),
        ("a: &b c", {"a": "<c>"}),
    ],
)
def test_lines_of_yaml_as_posts_have_them(lines: str, expected: Any) -> None:
    assert mark_plain(load_yaml(f"---\n{lines}\n")) == expected


def test_the_last_of_a_key_given_twice_wins_and_is_reported() -> None:
    repeated: list[tuple[str, int]] = []
    assert load_front_matter("---\nt: a\nu: {x: 1,\n  x: 2}\nt: b\n", repeated) == {"t": "b", "u": {"x": "2"}}
    assert repeated == [("x", 4), ("t", 5)]


@pytest.mark.parametrize(
    ("block", "kind", "line", "said"),
    [
        # each of these has stopped a real site
        pytest.param(
            "---\nlayout: x\ntitle: Foo: bar\n", "syntax", 3, "`title`: a colon inside", id="colon in a title"
        ),
        pytest.param('---\ntitle: "He said "no""\n', "syntax", 2, "a stray quote", id="quote in quotes"),
        pytest.param('---\na: 1\nb: "x\nc: 2\n', "syntax", 3, "never closed", id="open quote: where it opens"),
        pytest.param("---\na: 1\ndate:2019\nb: 2\n", "syntax", 3, "neither", id="no blank after the colon"),
        pytest.param("---\na:\n\t- b\n", "syntax", 3, "a tab", id="tab"),
        pytest.param("---\na: [b, c\nd: 1\n", "syntax", 3, "not closed", id="open bracket"),
        pytest.param("---\na: [b\n", "syntax", 2, "not closed", id="open bracket to the end: the last line"),
        pytest.param("---\na: **b**\n", "syntax", 2, "* or &", id="asterisks"),
        pytest.param("---\na: @b\n", "syntax", 2, "@", id="at"),
        pytest.param('---\na: "\\d"\n', "syntax", 2, "backslash", id="backslash"),
        pytest.param("---\na: - b\n", "syntax", 2, "list that begins", id="list on the line of its key"),
        pytest.param("---\n- a\nb: 1\n", "syntax", 3, "breaks off", id="list that ends in a key"),
        pytest.param("---\na: 1\nb: x\by\n", "syntax", 3, "control character", id="backspace"),
        pytest.param("---\n<<: [1]\n", "syntax", 2, "takes a mapping", id="merge key without a mapping"),
        pytest.param("---\na: !e!f g\n", "syntax", 2, "undefined tag handle", id="the parser's own words for the rest"),
        pytest.param("+++\na = 1\nb = \n+++\n", "syntax", 3, "not TOML: Invalid value", id="TOML"),
        pytest.param('{\n"a": 1,\n}\n', "syntax", 3, "not JSON", id="JSON"),
        pytest.param("---\na: " + "[" * 200, "too_deep", 2, "more than 100 deep", id="deep"),
        pytest.param(
            "---\n" + "- " * 300_000, "too_deep", 2, "more than 100 deep", id="deep enough for a stack overflow"
        ),
        pytest.param('{\n"a": ' + "[" * 200_000 + "]" * 200_000 + "\n}\n", "too_deep", None, "deep", id="deep JSON"),
        pytest.param('{\n"a": ' + "[" * 100 + "]" * 100 + "\n}\n", "too_deep", None, "deep", id="JSON, 101 deep"),
        pytest.param('+++\na = """\n+++\n', "syntax", 2, "not TOML: Unterminated", id="TOML, open to its end"),
        pytest.param("---\na: " + "x" * (1 << 20), "too_large", None, "1,048,583 characters", id="large"),
    ],
)
def test_what_cannot_be_loaded(block: str, kind: str, line: int | None, said: str) -> None:
    with pytest.raises(ProblemError) as raised:
        load_front_matter(block)
    assert (raised.value.kind, raised.value.line) == (f"front_matter_{kind}", line)
    assert said in raised.value.detail


def test_aliases_are_not_expanded_beyond_the_size_of_front_matter() -> None:
    """The billion laughs load in no time as shared lists, and take the memory when they are written out as JSON."""
    begun = time.perf_counter()
    bomb = "---\na0: &a0 [lol]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    with pytest.raises(ProblemError, match="aliases that stand for more"):
        load_yaml(bomb)
    deep = "---\na0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 120))
    with pytest.raises(ProblemError, match="more than 100 deep"):
        load_yaml(deep)
    assert load_yaml("---\na: &a [*a]\n") == {"a": ["~"]}
    chain = "---\na0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 99))
    assert load_yaml(chain)  # 100 deep, the mapping counted
    with pytest.raises(ProblemError, match="more than 100 deep"):
        load_yaml(chain + "a99: [*a98]\n")
    assert time.perf_counter() - begun < 0.1, "they are not walked either"
