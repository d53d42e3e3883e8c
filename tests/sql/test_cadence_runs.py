"""Runs of days and weeks, authors who stay, and days and weeks that are unlike the others."""

from datetime import date, timedelta

import pytest

from tests.support.text_tables import Rows, Run, rows


def days(start: str, stories: list[int], site: str = "one", today: int | None = None) -> Rows:
    """cadence.daily from `start` on, a number a day; the days from `today` on are not over."""
    first = date.fromisoformat(start)
    last = len(stories) if today is None else today
    return [
        {"site": site, "day": str(first + timedelta(number)), "stories": count, "is_complete": number < last}
        for number, count in enumerate(stories)
    ]


def weeks(start: str, stories: list[int], site: str = "one", today: int | None = None) -> Rows:
    """The same for cadence.weekly."""
    first = date.fromisoformat(start)
    last = len(stories) if today is None else today
    return [
        {"site": site, "week": str(first + timedelta(7 * number)), "stories": count, "is_complete": number < last}
        for number, count in enumerate(stories)
    ]


def test_streaks(run: Run) -> None:
    # Over a new year with a week 53, over a leap day, and a run that begins anew on another site the day after.
    given = {
        "core.sites": rows("site | today\n one | 2021-01-05\n two | 2024-03-01\n silent | 2024-03-01"),
        "cadence.daily": days("2020-12-30", [1, 2, 1, 0, 0, 1, 0])
        + days("2024-02-28", [1, 1, 1], "two")
        + days("2031-01-01", [3], "two"),
        "cadence.weekly": weeks("2020-12-21", [1, 1, 1])
        + weeks("2024-02-26", [1], "two")
        + weeks("2030-12-30", [1], "two"),
    }
    assert run("cadence.streaks", given) == rows("""
        site | unit | started_on | ended_on   | length | is_open
        one  | day  | 2020-12-30 | 2021-01-01 | 3      | false
        one  | day  | 2021-01-04 | 2021-01-04 | 1      | true
        one  | week | 2020-12-21 | 2021-01-10 | 3      | true
        two  | day  | 2024-02-28 | 2024-03-01 | 3      | true
        two  | day  | 2031-01-01 | 2031-01-01 | 1      | true
        two  | week | 2024-02-26 | 2024-03-03 | 1      | true
        two  | week | 2030-12-30 | 2031-01-05 | 1      | true
        """)


def test_a_streak_is_over_after_a_whole_period_without_a_story(run: Run) -> None:
    # On the 6th the 5th has passed in silence; on the 5th it had not. The week of the 28th ends on the 3rd.
    given = {
        "core.sites": rows("site | today\n one | 2021-01-06\n two | 2021-01-11"),
        "cadence.daily": days("2021-01-04", [1, 0, 0]),
        "cadence.weekly": weeks("2020-12-28", [1]) + weeks("2020-12-28", [1, 0, 0], "two"),
    }
    assert [(row["site"], row["unit"], row["is_open"]) for row in run("cadence.streaks", given)] == [
        ("one", "day", False),
        ("one", "week", True),
        ("two", "week", False),
    ]


def test_author_cohorts(run: Run) -> None:
    # Nobody writes in January, and that is a month of each cohort too.
    given = {
        "cadence.monthly": rows("""
            site | month
            one  | 2023-11-01
            one  | 2023-12-01
            one  | 2024-01-01
            one  | 2024-02-01
            two  | 2024-02-01
            """),
        "cadence.authors_monthly": rows("""
            site | author_id | month
            one  | ann       | 2023-11-01
            one  | bo        | 2023-11-01
            one  | cy        | 2023-11-01
            one  | ann       | 2023-12-01
            one  | dee       | 2023-12-01
            one  | ann       | 2024-02-01
            one  | bo        | 2024-02-01
            two  | ann       | 2024-02-01
            """),
    }
    assert run("cadence.author_cohorts", given) == rows("""
        site | cohort_month | months_since | authors | active | retention
        one  | 2023-11-01   | 0            | 3       | 3      | 1.0
        one  | 2023-11-01   | 1            | 3       | 1      | 0.3333
        one  | 2023-11-01   | 2            | 3       | 0      | 0.0
        one  | 2023-11-01   | 3            | 3       | 2      | 0.6667
        one  | 2023-12-01   | 0            | 1       | 1      | 1.0
        one  | 2023-12-01   | 1            | 1       | 0      | 0.0
        one  | 2023-12-01   | 2            | 1       | 0      | 0.0
        two  | 2024-02-01   | 0            | 1       | 1      | 1.0
        """)


WORKING = [5, 4, 6, 5, 4, 0, 0]  # from Monday

ANOMALIES = {
    "weekends are always silent, and a Monday is not": (
        days("2024-01-01", WORKING * 12 + [0, 5, 5, 5, 5, 0, 0]),
        "2024-03-25 | 0 | 5.0 | -11.37 | silent | no story; the 12 Mondays before had 5 each",
    ),
    "a feed that stopped shows up the next morning": (
        days("2024-01-01", [3, 5, 4, 6, 3, 4, 5] * 5 + [4, 6, 3, 5, 4, 6, 6] * 5 + [4, 0, 0], today=72),
        "2024-03-12 | 0 | 5.5 | -5.17 | silent | no story; the 10 Tuesdays before had 5 to 6",
    ),
    "also one of a story a day": (
        days("2024-01-01", [1] * 70 + [0]),
        "2024-03-11 | 0 | 1.0 | -3.73 | silent | no story; the 10 Mondays before had 1 each",
    ),
    "more than twelve weeks ago is forgotten": (
        days("2024-01-01", [0] * 7 + [3, 4, 5, 4, 4, 5, 3] * 6 + [5, 4, 5, 4, 4, 5, 3] * 6 + [0]),
        "2024-04-01 | 0 | 4.0 | -4.11 | silent | no story; the 12 Mondays before had 3 to 5",
    ),
    "not before there are eight to hold it against": (days("2024-01-01", [1] * 54 + [0, 9]), ""),
    "a busy day": (
        days("2024-01-01", WORKING * 9 + [5, 20]),
        "2024-03-05 | 20 | 4.0 | 4.84 | busy | 20 stories; the 9 Tuesdays before had 4 each",
    ),
    "two more than usual are no event": (days("2024-01-01", [0] * 70 + [2]), ""),
    "what was that low before is not unusual": (days("2024-01-01", [5] * 7 + [0] * 7 + [5] * 70 + [0]), ""),
    "a silent year, and the first story after it": (days("2023-01-01", [1] + [0] * 365 + [1]), ""),
    "as silent and as busy as 52 weeks before": (
        days("2023-01-02", [5] * 70 + [0, 18] + [5] * 362 + [0, 20, 20]),
        """
        2023-03-13 | 0  | 5.0 | -11.37 | silent | no story; the 10 Mondays before had 5 each
        2023-03-14 | 18 | 5.0 | 3.94 | busy | 18 stories; the 10 Tuesdays before had 5 each
        2024-03-13 | 20 | 5.0 | 4.39 | busy | 20 stories; the 12 Wednesdays before had 5 each
        """,
    ),
}


@pytest.mark.parametrize(("daily", "expected"), ANOMALIES.values(), ids=ANOMALIES)
def test_days_that_are_unusual(run: Run, daily: Rows, expected: str) -> None:
    header = "period | stories | expected | score | kind | reason\n"
    found = run("cadence.anomalies", {"cadence.daily": daily, "cadence.weekly": []})
    assert found == [{"site": "one", "unit": "day"} | row for row in rows(header + expected.strip())]


def test_weeks_that_are_unusual(run: Run) -> None:
    # A week is judged when it is over, each site by itself.
    given = {
        "cadence.daily": [],
        "cadence.weekly": weeks("2020-10-05", [9, 7, 8, 10, 9, 8, 11, 9, 10, 8, 9, 10, 0, 30, 40], today=14)
        + weeks("2020-10-05", [0] * 12 + [30], "two"),
    }
    assert run("cadence.anomalies", given) == rows("""
        site | unit | period     | stories | expected | score | kind   | reason
        one  | week | 2020-12-28 | 0       | 9.0      | -7.0  | silent | no story; the 12 weeks before had 7 to 11
        one  | week | 2021-01-04 | 30      | 9.0      | 4.9   | busy   | 30 stories; the 12 weeks before had 0 to 11
        two  | week | 2020-12-28 | 30      | 0.0      | 9.8   | busy   | 30 stories; the 12 weeks before had 0 each
        """)
