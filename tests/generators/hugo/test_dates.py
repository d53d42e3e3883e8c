"""One date as Go reads it, on the site's clock. Each row was made by Hugo 0.168 in New York."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from pipeline.generators.fields import Moment
from pipeline.generators.hugo.dates import DateError, parse_date
from pipeline.generators.scalars import Plain, Value

NEW_YORK = ZoneInfo("America/New_York")


def show(moment: Moment) -> str:
    """Return a moment as RFC 3339, in its own offset, and its precision."""
    local = datetime.fromtimestamp(moment.local, ZoneInfo("UTC")).replace(tzinfo=None)
    minutes = (moment.local - moment.at) // 60
    return f"{local.isoformat()}{minutes // 60:+03}:{minutes % 60:02} {moment.precision}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2020-06-01", "2020-06-01T00:00:00-04:00 day"),
        ("2020-06-01 10:20:30", "2020-06-01T10:20:30-04:00 second"),
        ("2020-06-01T10:20:30", "2020-06-01T10:20:30-04:00 second"),
        ("2020-06-01T10:20:30Z", "2020-06-01T10:20:30+00:00 second"),
        ("2020-06-01T10:20:30+09:00", "2020-06-01T10:20:30+09:00 second"),
        ("2020-06-01T10:20:30+0900", "2020-06-01T10:20:30+09:00 second"),
        ("2020-06-01 10:20:30Z", "2020-06-01T10:20:30+00:00 second"),
        ("2020-06-01 10:20:30 -0700", "2020-06-01T10:20:30-07:00 second"),
        ("2020-06-01 10:20:30 +09:00", "2020-06-01T10:20:30+09:00 second"),
        ("2020-06-01 10:20:30.25 -0700 MST", "2020-06-01T10:20:30-07:00 second"),
        ("2020-06-01T10:20:30,5Z", "2020-06-01T10:20:30+00:00 second"),
        ("2020-06-01 9:00:00", "2020-06-01T09:00:00-04:00 second"),
        ("2020-06-01  10:20:30", "2020-06-01T10:20:30-04:00 second"),
        ("01 Jun 2020", "2020-06-01T00:00:00-04:00 day"),
        ("01 jun 2020", "2020-06-01T00:00:00-04:00 day"),
        ("02 Jun 20 10:20 +0100", "2020-06-02T10:20:00+01:00 minute"),
        ("Mon Jun  1 10:20:30 2020", "2020-06-01T10:20:30-04:00 second"),
        ("Mon Jun  1 10:20:30 EST 2020", "2020-06-01T10:20:30-04:00 second"),
        ("Mon, 01 Jun 2020 10:20:30 -0700", "2020-06-01T10:20:30-07:00 second"),
        ("Mon, 01 Jun 2020 10:20:30 GMT", "2020-06-01T10:20:30-04:00 second"),
        ("Monday, 01-Jun-20 10:20:30 EST", "2020-06-01T10:20:30-04:00 second"),
        ("2020-03-08 02:30:00", "2020-03-08T01:30:00-05:00 second"),
        ("2020-11-01 01:30:00", "2020-11-01T01:30:00-04:00 second"),
    ],
)
def test_a_text_in_a_known_layout_is_a_date(text: str, shown: str) -> None:
    assert show(parse_date(text, NEW_YORK)) == show(parse_date(Plain(text), NEW_YORK)) == shown


@pytest.mark.parametrize(
    "text",
    ["2020-06-01 10:20", "2020-06-01T10:20", "2020-6-1", "2020/06/01", "06/01/2020", "Jun 1, 2020", "1 June 2020",
     "1 Jun 2020", "2020-06", "2020-02-30", "2020-06-01 24:00:00", "2020-06-01 10:20:60", "2020-06-01 10:20:30 EST",
     "2020-06-01 10:20:30 UTC", "2020-06-01 10:20PM", "2020-06-01t10:20:30z", "2020-06-01 ", "soon", "2020", "3:04PM",
     "0000-01-01", "2020-06-01T10:20:30+25:00", "9" * 1000],
)  # fmt: skip
def test_other_texts_are_no_dates(text: str) -> None:
    with pytest.raises(DateError):
        parse_date(text, NEW_YORK)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Plain("2020"), "1970-01-01T00:33:40+00:00 second"),
        (Plain("20200601"), "1970-08-22T19:16:41+00:00 second"),
        (Plain("1_590_969_600"), "2020-06-01T00:00:00+00:00 second"),
        (Plain("-1"), "1969-12-31T23:59:59+00:00 second"),
    ],
)
def test_a_whole_number_is_seconds_since_1970(value: Value, shown: str) -> None:
    assert show(parse_date(value, NEW_YORK)) == shown


@pytest.mark.parametrize(
    "value",
    [
        Plain("1590969600.5"),
        Plain("true"),
        Plain("~"),
        ["2020-01-01"],
        {"a": "b"},
        Plain("9" * 18),
        Plain("-" + "9" * 18),
    ],
)
def test_other_values_are_no_dates(value: Value) -> None:
    with pytest.raises(DateError):
        parse_date(value, NEW_YORK)


def test_a_gap_of_summer_time_in_london_is_not_moved() -> None:
    # Go looks for the offset at the clock's time read as UTC, and takes an offset of zero as it is.
    assert show(parse_date("2020-03-29T01:30:00", ZoneInfo("Europe/London"))) == "2020-03-29T02:30:00+01:00 second"
