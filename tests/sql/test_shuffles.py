"""What the tables call a signal when there is none: dates dealt out anew over the stories of a site."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest

from pipeline.warehouse.catalog import Catalog
from tests.sql.conftest import Bench, Types
from tests.support.text_tables import Rows

pytestmark = pytest.mark.slow

STORIES, DAYS, TODAY = 800, 900, date(2024, 3, 15)
TABLES = ["topics.bursts", "topics.trending", "topics.lifecycle", "topics.moved", "quality.overdue"]
PLANTED = "tag:flood"


def write_stories(seed: int) -> list[tuple[int, list[str]]]:
    """Days ago and topics of each story. Two topics go together, and one is of two weeks only."""
    rng = random.Random(seed)
    words = [f"term:en:w{number}" for number in range(400)]
    stories = []
    for _ in range(STORIES):
        ago = rng.randrange(DAYS)
        topics = {words[int(400 * rng.random() ** 3)] for _ in range(9)}
        if rng.random() < 0.05:
            topics |= {"tag:harbour", "tag:ferry"}
        if 28 <= ago < 42 and rng.random() < 0.7:
            topics.add(PLANTED)
        stories.append((ago, sorted(topics)))
    return stories


def tables_of(stories: list[tuple[int, list[str]]]) -> dict[str, Rows]:
    """The tables that the models read. Each tag is the section of its stories, so that sections are looked at too."""
    told, per_day, per_week = [], dict.fromkeys(range(DAYS), 0), dict[str, int]()
    posts, totals = [], dict[str, int]()
    for number, (ago, topics) in enumerate(stories):
        day = TODAY - timedelta(days=ago)
        week = str(day - timedelta(days=day.weekday()))
        per_day[ago] += 1
        per_week[week] = per_week.get(week, 0) + 1
        story = {"site": "one", "story_id": f"s{number:03}"}
        posts.append(
            story | {"post_id": f"s{number:03}", "is_live": True, "published_on": str(day), "section": topics[0]}
        )
        for topic in topics:
            told.append(story | {"topic_id": topic, "week": week, "published_on": str(day), "weight": 1.0})
            totals[topic] = totals.get(topic, 0) + 1
    return {
        "core.sites": [{"site": "one", "today": str(TODAY)}],
        "core.posts": posts,
        "cadence.daily": [
            {"site": "one", "day": str(TODAY - timedelta(days=a)), "stories": n} for a, n in per_day.items()
        ],
        "cadence.weekly": [{"site": "one", "week": week, "stories": n} for week, n in per_week.items()],
        "topics.story_topics": told,
        "topics.topics": [
            {"site": "one", "topic_id": topic, "subject_id": topic, "label": topic.split(":")[-1], "stories": n}
            for topic, n in totals.items()
        ],
        **{f"core.{name}": [] for name in ("post_authors", "authors", "post_tags", "tags")},
        "staging.terms_vocabulary": [],
    }


def signals(stories: list[tuple[int, list[str]]], catalog: Catalog, types: Types) -> dict[str, set[str]]:
    """The first column of each signal after its site, by table."""
    with duckdb.connect() as duck:
        bench, given = Bench(duck, catalog, types), tables_of(stories)
        bench.build({*given, *TABLES, "topics.weekly", "topics.shared_stories", "topics.pairs"}, given)
        names = {"quality.overdue": "id", "topics.pairs": "topic_a || ' ' || topic_b"}
        return {
            table: {
                row[0]
                for row in duck.execute(
                    f"select {names.get(table, 'topic_id')} from {table} where is_signal"
                ).fetchall()
            }
            for table in [*TABLES, "topics.pairs"]
        }


def shuffle_dates(stories: list[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    for seed in range(10):
        days = [ago for ago, _ in stories]
        random.Random(seed).shuffle(days)
        yield [(ago, topics) for ago, (_, topics) in zip(days, stories, strict=True)]


def shuffle_topics(stories: list[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    """Each topic keeps its number of stories, and each story nearly its number of topics."""
    for seed in range(10):
        rng = random.Random(seed)
        dealt = [topic for _, topics in stories for topic in topics]
        rng.shuffle(dealt)
        yield [(ago, sorted({dealt.pop() for _ in topics})) for ago, topics in stories]


def test_what_was_planted_is_a_signal(catalog: Catalog, types: Types) -> None:
    found = signals(write_stories(2), catalog, types)
    assert found["topics.bursts"] == found["topics.moved"] == {PLANTED}
    assert found["topics.lifecycle"] == {PLANTED}
    assert found["topics.pairs"] == {"tag:ferry tag:harbour"}


def test_shuffled_dates_show_nothing(catalog: Catalog, types: Types) -> None:
    """At most one look in twenty may show any. Of 30 looks, more than 3 would be chance once in 16 times."""
    shown = dict.fromkeys(TABLES, 0)
    for seed in (1, 2, 3):
        for stories in shuffle_dates(write_stories(seed)):
            found = signals(stories, catalog, types)
            for table in TABLES:
                shown[table] += bool(found[table])
    assert all(looks <= 3 for looks in shown.values()), shown


def test_shuffled_topics_belong_to_no_other(catalog: Catalog, types: Types) -> None:
    shown = sum(bool(signals(stories, catalog, types)["topics.pairs"]) for stories in shuffle_topics(write_stories(2)))
    assert shown <= 1
