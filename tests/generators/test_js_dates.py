"""Texts of dates, as `new Date(text)` of V8 reads them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipeline.generators.js_dates import local_to_utc, offset_at, parse_date

ZONE, LOCAL = True, False


@pytest.mark.parametrize(
    ("text", "clock", "has_zone", "precision"),
    [
        pytest.param("2021-03-04", "2021-03-04 00:00", ZONE, "day", id="an ISO day is one of UTC"),
        pytest.param("2021-03", "2021-03-01 00:00", ZONE, "day", id="a month"),
        pytest.param("2021", "2021-01-01 00:00", ZONE, "day", id="a year"),
        pytest.param("2021-03-04T05:06", "2021-03-04 05:06", LOCAL, "minute", id="an ISO time is one of the machine"),
        pytest.param("2021-03-04T05:06:07.8Z", "2021-03-04 05:06:07.800", ZONE, "second", id="an ISO time with Z"),
        pytest.param("2021-03-04T05:06-05:30", "2021-03-04 10:36", ZONE, "minute", id="an ISO time with an offset"),
        pytest.param("2021-03-04T24:00", "2021-03-05 00:00", LOCAL, "minute", id="the end of a day"),
        pytest.param("2021-02-31", "2021-03-03 00:00", ZONE, "day", id="a day that counts on"),
        pytest.param("2021-3-4", "2021-03-04 00:00", LOCAL, "day", id="short parts"),
        pytest.param("2021/3/4 5:06", "2021-03-04 05:06", LOCAL, "minute", id="slashes"),
        pytest.param("2021.03.04", "2021-03-04 00:00", LOCAL, "day", id="dots"),
        pytest.param("3/4/2021", "2021-03-04 00:00", LOCAL, "day", id="the month comes first in America"),
        pytest.param("3/4/21", "2021-03-04 00:00", LOCAL, "day", id="a year of two digits"),
        pytest.param("3/4/71", "1971-03-04 00:00", LOCAL, "day", id="a year of two digits in the last century"),
        pytest.param("March 4, 2021", "2021-03-04 00:00", LOCAL, "day", id="a month in words"),
        pytest.param("4 Mar 2021 5:06:07", "2021-03-04 05:06:07", LOCAL, "second", id="a day before its month"),
        pytest.param("Thu, 04 Mar 2021 05:06:07 GMT", "2021-03-04 05:06:07", ZONE, "second", id="as in mails"),
        pytest.param("2021 March 4", "2021-03-04 00:00", LOCAL, "day", id="the year first"),
        pytest.param("March 2021", "2021-03-01 00:00", LOCAL, "day", id="no day"),
        pytest.param("March 4", "2001-03-04 00:00", LOCAL, "day", id="no year is 2001"),
        pytest.param("4 Mar 2021 5:06 PM", "2021-03-04 17:06", LOCAL, "minute", id="afternoon"),
        pytest.param("4 Mar 2021 12:06 AM", "2021-03-04 00:06", LOCAL, "minute", id="after midnight"),
        pytest.param("2021-03-04 05:06:07 +0900", "2021-03-03 20:06:07", ZONE, "second", id="an offset without colon"),
        pytest.param("2021-03-04 05:06:07 -5", "2021-03-04 10:06:07", ZONE, "second", id="an offset of hours"),
        pytest.param("2021-03-04 05:06:07 EST", "2021-03-04 10:06:07", ZONE, "second", id="American zones"),
        pytest.param("2021-03-04 05:06:07 -0500Z", "2021-03-04 05:06:07", ZONE, "second", id="the last zone counts"),
        pytest.param("2021-03-04 05:06 (for now)", "2021-03-04 05:06", LOCAL, "minute", id="words in parentheses"),
        pytest.param("2021-03-04 05:06:07.25", "2021-03-04 05:06:07.250", LOCAL, "second", id="parts of a second"),
        pytest.param("2021-03-04t05:06:07z", "2021-03-04 05:06:07", ZONE, "second", id="small letters"),
        pytest.param("+002021-03-04", "2021-03-04 00:00", ZONE, "day", id="a year of six digits"),
        pytest.param("2021-03-04 ", "2021-03-04 00:00", LOCAL, "day", id="a blank behind an ISO day"),
        pytest.param(" 2021-03-04", "2021-03-04 00:00", LOCAL, "day", id="a blank before it"),
        pytest.param("4 Mar 2021 5::7", "2021-03-04 05:00:07", LOCAL, "second", id="no minutes"),
        pytest.param("posted March 4, 2021", "2021-03-04 00:00", LOCAL, "day", id="words before the first number"),
    ],
)  # fmt: skip
def test_a_text_is_read(text: str, clock: str, has_zone: bool, precision: str) -> None:
    found = parse_date(text)
    assert found is not None
    ms = (datetime.fromisoformat(clock) - datetime(1970, 1, 1)) // timedelta(milliseconds=1)
    assert (found.ms, found.has_zone, found.precision) == (ms, has_zone, precision)
    assert found.is_rolled == (text == "2021-02-31")


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "10:20", "2021-13-01", "14/13/2021", "31.31.2021", "2021年3月4日", "March 4th 2021", "20210304"),
        *("2021-03-04T5:06", "2021-03-04T05:06ZZ", "Thu, 04 Mar 2021 05:06:07 GMTZ", "2021-3-4T05:06", "4 Mar 2021 25:00"),
        *("4 Mar 2021 13:00 PM", "2021-03-04 05:61", "1 2 3 4", "2021-03-04 05:06:07 +12345", "9" * 300, "2021-03-04T24:01"),
        *("2021-03-04T05:06 ", "2021-03-04-05:06", "2021:03:04 05:06", "2021-03-04 5:6::7"),
    ],
)  # fmt: skip
def test_a_text_that_names_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("clock", "instant"),
    [
        pytest.param("2020-07-01 12:00", "2020-07-01 10:00", id="summer"),
        pytest.param("2020-03-29 02:30", "2020-03-29 01:30", id="in the gap the clock has not changed yet"),
        pytest.param("2020-10-25 02:30", "2020-10-25 00:30", id="of two hours the first"),
    ],
)
def test_a_clock_time_is_read_on_the_clock_of_a_machine(clock: str, instant: str) -> None:
    local, utc = (
        (datetime.fromisoformat(text) - datetime(1970, 1, 1)) // timedelta(milliseconds=1) for text in (clock, instant)
    )
    assert local_to_utc(local, ZoneInfo("Europe/Berlin")) == utc


def test_an_offset_is_that_of_the_instant() -> None:
    assert offset_at(1_593_600_000_000, ZoneInfo("Europe/Berlin")) == 7_200_000
    assert offset_at(10**17, ZoneInfo("Europe/Berlin")) == 0, "beyond the calendar"
