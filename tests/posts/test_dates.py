"""When a post was published: what Ruby reads, in the site's zone, and which of a post's dates counts."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipeline.posts.dates import DateError, UndatedError, file_name_day, midnight, read_date
from pipeline.posts.time_parse import Parts, parse
from pipeline.scalars import Plain
from tests.posts.reading import kinds, read

NEW_YORK = ZoneInfo("America/New_York")


def clock(value: Any, zone: ZoneInfo = NEW_YORK) -> str:
    """What the site's clock shows, with its offset in hours and what was written."""
    moment = read_date(value, zone)
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
        pytest.param("0001-01-02", "1-01-01 23:59:56 -4.93389 day", id="the beginning of time"),
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
def test_unquoted(text: str, expected: str) -> None:
    assert clock(Plain(text)) == expected


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
        moment = read_date(Plain(f"2015-06-15 12:00 {zone}"), ZoneInfo("UTC"))
        assert moment.at % 86400 == (12 - hours) * 3600 % 86400, zone
    assert read_date(Plain("2015-06-15 12:00 J"), ZoneInfo("UTC")).at % 86400 == 12 * 3600  # is no zone


def test_quoted_is_local() -> None:
    assert clock("2015-10-01 01:00:00") == "2015-10-01 01:00:00 -4 second"
    assert clock("2015-10-01 01:00:00Z") == "2015-09-30 21:00:00 -4 second"
    assert clock(["2015-10-01"]) == "2015-10-01 00:00:00 -4 day"  # Ruby reads what the list looks like


def test_the_zone_is_the_sites() -> None:
    assert clock(Plain("2015-10-01 20:00:00"), ZoneInfo("Asia/Tokyo")) == "2015-10-02 05:00:00 +9 second"
    assert clock(Plain("2015-01-01 12:00 CEST"), ZoneInfo("Europe/Paris")) == "2015-01-01 11:00:00 +1 minute"
    assert clock(Plain("2015-07-01 12:00 CET"), ZoneInfo("Europe/Paris")) == "2015-07-01 13:00:00 +2 minute"


def test_before_there_were_time_zones_every_reading_loses_two_seconds() -> None:
    """New York was 4:56:02 behind; Jekyll writes the date as -0456 and reads it back, twice."""
    moment = midnight(file_name_day("215-10-01"), "215-10-01", NEW_YORK)
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
        ("+12015-04-12", "the year 12015 is not in 1 to 9999"),
        ("0000-01-01", "the year 0 is not in 1 to 9999"),
        ("9999-12-31 23:00 -0500", "the year is not in 1 to 9999"),
        ("9" * 200, "it is longer than 128 bytes"),
    ],
)
def test_no_dates(text: str, reason: str) -> None:
    with pytest.raises(DateError) as raised:
        read_date(Plain(text), NEW_YORK)
    assert (str(raised.value), isinstance(raised.value, UndatedError)) == (reason, False)


@pytest.mark.parametrize("text", ["10:30", "Aug 31", "12:30", "5/10", "1st"])
def test_dates_that_need_todays(text: str) -> None:
    with pytest.raises(UndatedError, match="it names no year"):
        read_date(Plain(text), NEW_YORK)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sat Aug 28 02:29:34 W.  Central  Africa  Standard  Time 2000",
         Parts(2000, 8, 28, None, 2, 29, 34, "W. Central Africa Standard Time")),
        ("28 Aug BC 2000", Parts(-1999, 8, 28)),
        ("03 feb 1st", Parts(2003, 2, 1)),
        ("2-199-5", Parts(199, 5, 2)),
        ("1 03:04:05", Parts(day=1, hour=3, minute=4, second=5)),
        ("2000-01-02 03:04 25", Parts(2000, 1, 2, None, 3, 4)),
        ("M11.5.2", Parts(1878, 5, 2)),
        ("-19990523", Parts(-1999, 5, 23)),
        ("990523", Parts(1999, 5, 23)),
        ("0100-05-23", Parts(100, 5, 23)),
        ("5521,1", Parts(minute=55, second=21)),
        ("21,1", Parts(second=21)),
        ("123", Parts(day_of_year=123)),
        ("99123", Parts(1999, None, None, 123)),
        ("521,1", Parts(minute=5, second=21)),
        ("35521,1", Parts(hour=3, minute=55, second=21)),
        ("235521,1", Parts(hour=23, minute=55, second=21)),
        ("3235521,1", Parts(day=3, hour=23, minute=55, second=21)),
        ("23235521,1", Parts(day=23, hour=23, minute=55, second=21)),
        ("0523235521,1", Parts(None, 5, 23, None, 23, 55, 21)),
        ("19990523235521,1", Parts(1999, 5, 23, None, 23, 55, 21)),
        ("199905232355", Parts(1999, 5, 23, None, 23, 55)),
        ("123456789", Parts()),
        ("fri1feb3bc4pm+5", Parts(-2, 2, 1, None, 16, None, None, "+5")),
        ("19990523T235521.99+0900", Parts(1999, 5, 23, None, 23, 55, 21, "+0900")),
        ("990523235521,1", Parts(1999, 5, 23, None, 23, 55, 21)),
        ("1999143", Parts(1999, None, None, 143)),
        ("19990523235521.123[-5:EST]", Parts(1999, 5, 23, None, 23, 55, 21, "EST")),
        ("23-05--1999 23:55", Parts(-1999, 5, 23, None, 23, 55)),
        ("JAN-31-1999", Parts(1999, 1, 31)),
        ("31/jan/1999", Parts(1999, 1, 31)),
        ("1988-DEC-08", Parts(1988, 12, 8)),
        ("S40.05.23", Parts(1965, 5, 23)),
        ("9h 22m 23s pm", Parts(hour=21, minute=22, second=23)),
        ("2000-01-02 23", Parts(2000, 1, 2, None, 23)),
        ("aSep '90", Parts(1990)),
        ("12:54 p.m. EDT, September 11, 2006", Parts(2006, 9, 11, None, 12, 54, None, "EDT")),
    ],
)  # fmt: skip
def test_the_turns_of_date_parse(text: str, expected: Parts) -> None:
    assert parse(text) == expected


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
    assert date(1970, 1, 1) + timedelta(days=file_name_day(name)) == day


PUBLISHED = ("published_on", "date_source", "date_precision", "date_as_written", "file_name_on")


@pytest.mark.parametrize(
    ("text", "defaults", "expected"),
    [
        ("---\n---\n", "[]", (date(2015, 10, 1), "file_name", "day", "2015-10-01", date(2015, 10, 1))),
        ("---\ndate: 2014-01-02 03:04\n---\n", "[]",
         (date(2014, 1, 2), "front_matter", "minute", "2014-01-02 03:04", date(2015, 10, 1))),
        ("---\n---\n", "[{values: {date: 2010-05-05}}]",
         (date(2010, 5, 5), "defaults", "day", "2010-05-05", date(2015, 10, 1))),
        ("---\ndate:\n---\n", "[{values: {date: 2010-05-05}}]",
         (date(2010, 5, 5), "defaults", "day", "2010-05-05", date(2015, 10, 1))),
    ],
    ids=["file name", "front matter goes before it", "defaults do, too", "null falls back to them"],
)  # fmt: skip
def test_which_date_counts(text: str, defaults: str, expected: tuple[Any, ...]) -> None:
    row = read(text, defaults=defaults)
    assert tuple(row[name] for name in PUBLISHED) == expected


@pytest.mark.parametrize(
    ("text", "path", "kind", "line", "detail"),
    [
        ("---\na: 1\ndate: soon\n---\n", "_posts/2015-10-01-x.md", "date_invalid", 3, "`soon`: it names no date"),
        ("---\ndate:\n---\n", "_posts/2015-10-01-x.md", "date_invalid", 2, "`date` is empty"),
        ("---\ndate: 10:30\n---\n", "_posts/2015-10-01-x.md", "date_missing", 2, "`10:30`: it names no year"),
        ("hi", "_posts/2016-22-01-x.md", "date_invalid", None, "2016-22-01 in the file name: there is no month 22"),
        ("hi", "_posts/2014-01-01-a.b/plain", "date_missing", None,
         "neither the front matter nor the file name give a date"),
    ],
)  # fmt: skip
def test_posts_without_a_date(text: str, path: str, kind: str, line: int | None, detail: str) -> None:
    row = read(text, path)
    assert (row["fate"], row["problems"]) == (
        "problem",
        [{"kind": kind, "severity": "error", "line": line, "detail": detail}],
    )


def test_an_invalid_file_name_does_not_matter_where_front_matter_has_the_date() -> None:
    row = read("---\ndate: 2015-01-01\n---\n", "_posts/2016-22-01-x.md")
    assert (row["fate"], row["published_on"], row["file_name_on"]) == ("post", date(2015, 1, 1), None)


def test_a_day_too_many_is_a_warning() -> None:
    assert kinds(read("---\ndate: 2015-02-30\n---\n")) == [("date_rolled", 2)]
    assert kinds(read("hi", "_posts/2015-02-30-x.md")) == [("date_rolled", None)]


def test_a_draft_may_lack_a_date() -> None:
    row = read("---\ntitle: T\n---\n", "_drafts/idea.md")
    assert (row["fate"], row["published_at"], row["url"], row["slug"]) == ("draft", None, None, "idea")
    assert read("---\n---\n", "_drafts/idea.md", permalink="/:title/")["url"] == "/idea/"
    assert read("hi", "_drafts/2015-10-01-x.md")["published_on"] == date(2015, 10, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("updated: 2016-01-01", date(2016, 1, 1)),
        ("modified: soon\nlastmod: 2016-01-02", date(2016, 1, 2)),
        ("last_modified_at:\nupdated_at: 2016-01-03\nupdated: 2016-01-04", date(2016, 1, 3)),
        ("a: 1", None),
    ],
)
def test_updated_is_the_first_that_reads_as_a_date(text: str, expected: date | None) -> None:
    updated = read(f"---\n{text}\n---\n")["updated_at"]
    assert (updated and updated.date()) == expected
