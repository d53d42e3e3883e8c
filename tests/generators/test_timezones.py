"""Time zones as libc reads them, and what a wrong name may mean."""

from datetime import datetime

import duckdb
import pytest

from pipeline.generators.timezones import make_zone, read_timezone, suggest_timezone

# Offsets are what Ruby 3.1 on glibc gives for TZ.
READ = {
    "Europe/Paris": ("Europe/Paris", False),
    ":Europe/Paris": ("Europe/Paris", False),
    "posix/Europe/Paris": ("Europe/Paris", False),
    "/usr/share/zoneinfo/Asia/Tokyo": ("Asia/Tokyo", False),
    "right/UTC": ("UTC", False),
    "EST": ("EST", False),
    "PST8PDT": ("PST8PDT", False),
    "Etc/GMT+8": ("Etc/GMT+8", False),
    "UTC0": ("UTC", False),
    "Asia/Beijing": ("UTC", True),
    "PST": ("UTC", True),
    "europe/paris": ("UTC", True),
    "Europe/Paris ": ("UTC", True),
    "UTC +8": ("UTC", True),
    "+08:00": ("UTC", True),
    "AB+3": ("UTC", True),
    "localtime": ("UTC", True),
    "../../etc/passwd": ("UTC", True),
    "a\0b": ("UTC", True),
    "UTC-25": ("UTC", True),
    "UTC+8": ("Etc/GMT+8", True),
    "UTC8": ("Etc/GMT+8", True),
    "GMT+8": ("Etc/GMT+8", True),
    "UTC+08:00": ("Etc/GMT+8", True),
    "<+03>-3": ("Etc/GMT-3", True),
    "UTC+8:30": ("GMT-08:30", True),
    "GMT-14:30:15": ("GMT+14:30", True),
    "UTC+13": ("GMT-13:00", True),
    "CET-1CEST": ("Etc/GMT-1", True),
}


@pytest.mark.parametrize(("text", "expected"), READ.items(), ids=READ)
def test_a_name_is_read_as_libc_reads_it(text: str, expected: tuple[str, bool]) -> None:
    found = read_timezone(text)
    assert (found.name, found.odd is not None) == expected


@pytest.mark.parametrize("name", sorted({name for name, _ in READ.values()}))
def test_python_and_duckdb_agree_on_the_clock(name: str) -> None:
    noon = datetime(2015, 7, 1, 12)
    sql = "select (timestamptz '2015-07-01 12:00:00+00') at time zone $zone"
    with duckdb.connect() as duck:
        row = duck.execute(sql, {"zone": name}).fetchone()
    offset = make_zone(name).utcoffset(noon)
    assert offset is not None and row == (noon + offset,)


SUGGESTED = {
    "Asia/Beijing": "Asia/Shanghai",
    "Asia/Bejing": "Asia/Shanghai",
    "UTC+8": "Asia/Shanghai",
    "UTC+5:30": "Asia/Kolkata",
    "-0500": "America/New_York",
    "PST": "America/Los_Angeles",
    "Pacific Standard Time": "America/Los_Angeles",
    "europe/paris": "Europe/Paris",
    " Europe/Paris ": "Europe/Paris",
    "Berlin": "Europe/Berlin",
    "Europe/Munich": "Europe/Berlin",
    "Europe/Berln": "Europe/Berlin",
    "America/New York": "America/New_York",
    "klingon": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), SUGGESTED.items(), ids=SUGGESTED)
def test_a_wrong_name_has_a_likely_zone(text: str, expected: str | None) -> None:
    assert suggest_timezone(text) == expected


def test_every_suggestion_is_a_zone() -> None:
    from pipeline.generators import timezones

    likely = {*timezones._LIKELY.values(), *timezones._OFFSET_ZONES.values()}
    assert likely <= timezones._iana_names()
