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


def today(daily: Rows) -> str:
    """The first day that is not over, else the day after the last."""
    running = [day["day"] for day in daily if not day["is_complete"]]
    return min(running, default=str(date.fromisoformat(max(day["day"] for day in daily)) + timedelta(1)))


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
    # Nobody writes in January, and that is a month of each cohort too. February is not over.
    given = {
        "cadence.monthly": rows("""
            site | month      | is_complete
            one  | 2023-11-01 | true
            one  | 2023-12-01 | true
            one  | 2024-01-01 | true
            one  | 2024-02-01 | false
            two  | 2024-02-01 | false
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
        site | cohort_month | months_since | is_complete | is_first_cohort | authors | active | retention
        one  | 2023-11-01   | 0            | true        | true            | 3       | 3      | 1.0
        one  | 2023-11-01   | 1            | true        | true            | 3       | 1      | 0.3333
        one  | 2023-11-01   | 2            | true        | true            | 3       | 0      | 0.0
        one  | 2023-11-01   | 3            | false       | true            | 3       | 2      |
        one  | 2023-12-01   | 0            | true        | false           | 1       | 1      | 1.0
        one  | 2023-12-01   | 1            | true        | false           | 1       | 0      | 0.0
        one  | 2023-12-01   | 2            | false       | false           | 1       | 0      |
        two  | 2024-02-01   | 0            | false       | true            | 1       | 1      |
        """)


WORKING = [5, 4, 6, 5, 4, 0, 0]  # from Monday

ANOMALIES = {
    "weekends are always silent, and a Monday is not": (
        days("2024-01-01", WORKING * 12 + [0, 5, 5, 5, 5, 0, 0]),
        "2024-03-25 | 2024-03-25 | 0 | 5.0 | -11.37 | silent | no story; the 12 Mondays before had 5 each",
    ),
    "a feed that stopped shows up the next morning": (
        days("2024-01-01", [3, 5, 4, 6, 3, 4, 5] * 5 + [4, 6, 3, 5, 4, 6, 6] * 5 + [4, 0, 0], today=72),
        "2024-03-12 | | 0 | 5.5 | -5.17 | silent | no story; the 10 Tuesdays before had 5 to 6",
    ),
    "also one of a story a day": (
        days("2024-01-01", [1] * 70 + [0]),
        "2024-03-11 | | 0 | 1.0 | -3.73 | silent | no story; the 10 Mondays before had 1 each",
    ),
    "more than twelve weeks ago is forgotten": (
        days("2024-01-01", [0] * 7 + [3, 4, 5, 4, 4, 5, 3] * 6 + [5, 4, 5, 4, 4, 5, 3] * 6 + [0]),
        "2024-04-01 | | 0 | 4.0 | -4.11 | silent | no story; the 12 Mondays before had 3 to 5",
    ),
    "not before there are eight to hold it against": (days("2024-01-01", [1] * 54 + [0, 9]), ""),
    "a busy day": (
        days("2024-01-01", WORKING * 9 + [5, 20]),
        "2024-03-05 | 2024-03-05 | 20 | 4.0 | 4.84 | busy | 20 stories; the 9 Tuesdays before had 4 each",
    ),
    "two more than usual are no event": (days("2024-01-01", [0] * 70 + [2]), ""),
    "what was that low before is not unusual": (days("2024-01-01", [5] * 7 + [0] * 7 + [5] * 70 + [0]), ""),
    "a silent year, and the first story after it": (days("2023-01-01", [1] + [0] * 365 + [1]), ""),
    "as silent and as busy as 52 weeks before": (
        days("2023-01-02", [5] * 70 + [0, 18] + [5] * 362 + [0, 20, 20]),
        """
        2023-03-13 | 2023-03-13 | 0  | 5.0 | -11.37 | silent | no story; the 10 Mondays before had 5 each
        2023-03-14 | 2023-03-14 | 18 | 5.0 | 3.94 | busy | 18 stories; the 10 Tuesdays before had 5 each
        2024-03-13 | 2024-03-13 | 20 | 5.0 | 4.39 | busy | 20 stories; the 12 Wednesdays before had 5 each
        """,
    ),
    "a silence that lasts is one row, with an open end": (
        days("2024-01-01", [5] * 70 + [0] * 7),
        "2024-03-11 | | 0 | 5.0 | -11.37 | silent | no story; the 10 Mondays before had 5 each",
    ),
    "it ends with the next story, which may be today's, and not with one to come": (
        days("2024-01-01", [5] * 70 + [0] * 3 + [2] + [0] * 2 + [1] + [0] * 5 + [9], today=76),
        """
        2024-03-11 | 2024-03-13 | 0 | 5.0 | -11.37 | silent | no story; the 10 Mondays before had 5 each
        2024-03-14 | 2024-03-14 | 2 | 5.0 | -5.18 | silent | 2 stories; the 10 Thursdays before had 5 each
        2024-03-15 | 2024-03-16 | 0 | 5.0 | -11.37 | silent | no story; the 10 Fridays before had 5 each
        """,
    ),
    "one of which only the future knows the end": (
        days("2024-01-01", [5] * 70 + [0] * 3 + [1], today=72),
        "2024-03-11 | | 0 | 5.0 | -11.37 | silent | no story; the 10 Mondays before had 5 each",
    ),
}


@pytest.mark.parametrize(("daily", "expected"), ANOMALIES.values(), ids=ANOMALIES)
def test_days_that_are_unusual(run: Run, daily: Rows, expected: str) -> None:
    header = "period | ended_on | stories | expected | score | kind | reason\n"
    given = {"core.sites": [{"site": "one", "today": today(daily)}], "cadence.daily": daily}
    found = run("cadence.anomalies", given | {"cadence.weekly": [], "cadence.monthly": []})
    assert found == [{"site": "one", "unit": "day"} | row for row in rows(header + expected.strip())]


def test_weeks_that_are_unusual(run: Run) -> None:
    # A week is judged when it is over, each site by itself.
    given = {
        "core.sites": [{"site": "one", "today": "2021-01-11"}, {"site": "two", "today": "2021-01-11"}],
        "cadence.monthly": [],
        # The silence of the week of the 28th ends in the middle of the next one.
        "cadence.daily": days("2020-12-28", [0] * 9 + [30]),
        "cadence.weekly": weeks("2020-10-05", [9, 7, 8, 10, 9, 8, 11, 9, 10, 8, 9, 10, 0, 30, 40], today=14)
        + weeks("2020-10-05", [0] * 12 + [30], "two"),
    }
    assert run("cadence.anomalies", given) == rows("""
        site | unit | period     | ended_on   | stories | expected | score | kind   | reason
        one  | week | 2020-12-28 | 2021-01-05 | 0       | 9.0      | -7.0  | silent | no story; the 12 weeks before had 7 to 11
        one  | week | 2021-01-04 | 2021-01-10 | 30      | 9.0      | 4.9   | busy   | 30 stories; the 12 weeks before had 0 to 11
        two  | week | 2020-12-28 | 2021-01-03 | 30      | 0.0      | 9.8   | busy   | 30 stories; the 12 weeks before had 0 each
        """)


def months(start: str, stories: list[int]) -> Rows:
    """cadence.monthly from `start` on, a number a month; the last one is not over."""
    year, month = map(int, start.split("-"))
    firsts = [date(year + (month - 1 + n) // 12, (month - 1 + n) % 12 + 1, 1) for n in range(len(stories))]
    return [
        {"site": "one", "month": str(first), "stories": count, "is_complete": first != firsts[-1]}
        for first, count in zip(firsts, stories, strict=True)
    ]


def test_months_that_are_unusual(run: Run) -> None:
    # A slow site has no usual day. Every December is busy, which a year later is its season. The summer of 2023 is
    # silent from July to September, one silence. The running month is not judged.
    usual, december = [4, 5, 4, 6, 5, 4, 5, 4, 5, 4, 5], [18]
    given = {
        "core.sites": [{"site": "one", "today": "2023-12-20"}],
        "cadence.daily": days("2023-07-01", [0] * 97 + [4]),
        "cadence.weekly": [],
        "cadence.monthly": months("2021-01", (usual + december) * 2 + usual[:6] + [0, 0, 0, 4, 5, 0]),
    }
    assert run("cadence.anomalies", given) == rows("""
        site | unit  | period     | ended_on   | stories | expected | score | kind   | reason
        one  | month | 2021-12-01 | 2021-12-31 | 18      | 5.0      | 3.94  | busy   | 18 stories; the 11 months before had 4 to 6
        one  | month | 2023-07-01 | 2023-10-05 | 0       | 5.0      | -4.87 | silent | no story; the 12 months before had 4 to 18
        """)
