"""Topics that moved: the last 13 whole weeks against the 52 before."""

from datetime import date, timedelta
from math import comb, sqrt

import pytest

from tests.support.text_tables import Rows, Run, rows

UNTIL = date(2024, 3, 11)  # Monday of the running week, as today is Friday 2024-03-15


def weeks_ago(weeks: int) -> str:
    return str(UNTIL - timedelta(weeks=weeks))


def site_of(weeks: dict[int, int], topics: dict[str, dict[int, int]], newest: str = "2024-03-15") -> dict[str, Rows]:
    """Stories by weeks before UNTIL: of the site, and of each topic, which names itself."""
    return {
        "core.sites": rows("site | today\n one | 2024-03-15"),
        "cadence.daily": [
            {"site": "one", "day": newest, "stories": 1},
            {"site": "one", "day": "2024-03-15", "stories": 0},
        ],
        "cadence.weekly": [{"site": "one", "week": weeks_ago(ago), "stories": n} for ago, n in weeks.items()],
        "topics.weekly": [
            {"site": "one", "topic_id": topic, "week": weeks_ago(ago), "stories": n}
            for topic, told in topics.items()
            for ago, n in told.items()
        ],
        "topics.topics": [{"site": "one", "topic_id": topic, "subject_id": topic} for topic in topics],
    }


def two_sided(k: int, n: int, probability: float) -> float:
    def between(a: int, b: int) -> float:
        return sum(comb(n, i) * probability**i * (1 - probability) ** (n - i) for i in range(a, b + 1))

    return min(1.0, 2 * min(between(0, k), between(k, n)))


SITE = {14: 600, 60: 200, 1: 200}  # 200 stories in the 13 weeks, 800 in the 52 before
TOPICS = {
    "tag:up": {1: 9, 60: 2},
    "tag:down": {14: 50, 60: 10, 1: 2},
    "tag:large": {1: 44, 14: 120},  # rare by chance, but less than 1.5 times the expected 30
    "tag:steady": {1: 10, 14: 38},
    "tag:small": {1: 4},
}


def test_moved(run: Run) -> None:
    found = {row["topic_id"]: row for row in run("topics.moved", site_of(SITE, TOPICS))}
    tested = {name: (told.get(1, 0), sum(told.values()) - told.get(1, 0)) for name, told in TOPICS.items()}
    del tested["tag:small"]
    assert found.keys() == tested.keys()
    p = {name: two_sided(k, k + before, 0.2) for name, (k, before) in tested.items()}
    for name, (stories, before) in tested.items():
        row, expected = found[name], before / 4
        q = min(p[other] * len(p) / sum(x <= p[other] for x in p.values()) for other in p if p[other] >= p[name])
        margin = 1.645 * sqrt(max(expected, 0.5) * 1.25)
        assert row == {
            "site": "one",
            "topic_id": name,
            "last_week": "2024-03-04",
            "stories": stories,
            "before": before,
            "year_before": TOPICS[name].get(60, 0),
            "expected": expected,
            "low": round(max(0, expected - margin), 3),
            "high": round(expected + margin, 3),
            "p": pytest.approx(p[name], rel=6e-4),
            "q": pytest.approx(min(1, q), abs=1e-4),
            "is_signal": name in ("tag:up", "tag:down"),
        }
    assert found["tag:large"]["q"] < 0.1


def test_the_weeks_that_count(run: Run) -> None:
    weeks = dict.fromkeys((0, 1, 13, 14, 52, 53, 65, 66), 100)
    (found,) = run(
        "topics.moved", site_of(weeks, {"tag:wall": {0: 500, 1: 1, 13: 2, 14: 4, 52: 8, 53: 16, 65: 32, 66: 64}})
    )
    assert (found["stories"], found["before"], found["year_before"]) == (3, 60, 48)


@pytest.mark.parametrize(
    ("newest", "last_week"),
    [
        pytest.param("2023-09-15", "2024-03-04", id="26 weeks"),
        pytest.param("2023-09-14", "2023-09-11", id="at rest, and told as of its last story"),
    ],
)
def test_a_site_at_rest(run: Run, newest: str, last_week: str) -> None:
    weeks = {40: 100, 26: 100, 1: 100}
    found = run("topics.moved", site_of(weeks, {"tag:wall": dict.fromkeys(weeks, 9)}, newest))
    assert [row["last_week"] for row in found] == [last_week]


def test_a_subject_is_tested_once(run: Run) -> None:
    given = site_of(SITE, {"tag:wall": {1: 9}, "term:en:wall": {1: 9}})
    given["topics.topics"][1]["subject_id"] = "tag:wall"
    assert [row["topic_id"] for row in run("topics.moved", given)] == ["tag:wall"]


@pytest.mark.parametrize("weeks", [{1: 9}, {14: 9}], ids=["nothing before", "nothing since"])
def test_a_site_with_one_period_has_no_row(run: Run, weeks: dict[int, int]) -> None:
    assert run("topics.moved", site_of(weeks, {"tag:wall": weeks})) == []
