"""Values as Ruby writes them."""

from zoneinfo import ZoneInfo

import pytest

from pipeline.generators.jekyll.ruby import capitalize, downcase, to_s
from pipeline.generators.scalars import Plain, Value

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Plain(""), ""),
        (Plain("yes"), "true"),
        (Plain("off"), "false"),
        (Plain("1_000"), "1000"),
        (Plain("1.50"), "1.5"),
        (Plain("1.0e+20"), "1.0e+20"),
        (Plain("1.5e-10"), "1.5e-10"),
        (Plain("-.inf"), "-Infinity"),
        (Plain(".nan"), "NaN"),
        (Plain("2015-10-01"), "2015-10-01"),
        (Plain("2015-10-01 10:00:00"), "2015-10-01 10:00:00 +0000"),
        (Plain("2015-10-01 10:00:00 -0730"), "2015-10-01 10:00:00 -0730"),
        (Plain("2015-10-01T10:00:00Z"), "2015-10-01 10:00:00 +0000"),
        (Plain("0800-01-01 00:00:00"), "0800-01-01 00:00:00 +0000"),
        ('a "b"', 'a "b"'),
        ([], "[]"),
        (['a "b"', Plain("~"), Plain("1"), ["é#{x}"]], '["a \\"b\\"", nil, 1, ["é\\#{x}"]]'),
        ({"a": {"b": Plain("no")}}, '{"a"=>{"b"=>false}}'),
    ],
)
def test_a_value_is_written_as_ruby_writes_it(value: Value, expected: str) -> None:
    assert to_s(value) == expected


def test_case_is_changed_as_ruby_changes_it() -> None:
    assert (capitalize("ǆENEЗ"), downcase("ÉTÉ ΣΑΣ"), capitalize("")) == ("ǅeneз", "été σασ", "")
