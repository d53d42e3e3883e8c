"""Front matter: where it ends, what it holds, what a scalar means, and that nothing in it can hang or blow up a refresh."""

import time
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.frontmatter import FrontMatterError, JekyllHandler, load_simple, load_yaml
from pipeline.scalars import Plain, Value, is_null, truthy, typed

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
def test_split(text: str, block: str, body: str) -> None:
    assert HANDLER.split(text) == (block, body)


def as_written(value: Any) -> Any:
    """A value with each unquoted scalar in angle brackets."""
    if isinstance(value, dict):
        return {key: as_written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_written(item) for item in value]
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
def test_load(block: str, expected: Any) -> None:
    assert as_written(HANDLER.load(block)) == expected


def classes(value: Any) -> Any:
    """A value with its keys in order, and of each scalar what it is."""
    if isinstance(value, dict):
        return [(key, classes(item)) for key, item in value.items()]
    return [classes(item) for item in value] if isinstance(value, list) else (type(value), str(value))


@pytest.mark.parametrize(
    "line",
    [
        *(
            "a: b",
            "a:",
            "a:   b  ",
            "a: b c  d",
            "a: 3.10",
            "a: 2019-03-26 12:38:00 -0500",
            "a: http://x.y/#z",
            "a: C#",
        ),
        *(
            "a: it's",
            "a: Tom & Ann [x], {y}",
            'a: He said "no"',
            "a: é",
            'a: ""',
            "a: ''",
            'a: "b: c # d"',
            "a: 'b \\d'",
        ),
        *("a: []", "a: [b]", "a: [b c, C#,  it's]", "a-b_cé2: d"),
    ],
)
def test_plain_lines_need_no_parser(line: str) -> None:
    simple = load_simple(f"---\n{line}\n")
    assert simple is not None
    assert classes(simple) == classes(load_yaml(f"---\n{line}\n"))


@pytest.mark.parametrize(
    "lines",
    [
        "a: b\na: c",
        "a: b: c",
        "a: b #c",
        "a: b\n c",
        "a:\n- b",
        "a: [b: c]",
        "a: [b,]",
        'a: "b\\n"',
        "a: 'b''c'",
        "a: &b c",
    ],
)
def test_lines_that_need_a_parser(lines: str) -> None:
    assert load_simple(f"---\n{lines}\n") is None


PIECES = st.lists(
    st.sampled_from(
        [
            *("b", "é", "1.0", "C#", " ", " ", "b c", "it's"),
            *":#,-?[]{}\"'\\&*!|>%@`",
        ]
    )
    | st.sampled_from(["_", ".", "~", "\t", "\x07", "\x85", "\u2028", "\ufeff", "\xa0", ": ", " #", "- "]),
    max_size=4,
).map("".join)
VALUES = st.one_of(
    *(
        PIECES.map(form.format)
        for form in ("{}", "b{}", "b{}b", '"{}"', "'{}'", "[{}]", "[b{}]", "[b, c{}d]", "[b,c {}b ]")
    )
)
LINES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["a", "b", "c-d", "e1"])
    | st.sampled_from(["<<", "é", "2015", "", " a", "- a", "? a", '"a"', "no"]),
    st.sampled_from([": ", ":  "]) | st.sampled_from([":", " : ", ":\t"]),
    VALUES,
    st.sampled_from(["\n", " \n"]) | st.sampled_from(["\n", "\r\n", "\n ", "\n\n", ""]),
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=2).map("".join))
def test_what_needs_no_parser_means_the_same_to_it(lines: str) -> None:
    """A line let through too easily would turn a broken post into a post that says something else."""
    simple = load_simple(f"---\n{lines}")
    if simple is not None:
        repeated: list[tuple[str, int]] = []
        assert classes(simple) == classes(load_yaml(f"---\n{lines}", repeated))
        assert not repeated


def test_the_last_of_a_key_given_twice_wins_and_is_reported() -> None:
    repeated: list[tuple[str, int]] = []
    assert HANDLER.load("---\nt: a\nu: {x: 1,\n  x: 2}\nt: b\n", repeated=repeated) == {"t": "b", "u": {"x": "2"}}
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
    with pytest.raises(FrontMatterError) as raised:
        HANDLER.load(block)
    assert (raised.value.kind, raised.value.line) == (f"front_matter_{kind}", line)
    assert said in raised.value.detail


def test_aliases_are_not_expanded_beyond_the_size_of_front_matter() -> None:
    """The billion laughs load in no time as shared lists, and take the memory when they are written out as JSON."""
    begun = time.perf_counter()
    bomb = "---\na0: &a0 [lol]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    with pytest.raises(FrontMatterError, match="aliases that stand for more"):
        load_yaml(bomb)
    deep = "---\na0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 120))
    with pytest.raises(FrontMatterError, match="more than 100 deep"):
        load_yaml(deep)
    assert load_yaml("---\na: &a [*a]\n") == {"a": ["~"]}
    chain = "---\na0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 99))
    assert load_yaml(chain)  # 100 deep, the mapping counted
    with pytest.raises(FrontMatterError, match="more than 100 deep"):
        load_yaml(chain + "a99: [*a98]\n")
    assert time.perf_counter() - begun < 0.1, "they are not walked either"


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None), ("~", None), ("null", None), ("nULL", None), ("nil", "nil"),
        ("yes", True), ("On", True), ("TRUE", True), ("no", False), ("oFF", False), ("false", False), ("y", "y"), ("n", "n"),
        ("0", 0), ("+5", 5), ("-7", -7), ("1_000", 1000), ("1,000", 1000), ("010", 8), ("08", "08"), ("0x1F", 31), ("0b11", 3),
        ("3.10", 3.1), (".5", 0.5), ("1.", "1."), ("1.5e+3", 1500.0), ("1e3", "1e3"), ("-.inf", float("-inf")),
        ("12:30", 750.0), ("1:30.5", 90.5), ("-1:30", -90.0), ("12:75", "12:75"),
        ("2015-10-01", date(2015, 10, 1)), ("2015-02-30", "2015-02-30"), ("2015-1-5", "2015-1-5"),
        ("2015-10-01 01:00:00", datetime(2015, 10, 1, 1, tzinfo=UTC)),
        ("2015-10-01 01:00:00 -0700", datetime(2015, 10, 1, 8, tzinfo=UTC)),
        ("2015-10-01T01:00:00.5+530", datetime(2015, 9, 30, 19, 30, tzinfo=UTC)),
        ("2015-10-01 24:00:00", datetime(2015, 10, 2, tzinfo=UTC)),
        ("2015-10-01 01:00", "2015-10-01 01:00"), ("2015-10-01 01:00:00 EST", "2015-10-01 01:00:00 EST"),
        ("9" * 5000, "9" * 5000), ("title", "title"), ("=", "="), ("https://x.y/2", "https://x.y/2"),
    ],
)  # fmt: skip
def test_typed(text: str, expected: Any) -> None:
    assert typed(Plain(text)) == expected
    assert type(typed(Plain(text))) is type(expected)
    assert typed(text) == text


@pytest.mark.parametrize("value", [Plain("0"), "", "false", Plain("x"), [], {}])
def test_everything_is_true(value: Value) -> None:
    """In Ruby 0 and the empty text are true: a post that says `published: 0` is published."""
    assert truthy(value)


@pytest.mark.parametrize("value", [None, Plain(""), Plain("no"), Plain("Null")])
def test_but_nil_and_false(value: Value | None) -> None:
    assert not truthy(value)


def test_null_is_not_false_nor_empty() -> None:
    values: list[Value] = [Plain(""), Plain("NULL"), Plain("no"), "", []]
    assert [is_null(value) for value in values] == [True, True, False, False, False]
