"""Scalars as YAML 1.2 has them in Hugo, and the conversions of spf13/cast. Each row was printed by Hugo 0.168."""

import pytest

from pipeline.generators.hugo.values import lower, lower_keys, resolve, to_bool, to_text, to_texts
from pipeline.generators.scalars import Plain, Value


@pytest.mark.parametrize(
    ("written", "text", "draft"),
    [
        ("010", "8", True),
        ("0o10", "8", True),
        ("0O10", "0O10", None),
        ("0b11", "3", True),
        ("0b2", "0b2", None),
        ("+0x1F", "31", True),
        ("0XFF", "0XFF", None),
        ("1_000", "1000", True),
        ("1__0", "10", True),
        ("_1", "_1", None),
        ("09", "09", None),
        ("00", "0", False),
        ("+5", "5", True),
        ("-012", "-10", True),
        ("1e3", "1e3", None),
        ("1.5e3", "1500", True),
        ("1.", "1", True),
        (".5", "0.5", True),
        (".", ".", None),
        ("3.10", "3.1", True),
        ("1.2.3", "1.2.3", None),
        ("0.0", "0", False),
        ("-0.0", "-0", False),
        ("0.0000001", "0.0000001", True),
        ("100000000000000000000.5", "100000000000000000000", True),
        ("1234567890123456789012.0", "1234567890123456800000", True),
        ("18446744073709551615", "18446744073709551615", True),
        ("123456789012345678901", "123456789012345678901", None),
        ("-9223372036854775809", "-9223372036854775809", None),
        ("12:30", "12:30", None),
        ("2020-01-02", "2020-01-02", None),
        ("yes", "yes", None),
        ("on", "on", None),
        ("TRUE", "true", True),
        ("tRUE", "tRUE", None),
        ("T", "T", True),
        ("False", "false", False),
        ("f", "f", False),
        ("Null", "", False),
        ("nULL", "nULL", None),
        ("~", "", False),
        ("", "", False),
    ],
)
def test_a_plain_scalar_is_typed_as_in_yaml_1_2(written: str, text: str, draft: bool | None) -> None:
    assert (to_text(Plain(written)), to_bool(Plain(written))) == (text, draft)


@pytest.mark.parametrize(
    ("value", "text", "draft", "texts"),
    [
        pytest.param("010", "010", None, ["010"], id="in quotes it is a text"),
        pytest.param("true", "true", True, ["true"], id="a text that strconv reads"),
        pytest.param("a,  b", "a,  b", None, ["a,", "b"], id="a list of texts is split at white space"),
        pytest.param([Plain("1.50"), "x"], "", None, ["1.5", "x"], id="a list"),
        pytest.param({"a": "b"}, "", None, [], id="a mapping"),
        pytest.param(None, "", False, [], id="nothing"),
        pytest.param(Plain("5"), "5", True, [], id="a number"),
    ],
)
def test_a_value_is_converted_as_cast_does(value: Value, text: str, draft: bool | None, texts: list[str]) -> None:
    assert (to_text(value), to_bool(value), to_texts(value)) == (text, draft, texts)


def test_a_number_too_long_for_any_machine_stays_a_text() -> None:
    assert resolve(Plain("9" * 5000)) == "9" * 5000
    assert resolve(Plain("+" + "_" * 9)) == "+" + "_" * 9


def test_keys_are_lowered_at_every_depth_and_the_last_spelling_counts() -> None:
    repeated: list[str] = []
    value = {"Title": "a", "TITLE": "b", "Params": {"X": [{"Y": "z"}], "n": Plain("1")}}
    assert lower_keys(value, repeated) == {"title": "b", "params": {"x": [{"y": "z"}], "n": "1"}}
    assert repeated == ["TITLE"]


def test_letters_are_lowered_one_by_one() -> None:
    assert lower("İSTANBUL ΌΣΟΣ ẞ") == "istanbul όσοσ ß"
