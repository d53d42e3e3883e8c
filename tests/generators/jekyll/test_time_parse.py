"""The parts of a date that Ruby's Date._parse finds in a text."""

import pytest

from pipeline.generators.jekyll.time_parse import TimeParts, parse_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sat Aug 28 02:29:34 W.  Central  Africa  Standard  Time 2000",
         TimeParts(2000, 8, 28, None, 2, 29, 34, "W. Central Africa Standard Time")),
        ("28 Aug BC 2000", TimeParts(-1999, 8, 28)),
        ("03 feb 1st", TimeParts(2003, 2, 1)),
        ("2-199-5", TimeParts(199, 5, 2)),
        ("1 03:04:05", TimeParts(day=1, hour=3, minute=4, second=5)),
        ("2000-01-02 03:04 25", TimeParts(2000, 1, 2, None, 3, 4)),
        ("M11.5.2", TimeParts(1878, 5, 2)),
        ("-19990523", TimeParts(-1999, 5, 23)),
        ("990523", TimeParts(1999, 5, 23)),
        ("0100-05-23", TimeParts(100, 5, 23)),
        ("5521,1", TimeParts(minute=55, second=21)),
        ("21,1", TimeParts(second=21)),
        ("123", TimeParts(day_of_year=123)),
        ("99123", TimeParts(1999, None, None, 123)),
        ("521,1", TimeParts(minute=5, second=21)),
        ("35521,1", TimeParts(hour=3, minute=55, second=21)),
        ("235521,1", TimeParts(hour=23, minute=55, second=21)),
        ("3235521,1", TimeParts(day=3, hour=23, minute=55, second=21)),
        ("23235521,1", TimeParts(day=23, hour=23, minute=55, second=21)),
        ("0523235521,1", TimeParts(None, 5, 23, None, 23, 55, 21)),
        ("19990523235521,1", TimeParts(1999, 5, 23, None, 23, 55, 21)),
        ("199905232355", TimeParts(1999, 5, 23, None, 23, 55)),
        ("123456789", TimeParts()),
        ("fri1feb3bc4pm+5", TimeParts(-2, 2, 1, None, 16, None, None, "+5")),
        ("19990523T235521.99+0900", TimeParts(1999, 5, 23, None, 23, 55, 21, "+0900")),
        ("990523235521,1", TimeParts(1999, 5, 23, None, 23, 55, 21)),
        ("1999143", TimeParts(1999, None, None, 143)),
        ("19990523235521.123[-5:EST]", TimeParts(1999, 5, 23, None, 23, 55, 21, "EST")),
        ("23-05--1999 23:55", TimeParts(-1999, 5, 23, None, 23, 55)),
        ("JAN-31-1999", TimeParts(1999, 1, 31)),
        ("31/jan/1999", TimeParts(1999, 1, 31)),
        ("1988-DEC-08", TimeParts(1988, 12, 8)),
        ("S40.05.23", TimeParts(1965, 5, 23)),
        ("9h 22m 23s pm", TimeParts(hour=21, minute=22, second=23)),
        ("2000-01-02 23", TimeParts(2000, 1, 2, None, 23)),
        ("aSep '90", TimeParts(1990)),
        ("12:54 p.m. EDT, September 11, 2006", TimeParts(2006, 9, 11, None, 12, 54, None, "EDT")),
    ],
)  # fmt: skip
def test_the_turns_of_date_parse(text: str, expected: TimeParts) -> None:
    assert parse_time(text) == expected
