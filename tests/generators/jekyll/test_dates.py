"""Dates as Ruby reads them, on the site's clock."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipeline.generators.jekyll.dates import DateError, UndatedError, midnight_of, parse_date, parse_file_name_day
from pipeline.generators.scalars import Plain

NEW_YORK = ZoneInfo("America/New_York")


def show_on_clock(value: Any, zone: ZoneInfo = NEW_YORK) -> str:
    """Return what the site's clock shows, with its offset in hours and what was written."""
    moment = parse_date(value, zone)
    local = datetime(1970, 1, 1) + timedelta(seconds=moment.local)
    return f"{local:%Y-%m-%d %H:%M:%S} {(moment.local - moment.at) / 3600:+g} {moment.precision}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2015-10-01", "2015-10-01 00:00:00 -4 day", id="local midnight"),
        pytest.param("2015-10-01 01:00:00", "2015-09-30 21:00:00 -4 second", id="no offset: UTC, the trap"),
        pytest.param("2015-10-01 01:00", "2015-10-01 01:00:00 -4 minute", id="no seconds either: local"),
        pytest.param("2015-10-01T01:00:00Z", "2015-09-30 21:00:00 -4 second", id="Z"),
        pytest.param("2024-08-08 22:44:26 -0700", "2024-08-09 01:44:26 -4 second", id="Jekyll's own habit"),
        pytest.param("2015-10-01 01:00:00.123456 +0000", "2015-09-30 21:00:00 -4 second", id="fractions go"),
        pytest.param("2015-10-01 10:00:00 +5", "2015-10-01 01:00:00 -4 second", id="offset of one digit"),
        pytest.param("2015-10-01 10:00 +0530", "2015-10-01 00:30:00 -4 minute", id="India"),
        pytest.param("2015-10-01 01:00:00 EST", "2015-10-01 02:00:00 -4 second", id="a zone of RFC 822"),
        pytest.param("2015-10-01 01:00:00 EDT", "2015-10-01 01:00:00 -4 second", id="the site's own"),
        pytest.param("2015-10-01 10:00 A", "2015-10-01 05:00:00 -4 minute", id="a military zone"),
        pytest.param("2015-10-01 01:00:00 IST", "2015-10-01 01:00:00 -4 second", id="other names are ignored"),
        pytest.param("2015-10-01 10:00 GMT+2", "2015-10-01 10:00:00 -4 minute", id="and this"),
        pytest.param("2015-10-01 10:00 America/Los_Angeles", "2015-10-01 10:00:00 -4 minute", id="and IANA's"),
        pytest.param("2016-07-21 12:00-400", "2016-07-21 12:00:00 -4 minute", id="an offset of three digits is none"),
        pytest.param("2017-03-20 16:30-:00+16:30", "2017-03-20 16:30:00 -4 minute", id="nor is this (18f)"),
        pytest.param("2015-10-01 3:05 pm", "2015-10-01 15:05:00 -4 minute", id="twelve hours"),
        pytest.param("2015-10-01 24:00:00", "2015-10-01 20:00:00 -4 second", id="midnight of the next day, UTC"),
        pytest.param("2015-10-01 24:00", "2015-10-02 00:00:00 -4 minute", id="and local"),
        pytest.param("2015-10-01 10:10:60", "2015-10-01 06:10:59 -4 second", id="a leap second, as DateTime has it"),
        pytest.param("2015-03-08 02:30", "2015-03-08 03:30:00 -4 minute", id="an hour that was skipped"),
        pytest.param("2015-11-01 01:30", "2015-11-01 01:30:00 -5 minute", id="an hour that came twice: the later"),
        pytest.param("2015-02-30", "2015-03-02 00:00:00 -5 day", id="February 30"),
        pytest.param("2015-02-30 10:00:00", "2015-03-02 10:00:00 -5 second", id="which is no YAML date: local"),
        pytest.param("2015-04-31 23:00 -0500", "2015-05-01 00:00:00 -4 minute", id="rolled over and shifted to UTC"),
        pytest.param("2015-01-01 00:30 +0100", "2014-12-31 18:30:00 -5 minute", id="shifted into the year before"),
        pytest.param("2014-12-31 23:30 -0100", "2014-12-31 19:30:00 -5 minute", id="shifted into the next"),
        pytest.param("1 Jan 2015 00:30 +0530", "2014-12-31 14:00:00 -5 minute", id="the same, in words"),
        pytest.param("31 Dec 2014 23:30 -0100", "2014-12-31 19:30:00 -5 minute", id="and the other way"),
        pytest.param("1 Mar 2015 00:30 +0100", "2015-02-28 18:30:00 -5 minute", id="into a month of 28 days"),
        pytest.param("29 Apr 2015 23:00 -0500", "2015-04-30 00:00:00 -4 minute", id="into the last of a month"),
        pytest.param("0002-01-02", "2-01-01 23:59:56 -4.93389 day", id="the beginning of time"),
        pytest.param("10/05/2015", "2015-05-10 00:00:00 -4 day", id="the day comes first"),
        pytest.param("01-10-15", "2001-10-15 00:00:00 -4 day", id="or the year"),
        pytest.param("11-9-2017", "2017-09-11 00:00:00 -4 day", id="day first, as a real post has it"),
        pytest.param("01.10.2015", "2015-10-01 00:00:00 -4 day", id="dots"),
        pytest.param("20151001", "2015-10-01 00:00:00 -4 day", id="eight digits"),
        pytest.param("2015-274", "2015-10-01 00:00:00 -4 day", id="day of the year"),
        pytest.param("September 8, 2014", "2014-09-08 00:00:00 -4 day", id="in words"),
        pytest.param("5 Oct 2015 3pm", "2015-10-05 15:00:00 -4 minute", id="in other words"),
        pytest.param("May 3rd '15", "2015-05-03 00:00:00 -4 day", id="apostrophe"),
        pytest.param("Jan 2015", "2015-01-01 00:00:00 -5 day", id="month and year"),
        pytest.param("Thu, 01 Oct 2015 10:00:00 GMT", "2015-10-01 06:00:00 -4 second", id="RFC 2822"),
        pytest.param("2016-08-08 (optional)", "2016-08-08 00:00:00 -4 day", id="a template filled in half (18f)"),
        pytest.param("9999-12-31", "9999-12-31 00:00:00 -5 day", id="the end of time: no overflow"),
    ],
)
def test_a_date_without_quotes_is_read_as_ruby_reads_it(text: str, expected: str) -> None:
    assert show_on_clock(Plain(text)) == expected


def test_the_zones_of_rfc_822() -> None:
    zones = {
        "UT": 0,
        "GMT": 0,
        "utc": 0,
        "Z": 0,
        "EST": -5,
        "CST": -6,
        "CDT": -5,
        "MST": -7,
        "MDT": -6,
        "PST": -8,
        "PDT": -7,
    }
    for zone, hours in (zones | {"M": 12, "K": 10, "I": 9, "N": -1, "Y": -12}).items():
        moment = parse_date(Plain(f"2015-06-15 12:00 {zone}"), ZoneInfo("UTC"))
        assert moment.at % 86400 == (12 - hours) * 3600 % 86400, zone
    assert parse_date(Plain("2015-06-15 12:00 J"), ZoneInfo("UTC")).at % 86400 == 12 * 3600  # is no zone


def test_a_quoted_date_is_local() -> None:
    assert show_on_clock("2015-10-01 01:00:00") == "2015-10-01 01:00:00 -4 second"
    assert show_on_clock("2015-10-01 01:00:00Z") == "2015-09-30 21:00:00 -4 second"
    assert show_on_clock(["2015-10-01"]) == "2015-10-01 00:00:00 -4 day"  # Ruby reads what the list looks like


def test_the_zone_is_the_sites() -> None:
    assert show_on_clock(Plain("2015-10-01 20:00:00"), ZoneInfo("Asia/Tokyo")) == "2015-10-02 05:00:00 +9 second"
    assert show_on_clock(Plain("2015-01-01 12:00 CEST"), ZoneInfo("Europe/Paris")) == "2015-01-01 11:00:00 +1 minute"
    assert show_on_clock(Plain("2015-07-01 12:00 CET"), ZoneInfo("Europe/Paris")) == "2015-07-01 13:00:00 +2 minute"


def test_before_there_were_time_zones_every_reading_loses_two_seconds() -> None:
    """New York was 4:56:02 behind; Jekyll writes the date as -0456 and reads it back, twice."""
    moment = midnight_of(parse_file_name_day("215-10-01"), "215-10-01", NEW_YORK)
    assert (moment.at - moment.local, moment.local % 86400) == (17762, 86396)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("10/25/2015", "there is no month 25"),
        ("1443657600", "there is no month 65"),
        ("2015", "there is no month 20"),
        ("2015-10", "there is no month 20"),
        ("2015-00-10", "there is no month 0"),
        ("2015-10-32", "there is no day 32"),
        ("2015-10-01 25:00", "there is no time 25:00:00"),
        ("2015-10-01 10:60", "there is no time 10:60:00"),
        ("2015-10-01 10:00:61 EST", "there is no time 15:00:61"),
        ("2015-10-01 24:01", "there is no time 24:01:00"),
        ("2015-366", "2015 has no day 366"),
        ("tuesday", "it names no date"),
        ("not a date", "it names no date"),
        ("false", "it names no date"),
        ("2015-W40-4", "it names no date"),
        ("+12015-04-12", "the year 12015 is not in 2 to 9999"),
        ("0000-01-01", "the year 0 is not in 2 to 9999"),
        ("9999-12-31 23:00 -0500", "the year is not in 2 to 9999"),
        ("9" * 200, "it is longer than 128 bytes"),
    ],
)
def test_what_is_no_date_says_why(text: str, reason: str) -> None:
    with pytest.raises(DateError) as raised:
        parse_date(Plain(text), NEW_YORK)
    assert (str(raised.value), isinstance(raised.value, UndatedError)) == (reason, False)


@pytest.mark.parametrize("text", ["10:30", "Aug 31", "12:30", "5/10", "1st"])
def test_dates_that_need_todays(text: str) -> None:
    with pytest.raises(UndatedError, match="it names no year"):
        parse_date(Plain(text), NEW_YORK)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2017-2-5", date(2017, 2, 5)),
        ("15-10-01", date(2015, 10, 1)),
        ("99-1-1", date(1999, 1, 1)),
        ("69-1-1", date(1969, 1, 1)),
        ("68-1-1", date(2068, 1, 1)),
        ("215-10-01", date(215, 10, 1)),
        ("2015-02-30", date(2015, 3, 2)),
    ],
)
def test_days_of_file_names(name: str, day: date) -> None:
    assert date(1970, 1, 1) + timedelta(days=parse_file_name_day(name)) == day
