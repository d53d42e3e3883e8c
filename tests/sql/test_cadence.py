"""How much a site publishes per day, week and month. Friday 2024-03-15 is today unless said."""

import pytest

from tests.support.text_tables import Run, live_posts, rows

TWELVE_MONTHS = [f"2023-{month:02}" for month in range(3, 13)] + ["2024-01", "2024-02"]

SITES = rows("""
    site   | today      | as_of
    one    | 2024-03-15 | 2024-03-15 12:00:00+00
    two    | 2024-03-15 | 2024-03-15 12:00:00+00
    silent | 2024-03-15 | 2024-03-15 12:00:00+00
    """)


def test_daily(run: Run) -> None:
    # The copy on the 13th is a post of that day, but no story of it. On the 12th, b is a translation of a.
    given = {
        "core.sites": SITES,
        "core.posts": live_posts("""
            site | post_id | story_id | work_id | published_on | words | section | is_live
            one  | a       | a        | a       | 2024-03-12   | 100   | News    | true
            one  | b       | b        | a       | 2024-03-12   | 50    | News    | true
            one  | a2      | a        | a       | 2024-03-13   | 7     | Sports  | true
            one  | soon    | soon     | soon    | 2024-03-17   | 1     |         | true
            one  | draft   | draft    | draft   | 2024-03-14   | 1     | Drafts  | false
            two  | a       | a        | a       | 2024-03-15   | 3     | News    | true
            """),
        "core.post_authors": rows("""
            site | post_id | author_id
            one  | a       | ann
            one  | a       | bo
            one  | b       | bo
            one  | draft   | cy
            """),
    }
    assert run("cadence.daily", given) == rows("""
        site | day        | posts | stories | works | words | authors | sections | is_complete
        one  | 2024-03-12 | 2     | 2       | 1     | 150   | 2       | 1        | true
        one  | 2024-03-13 | 1     | 0       | 0     | 7     | 0       | 1        | true
        one  | 2024-03-14 | 0     | 0       | 0     | 0     | 0       | 0        | true
        one  | 2024-03-15 | 0     | 0       | 0     | 0     | 0       | 0        | false
        one  | 2024-03-17 | 1     | 1       | 1     | 1     | 0       | 0        | false
        two  | 2024-03-15 | 1     | 1       | 1     | 3     | 0       | 1        | false
        """)


def test_weekly(run: Run) -> None:
    # The week of New Year is one week of two years; a week that is not over is compared with none.
    given = {
        "core.sites": rows("site | today\n one | 2021-01-20\n two | 2021-01-20"),
        "core.posts": live_posts("""
            site | post_id | story_id | work_id | published_on | words | section | is_live
            one  | a       | a        | a       | 2020-12-31   | 10    | News    | true
            one  | b       | b        | a       | 2021-01-01   | 10    | Sports  | true
            one  | b2      | b        | a       | 2021-01-05   | 10    | News    | true
            one  | c       | c        | c       | 2021-01-18   | 10    | News    | true
            one  | d       | d        | d       | 2021-01-20   | 10    | News    | true
            one  | far     | far      | far     | 2021-03-01   | 10    |         | true
            one  | draft   | draft    | draft   | 2021-01-06   | 10    | Drafts  | false
            two  | a       | a        | a       | 2021-01-19   | 3     |         | true
            """),
        "core.post_authors": rows("""
            site | post_id | author_id
            one  | a       | ann
            one  | b       | ann
            one  | c       | ann
            one  | c       | bo
            one  | draft   | ann
            """),
    }
    assert run("cadence.weekly", given) == rows("""
        site | week       | posts | stories | works | words | authors | sections | is_complete | rolling_4 | republished_share
        one  | 2020-12-28 | 2     | 2       | 1     | 20    | 1       | 2        | true        |           | 0.0
        one  | 2021-01-04 | 1     | 0       | 0     | 10    | 0       | 1        | true        |           | 1.0
        one  | 2021-01-11 | 0     | 0       | 0     | 0     | 0       | 0        | true        |           |
        one  | 2021-01-18 | 2     | 2       | 2     | 20    | 2       | 1        | false       |           | 0.0
        one  | 2021-03-01 | 1     | 1       | 1     | 10    | 0       | 0        | false       |           | 0.0
        two  | 2021-01-18 | 1     | 1       | 1     | 3     | 0       | 0        | false       |           | 0.0
        """)


LOOKING_BACK = rows("""
    week       | rolling_4 | rolling_12 | year_before
    2023-03-20 |           |            |
    2023-03-27 | 0.75      |            |
    2023-04-03 | 0.5       |            |
    2023-04-10 | 0.0       |            |
    2023-05-15 | 0.0       |            |
    2023-05-22 | 0.0       | 0.25       |
    2023-05-29 | 0.0       | 0.17       |
    2023-06-05 | 0.25      | 0.08       |
    2024-02-26 | 0.0       | 0.0        |
    2024-03-04 | 0.0       | 0.0        | 1
    2024-03-11 |           |            |
    2026-03-09 |           |            |
    """)


def test_weekly_looks_back(run: Run) -> None:
    given = {
        "core.sites": SITES,
        "core.posts": live_posts("""
            post_id | published_on
            a       | 2023-03-12
            b       | 2023-03-13
            c       | 2023-03-19
            d       | 2023-06-07
            e       | 2024-03-11
            far     | 2026-03-11
            """),
    }
    weeks = run("cadence.weekly", given)
    chosen = {row["week"] for row in LOOKING_BACK}
    compared = ("week", "rolling_4", "rolling_12", "year_before")
    assert len(weeks) == 55
    assert [
        {name: week[name] for name in compared if name in week} for week in weeks if week["week"] in chosen
    ] == LOOKING_BACK


def test_monthly(run: Run) -> None:
    # A year before is the same month, however many days a year has; a month that is not there had no stories.
    given = {
        "core.sites": SITES,
        "core.posts": live_posts("""
            site | post_id | story_id | published_on | words | section | is_live
            one  | a       | a        | 2023-01-31   | 10    |         | true
            one  | b       | b        | 2023-02-01   | 10    | News    | true
            one  | b1      | b1       | 2023-02-28   | 10    | Sports  | true
            one  | c       | c        | 2023-03-01   | 10    | News    | true
            one  | c2      | c        | 2023-03-02   | 10    | News    | true
            one  | c3      | c        | 2023-03-31   | 10    | News    | true
            one  | c4      | c        | 2023-04-01   | 10    | News    | true
            one  | draft   | draft    | 2023-05-01   | 10    | Drafts  | false
            one  | d       | d        | 2024-01-31   | 10    |         | true
            one  | e       | e        | 2024-02-29   | 10    |         | true
            one  | f       | f        | 2024-03-15   | 10    |         | true
            one  | far     | far      | 2026-01-31   | 10    |         | true
            two  | a       | a        | 2024-03-15   | 3     |         | true
            """),
        "core.post_authors": rows("""
            site | post_id | author_id
            one  | c       | ann
            one  | c2      | bo
            one  | c3      | bo
            one  | c4      | bo
            one  | draft   | ann
            """),
    }
    assert run("cadence.monthly", given) == rows("""
        site|month     |posts|stories|works|words|authors|sections|is_complete|rolling_4|rolling_12|year_before|republished_share|expected_low|expected_high
        one |2023-01-01|1    |1      |1    |10   |0      |0       |true       |         |          |           |0.0|            |
        one |2023-02-01|2    |2      |2    |20   |0      |2       |true       |         |          |           |0.0|            |
        one |2023-03-01|3    |1      |1    |30   |2      |1       |true       |         |          |           |0.6667|            |
        one |2023-04-01|1    |0      |0    |10   |1      |1       |true       |1.0      |          |           |1.0|            |
        one |2023-05-01|0    |0      |0    |0    |0      |0       |true       |0.75     |          |           ||            |
        one |2023-06-01|0    |0      |0    |0    |0      |0       |true       |0.25     |          |           ||            |
        one |2023-07-01|0    |0      |0    |0    |0      |0       |true       |0.0      |          |           ||            |
        one |2023-08-01|0    |0      |0    |0    |0      |0       |true       |0.0      |          |           ||            |
        one |2023-09-01|0    |0      |0    |0    |0      |0       |true       |0.0      |          |           ||            |
        one |2023-10-01|0    |0      |0    |0    |0      |0       |true       |0.0      |          |           ||            |
        one |2023-11-01|0    |0      |0    |0    |0      |0       |true       |0.0      |          |           ||            |
        one |2023-12-01|0    |0      |0    |0    |0      |0       |true       |0.0      |0.33      |           ||            |
        one |2024-01-01|1    |1      |1    |10   |0      |0       |true       |0.25     |0.33      |1          |0.0|            |
        one |2024-02-01|1    |1      |1    |10   |0      |0       |true       |0.5      |0.25      |2          |0.0|            |
        one |2024-03-01|1    |1      |1    |10   |0      |0       |false      |         |          |           |0.0           |1           |1
        one |2026-01-01|1    |1      |1    |10   |0      |0       |false      |         |          |           |0.0|            |
        two |2024-03-01|1    |1      |1    |3    |0      |0       |false      |         |          |           |0.0|            |
        """)


def of_month(counts: dict[int, int], month: str = "2024-03") -> list[str]:
    """Days of a month, each as often as it has stories."""
    return [f"{month}-{day:02}" for day, count in counts.items() for _ in range(count)]


EXPECTED = {
    # Of March 17 days are left, so the last 17 of each month count: from the 13th on in February 2024.
    "as few and as many as the last days of the twelve months before brought": (
        [*of_month({1: 1, 14: 1, 15: 1}), *(f"{month}-28" for month in TWELVE_MONTHS), *of_month({13: 3}, "2024-02")],
        (3, 6),
    ),
    "days before those do not count": ([*of_month({12: 9}, "2024-02"), *of_month({14: 1, 15: 1})], (2, 2)),
    "what is planned to come is sure, also above the range": (of_month({14: 1, 20: 4}), (5, 5)),
}


@pytest.mark.parametrize(("days", "expected"), EXPECTED.values(), ids=EXPECTED)
def test_stories_to_expect_of_the_running_month(run: Run, days: list[str], expected: tuple[int, int]) -> None:
    posts = "post_id | published_on\n begin | 2023-02-28\n" + "\n".join(f"p{n} | {day}" for n, day in enumerate(days))
    months = run("cadence.monthly", {"core.sites": SITES, "core.posts": live_posts(posts)})
    running = [month for month in months if "expected_low" in month]
    assert [(month["month"], month["expected_low"], month["expected_high"]) for month in running] == [
        ("2024-03-01", *expected)
    ]


def test_nothing_is_expected_until_twelve_whole_months_lie_behind(run: Run) -> None:
    given = {"core.sites": SITES, "core.posts": live_posts("post_id | published_on\n a | 2023-03-01\n b | 2024-03-01")}
    assert [month for month in run("cadence.monthly", given) if "expected_low" in month] == []


def test_a_plan_is_of_a_month_of_a_site(run: Run) -> None:
    # April has no row yet, and a plan of another site is not this one's. 2 of 3 planned are two thirds.
    given = {
        "core.sites": SITES,
        "core.posts": live_posts("post_id | published_on\n a | 2024-02-01\n b | 2024-02-29\n c | 2024-03-15"),
        "seeds.targets": [
            {"site": site, "period": period, "stories": stories}
            for site, period, stories in (
                ("one", "2024-02", "3"),
                ("one", "2024-03", "0"),
                ("one", "2024-04", "5"),
                ("two", "2024-03", "9"),
            )
        ],
    }
    months = run("cadence.monthly", given)
    assert [(month["month"], month["planned"], month.get("reached")) for month in months] == [
        ("2024-02-01", 3, 0.6667),
        ("2024-03-01", 0, None),
    ]
