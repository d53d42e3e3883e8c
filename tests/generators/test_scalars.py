"""What a scalar of front matter means to Jekyll: its type, whether it is true, whether it is null."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pipeline.generators.scalars import Plain, Value, is_null, resolve_scalar, truthy


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
def test_a_plain_scalar_has_the_type_that_jekyll_gives_it(text: str, expected: Any) -> None:
    assert resolve_scalar(Plain(text)) == expected
    assert type(resolve_scalar(Plain(text))) is type(expected)
    assert resolve_scalar(text) == text


@pytest.mark.parametrize("value", [Plain("0"), "", "false", Plain("x"), [], {}])
def test_everything_but_nil_and_false_is_true(value: Value) -> None:
    """In Ruby 0 and the empty text are true: a post that says `published: 0` is published."""
    assert truthy(value)


@pytest.mark.parametrize("value", [None, Plain(""), Plain("no"), Plain("Null")])
def test_nil_and_false_are_not_true(value: Value | None) -> None:
    assert not truthy(value)


def test_null_is_not_false_nor_empty() -> None:
    values: list[Value] = [Plain(""), Plain("NULL"), Plain("no"), "", []]
    assert [is_null(value) for value in values] == [True, True, False, False, False]
