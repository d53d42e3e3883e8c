"""What is said of a date that Jekyll cannot read: the text, the fact, and how to write it."""

import pytest

from tests.support.parsing import kinds, read_post

SAID = {
    "5. März 2024": "months are read in English: write year-month-day, such as 2024-03-05",
    "März 5, 2024": "months are read in English: write year-month-day, such as 2024-03-05",
    "15 décembre": "months are read in English: write year-month-day, such as 2024-03-05",
    "2024年3月5日": "年, 月 and 日 are not read: write 2024-03-05",
    "2024년 12월 15일": "年, 月 and 日 are not read: write 2024-12-15",
    "1709596800": "a number of seconds since 1970 is not read: write 2024-03-05 00:00:00 +0000",
    "1709596800000": "a number of milliseconds since 1970 is not read: write 2024-03-05 00:00:00 +0000",
    "10/25/2015": "it is read as day/month/year: write 2015-10-25",
    "2015": "it names no day: write 2015-01-01",
    "2015-9": "it names no day: write 2015-09-01",
    "2015-10-01 25:00": "there is no time 25:00:00",
    "2015-10-32": "there is no day 32",
    "10:30": "it names no year",
    "tuesday": "it names no date",
    "2015-10-01 10:00 +24:00": "the offset +24:00 is a day or more: write one such as +02:00",
    "201105-24 14:44:50+00:00": "the offset -24 is a day or more: write one such as +02:00",
    "'2015-01-05 10:00:00 +25:00'": "the offset +25:00 is a day or more: write one such as +02:00",
    "2015-01-05 10:00:00 +24:00": "the offset +24:00 is a day or more: write one such as +02:00",
    "0001-01-01T00:00:00Z": "the year 1 is not in 2 to 9999",
}


@pytest.mark.parametrize(("written", "said"), SAID.items(), ids=SAID)
def test_a_date_that_cannot_be_read_says_what_to_write(written: str, said: str) -> None:
    row = read_post(f"---\na: 1\ndate: {written}\n---\n")
    assert kinds(row) in ([("date_invalid", 3)], [("date_missing", 3)])
    assert row["fate"] == "problem"
    assert row["problems"][0]["detail"] == f"`{written.strip(chr(39))}`: {said}"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize("path", ["_posts/0001-01-01-a.md", "_drafts/0001-01-01-d.md", "_posts/0001-06-01-a.md"])
def test_a_file_name_of_the_year_1_is_no_fault_of_ours(path: str, zone: str) -> None:
    row = read_post("---\ntitle: A\n---\n", path, timezone=zone)
    assert (row["fate"], kinds(row)) == ("problem", [("date_invalid", None)])
    assert row["problems"][0]["detail"].endswith("in the file name: the year 1 is not in 2 to 9999")


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize("date", ["0001-01-01T00:00:00Z", "'0001-01-01'", "0001-12-31 23:59:59 -10:00"])
def test_a_date_of_the_year_1_is_the_same_in_every_zone(date: str, zone: str) -> None:
    row = read_post(f"---\ndate: {date}\n---\n", timezone=zone)
    assert kinds(row) == [("date_invalid", 2)]


@pytest.mark.parametrize("path", ["_posts/9999-12-31-a.md", "_posts/0002-01-01-a.md"])
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_ends_of_the_calendar_are_posts(path: str, zone: str) -> None:
    assert read_post("---\ntitle: A\n---\n", path, timezone=zone)["fate"] == "post"


def test_an_offset_of_more_than_a_day_is_ignored_where_rubys_datetime_ignores_it() -> None:
    row = read_post("---\ndate: 2015-01-05 10:00:00 +25:00\n---\n")
    assert (row["fate"], f"{row['published_at']:%Y-%m-%d %H:%M}") == ("post", "2015-01-05 10:00")
    assert kinds(row) == [("offset_ignored", 2)]
    assert kinds(read_post("---\ndate: 2015-01-05 10:00:00 +23:59\n---\n")) == []
