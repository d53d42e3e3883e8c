"""Topics that burst, that are hot now, and how they come and go."""

import pytest

from tests.support.text_tables import Rows, Run, rows

TOPIC = {"site": "one", "topic_id": "tag:wall"}


def story_topics(week: str, stories: int, first: int = 0, weight: float = 1.0) -> Rows:
    """topics.story_topics of the topic: so many stories on the Monday, named s00 and on."""
    return [
        TOPIC | {"story_id": f"s{number:02}", "week": week, "published_on": week, "weight": weight}
        for number in range(first, first + stories)
    ]


def counted(weeks: dict[str, int], everything: dict[str, int]) -> dict[str, Rows]:
    """The topic's stories per week, and the site's."""
    return {
        "topics.weekly": [
            TOPIC | {"week": week, "stories": stories, "share": round(stories / everything[week], 4)}
            for week, stories in weeks.items()
        ],
        "cadence.weekly": [{"site": "one", "week": week, "stories": stories} for week, stories in everything.items()],
    }


def test_bursts(run: Run) -> None:
    # 7 of 20 in the week, 1 of 80 in all others: (1 + 1/2) * 20 / 80 expected. Another site's silence changes nothing.
    given = counted({"2020-12-28": 7, "2021-01-11": 1}, {"2020-12-28": 20, "2021-01-04": 30, "2021-01-11": 50})
    given["cadence.weekly"] += rows("site | week | stories\n two | 2020-12-28 | 900")
    given["topics.story_topics"] = [
        *story_topics("2020-12-28", 5),
        *story_topics("2020-12-28", 2, first=5, weight=2.0),
        *story_topics("2021-01-11", 1, first=9),
    ]
    assert run("topics.bursts", given) == rows("""
        site|topic_id|week      |stories|share|expected|z    |is_alarm|p       |is_signal|examples
        one |tag:wall|2020-12-28|7      |0.35 |0.375   |3.893|true    |3.4e-05 |true     |["s05","s06","s00","s01","s02"]
        """)


NO_BURSTS = {
    "two stories are not many": ({"2024-01-01": 2}, {"2024-01-01": 2, "2024-01-08": 9000}),
    "as many as always": ({"2024-01-01": 9, "2024-01-08": 9}, {"2024-01-01": 20, "2024-01-08": 20}),
    "less than twice as many": ({"2024-01-01": 70, "2024-01-08": 40}, {"2024-01-01": 90, "2024-01-08": 90}),
    "a site of one week has nothing to compare with": ({"2024-01-01": 9}, {"2024-01-01": 9}),
}


@pytest.mark.parametrize(("weeks", "everything"), NO_BURSTS.values(), ids=NO_BURSTS)
def test_no_burst(run: Run, weeks: dict[str, int], everything: dict[str, int]) -> None:
    assert run("topics.bursts", counted(weeks, everything) | {"topics.story_topics": []}) == []


@pytest.mark.parametrize(
    ("stories", "others", "is_alarm"),
    [
        pytest.param(4, 90000, False, id="four stories alarm nobody"),
        pytest.param(5, 500, True, id="five, and a tenth expected"),
        pytest.param(5, 490, False, id="z below 3.5"),
    ],
)
def test_alarms(run: Run, stories: int, others: int, is_alarm: bool) -> None:
    given = counted({"2024-01-01": stories}, {"2024-01-01": 100, "2024-01-08": others})
    found = run("topics.bursts", given | {"topics.story_topics": story_topics("2024-01-01", stories)})
    assert [row["is_alarm"] for row in found] == [is_alarm]


def daily(day: str, stories: int) -> Rows:
    return [{"site": "one", "day": day, "stories": stories}]


# Today is Friday 2024-03-15: the last 7 days begin on the 9th, the last 28 on 2024-02-17.
TRENDING = {
    "the last seven days": (
        daily("2024-03-09", 20) + daily("2024-03-08", 100),
        story_topics("2024-03-09", 4) + story_topics("2024-03-08", 1, 4),
        "7 | 4 | 0.3 | 2.753 | 0.002624 | true | 1",
    ),
    "the last 28 on a quiet site": (
        daily("2024-03-09", 19) + daily("2024-02-17", 1) + daily("2024-02-16", 100),
        story_topics("2024-02-17", 4) + story_topics("2024-02-16", 1, 4),
        "28 | 4 | 0.3 | 2.753 | 0.002624 | true | 1",
    ),
    "not what came before the 26 weeks before": (
        daily("2024-03-15", 20) + daily("2023-09-09", 100) + daily("2023-09-08", 900),
        story_topics("2024-03-15", 4) + story_topics("2023-09-08", 90, 4),
        "7 | 4 | 0.1 | 3.053 | 0.0005898 | true | 1",
    ),
    "not what is to come": (
        daily("2024-03-15", 20) + daily("2024-03-16", 20) + daily("2024-03-08", 100),
        story_topics("2024-03-16", 9),
        "",
    ),
    "not two stories": (daily("2024-03-15", 20) + daily("2024-03-08", 900), story_topics("2024-03-15", 2), ""),
    "not what was always there": (
        daily("2024-03-15", 20) + daily("2024-03-08", 100),
        story_topics("2024-03-15", 4) + story_topics("2024-03-08", 20, 4),
        "",
    ),
    "a site with nothing before": (daily("2024-03-15", 20), story_topics("2024-03-15", 9), ""),
}


@pytest.mark.parametrize(("days", "stories", "expected"), TRENDING.values(), ids=TRENDING)
def test_trending(run: Run, days: Rows, stories: Rows, expected: str) -> None:
    given = {
        "core.sites": rows("site | today\n one | 2024-03-15\n silent | 2024-03-15"),
        "cadence.daily": days,
        "topics.story_topics": stories,
    }
    header = "days | stories | expected | z | p | is_signal | rank\n"
    assert run("topics.trending", given) == [TOPIC | row for row in rows(header + expected)]


def test_trending_ranks(run: Run) -> None:
    stories = story_topics("2024-03-15", 6)
    given = {
        "core.sites": rows("site | today\n one | 2024-03-15"),
        "cadence.daily": daily("2024-03-15", 20) + daily("2024-03-08", 100),
        "topics.story_topics": stories
        + [row | {"topic_id": "tag:a"} for row in stories]
        + [row | {"topic_id": "tag:c"} for row in stories[:5]],
    }
    assert [(row["topic_id"], row["rank"]) for row in run("topics.trending", given)] == [
        ("tag:a", 1),
        ("tag:c", 3),
        ("tag:wall", 2),
    ]


# Weeks before 2024-03-11, the one that Friday 2024-03-15 is in: 13 weeks ago is 2023-12-11, 26 weeks 2023-09-11.
LIFECYCLE = {
    "two stories are no life": ({"2024-03-11": 2}, ""),
    "steady; of equal peaks the first, and its week had half of all": (
        {"2023-11-06": 3, "2023-12-04": 1, "2024-03-11": 3, "2024-03-25": 1},
        "8 | 2023-11-06 | 2023-11-06 | 3 | 2024-03-25 | 4 | 3 | 4.5 | -0.627 | 1.0 | false | steady",
    ),
    "half of the stories from the peak on; those before it do not count": (
        {"2023-10-02": 1, "2023-11-06": 3, "2023-11-20": 1, "2024-01-01": 2, "2024-03-11": 1},
        "8 | 2023-10-02 | 2023-11-06 | 3 | 2024-03-11 | 2 | 3 | 5.5 | -1.064 | 0.7266 | false | steady",
    ),
    "weeks of two stories are no peak": (
        {"2023-10-02": 2, "2023-11-06": 2, "2024-03-11": 2},
        "6 | 2023-10-02 | | | 2024-03-11 | | 2 | 4.5 | -1.213 | 0.6875 | false | steady",
    ),
    "rising": (
        {"2023-12-18": 1, "2024-03-11": 4},
        "5 | 2023-12-18 | 2024-03-11 | 4 | 2024-03-11 | 0 | 5 | 0.5 | 2.954 | 0.0625 | true | rising",
    ),
    "fading": (
        {"2023-12-04": 9},
        "9 | 2023-12-04 | 2023-12-04 | 9 | 2023-12-04 | 0 | 0 | 9.5 | -5.245 | 0.003906 | true | fading",
    ),
    "no story in the last 26 weeks": (
        {"2023-09-11": 9},
        "9 | 2023-09-11 | 2023-09-11 | 9 | 2023-09-11 | 0 | 0 | 9.5 | -5.245 | 0.003906 | true | gone",
    ),
    "one in the 26th": (
        {"2023-09-18": 9},
        "9 | 2023-09-18 | 2023-09-18 | 9 | 2023-09-18 | 0 | 0 | 9.5 | -5.245 | 0.003906 | true | fading",
    ),
}


@pytest.mark.parametrize(("weeks", "expected"), LIFECYCLE.values(), ids=LIFECYCLE)
def test_lifecycle(run: Run, weeks: dict[str, int], expected: str) -> None:
    given = {
        "core.sites": rows("site | today\n one | 2024-03-15\n two | 2024-03-15"),
        "topics.weekly": counted(weeks, dict.fromkeys(weeks, 100))["topics.weekly"],
        "cadence.weekly": rows("""
            site | week       | stories
            one  | 2020-01-06 | 50
            one  | 2023-12-11 | 50
            one  | 2023-12-18 | 60
            one  | 2024-03-11 | 40
            one  | 2024-03-18 | 900
            two  | 2023-12-11 | 900
            """),
    }
    header = "stories|first_week|peak_week|peak_stories|last_week|half_life_weeks|recent|expected|z|p|is_signal|stage\n"
    assert run("topics.lifecycle", given) == [TOPIC | row for row in rows(header + expected)]


def test_a_site_of_this_week_has_nothing_to_expect(run: Run) -> None:
    given = {
        "core.sites": rows("site | today\n one | 2024-03-15"),
        **counted({"2024-03-11": 3}, {"2024-03-11": 3}),
    }
    assert run("topics.lifecycle", given) == rows("""
        site|topic_id|stories|first_week|peak_week |peak_stories|last_week |half_life_weeks|recent|is_signal|stage
        one |tag:wall|3      |2024-03-11|2024-03-11|3           |2024-03-11|0              |3     |false    |steady
        """)


@pytest.mark.parametrize(
    ("everything", "least"),
    [
        pytest.param(3000, 3, id="3"),
        pytest.param(3001, 4, id="one in 1,000"),
        pytest.param(10001, 10, id="10"),
    ],
)
def test_how_many_stories_make_a_life(run: Run, everything: int, least: int) -> None:
    given = counted({"2024-03-11": least}, {"2024-03-11": everything})
    given["topics.weekly"] += [row | {"topic_id": "tag:less", "stories": least - 1} for row in given["topics.weekly"]]
    found = run("topics.lifecycle", given | {"core.sites": rows("site | today\n one | 2024-03-15")})
    assert [row["topic_id"] for row in found] == ["tag:wall"]


def many_topics(others: int, week: str, everything: int) -> dict[str, Rows]:
    """One topic with 5 stories in the week, and `others` with 3 in another one; the site has `everything` in each."""
    given = counted({week: 5}, {week: everything, "2024-01-01": everything})
    given["topics.weekly"] += [
        {"site": "one", "topic_id": f"tag:t{number}", "week": "2024-01-01", "stories": 3, "share": 0.01}
        for number in range(others)
    ]
    return given | {"topics.story_topics": story_topics(week, 5)}


@pytest.mark.parametrize(
    ("others", "is_signal"),
    [
        # By chance, all 5 fall into the week of 100 among 200 stories in 0.02969 of all cases. Two weeks were looked at.
        pytest.param(0, True, id="one topic in two weeks"),
        pytest.param(1, False, id="two topics in two weeks"),
    ],
)
def test_a_burst_is_a_signal_by_how_many_were_looked_at(run: Run, others: int, is_signal: bool) -> None:
    found = run("topics.bursts", many_topics(others, "2024-03-04", 100))
    assert [(row["p"], row["is_signal"]) for row in found if row["topic_id"] == "tag:wall"] == [(0.02969, is_signal)]


def test_events(run: Run) -> None:
    # "fall" shares 2 of its 3 stories with "wall", "gate" 2 of its 3 with "fall" and 1 with "wall", "flood" 1 at most. "later" shares all of them, in another week.
    bursts = rows("""
        topic_id      | week       | stories | p    | is_signal
        term:en:wall  | 2024-03-04 | 5       | 1e-9 | true
        tag:wall      | 2024-03-04 | 5       | 1e-9 | true
        tag:fall      | 2024-03-04 | 3       | 1e-7 | true
        tag:gate      | 2024-03-04 | 3       | 1e-5 | true
        tag:flood     | 2024-03-04 | 3       | 1e-6 | true
        tag:chance    | 2024-03-04 | 3       | 0.01 | false
        tag:wall      | 2024-03-11 | 3       | 1e-8 | true
        """)
    told = {
        ("term:en:wall", "2024-03-04"): "s1 s2 s3 s4 s5",
        ("tag:wall", "2024-03-04"): "s1 s2 s3 s4 s5",
        ("tag:fall", "2024-03-04"): "s4 s3 s0",
        ("tag:gate", "2024-03-04"): "s0 s3 s12",
        ("tag:flood", "2024-03-04"): "s6 s7 s0",
        ("tag:chance", "2024-03-04"): "s1 s2 s3",
        ("tag:wall", "2024-03-11"): "s8 s9 s10",
    }
    given = {
        "topics.bursts": [{"site": "one"} | {k: float(v) if k == "p" else v for k, v in row.items()} for row in bursts],
        "topics.story_topics": [
            {"site": "one", "topic_id": topic, "week": week, "story_id": story, "published_on": week}
            for (topic, week), stories in told.items()
            for story in stories.split()
        ],
    }
    assert run("topics.events", given) == rows("""
        site|week      |event_id |topics                                           |stories|story_ids
        one |2024-03-04|tag:flood|["tag:flood"]                                    |3      |["s0","s6","s7"]
        one |2024-03-04|tag:wall |["tag:wall","term:en:wall","tag:fall","tag:gate"]|7      |["s0","s1","s12","s2","s3","s4","s5"]
        one |2024-03-11|tag:wall |["tag:wall"]                                     |3      |["s10","s8","s9"]
        """)
