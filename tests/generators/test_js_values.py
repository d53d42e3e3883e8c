"""YAML scalars as js-yaml 4 types them, and values as JavaScript shows them."""

from typing import Any

import pytest

from pipeline.generators.js_values import Instant, is_truthy, resolve, to_text, utc_ms
from pipeline.generators.scalars import Plain

JUNE = 1_590_969_600_000  # 2020-06-01


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("~", None, id="tilde"),
        pytest.param("Null", None, id="null with a capital"),
        pytest.param("true", True, id="true"),
        pytest.param("yes", "yes", id="yes is a text in YAML 1.2"),
        pytest.param("off", "off", id="off is a text"),
        pytest.param("010", 10, id="a leading zero counts for nothing"),
        pytest.param("0o10", 8, id="octal"),
        pytest.param("-0x1F", -31, id="hexadecimal"),
        pytest.param("1_000", "1_000", id="underscores make a text"),
        pytest.param("12:30", "12:30", id="sixties are texts"),
        pytest.param("1e3", 1000.0, id="exponents"),
        pytest.param("3.10", 3.1, id="a float"),
        pytest.param("2020-06-01", Instant(JUNE, "day", False), id="a day"),
        pytest.param("2020-06-01 10:20:30", Instant(JUNE + 37_230_000, "second", False), id="a time is one of UTC"),
        pytest.param("2020-6-1 9:05:00", Instant(JUNE + 32_700_000, "second", False), id="short parts beside a time"),
        pytest.param(
            "2020-06-01T10:20:30+09:00", Instant(JUNE + 4_830_000, "second", False, 32_400_000), id="an offset"
        ),
        pytest.param("2020-06-01 10:20:30.5", Instant(JUNE + 37_230_500, "second", False), id="half a second"),
        pytest.param("2020-06-01 10:20", "2020-06-01 10:20", id="without seconds it is a text"),
        pytest.param("2020-06-01 10:20:30 +0900", "2020-06-01 10:20:30 +0900", id="an offset without colon is a text"),
        pytest.param("2020-6-1", "2020-6-1", id="a short day is a text"),
        pytest.param("2020-02-30", Instant(1_583_020_800_000, "day", True), id="a day that counts on"),
        pytest.param("2020-13-01", Instant(1_609_459_200_000, "day", True), id="a month that counts on"),
        pytest.param("9999-99-99", "9999-99-99", id="a day that Python lacks"),
    ],
)
def test_a_scalar_is_typed_as_js_yaml_does(text: str, meant: Any) -> None:
    assert resolve(Plain(text)) == meant
    assert type(resolve(Plain(text))) is type(meant)
    assert resolve(text) == text, "in quotes it stays a text"


@pytest.mark.parametrize(
    ("value", "text", "truthy"),
    [
        pytest.param(Plain("3.10"), "3.1", True, id="a number loses its last zero"),
        pytest.param(Plain("1e21"), "1e+21", True, id="a large number"),
        pytest.param(Plain("12345678901234567890"), "12345678901234567000", True, id="more digits than a number has"),
        pytest.param(Plain("123456789012345678901"), "123456789012345680000", True, id="the most digits that are written"),
        pytest.param(Plain("-1.25e-7"), "-1.25e-7", True, id="a small number"),
        pytest.param(Plain("0.00012"), "0.00012", True, id="a number below one"),
        pytest.param(Plain("1200"), "1200", True, id="zeros at the end"),
        pytest.param(Plain("-12.5"), "-12.5", True, id="a number below zero"),
        pytest.param(Plain("0"), "0", False, id="zero"),
        pytest.param(Plain("-0.0"), "0", False, id="zero with a sign"),
        pytest.param(Plain(".nan"), "NaN", False, id="not a number"),
        pytest.param(Plain("-.inf"), "-Infinity", True, id="infinity"),
        pytest.param(Plain("~"), "null", False, id="null"),
        pytest.param("", "", False, id="an empty text"),
        pytest.param("false", "false", True, id="false in quotes is true"),
        pytest.param(["x", Plain("~"), ["y", "z"]], "x,,y,z", True, id="a list"),
        pytest.param({"a": "b"}, "[object Object]", True, id="a mapping"),
        pytest.param([], "", True, id="an empty list is true"),
        pytest.param(Plain("2020-01-02"), "Thu Jan 02 2020 00:00:00 GMT+0000 (Coordinated Universal Time)", True, id="a date"),
    ],
)  # fmt: skip
def test_a_value_is_shown_as_javascript_does(value: Any, text: str, truthy: bool) -> None:
    assert to_text(value) == text
    assert is_truthy(value) is truthy


def test_parts_of_a_date_that_are_too_large_count_on() -> None:
    assert utc_ms(2020, 14, 31, 25) == utc_ms(2021, 3, 4, 1)
    assert utc_ms(99, 1) == utc_ms(1999, 1), "as Date.UTC reads years of two digits"
    assert utc_ms(10_000, 1) is None
