"""Section about topics: those that rise, fade and trend, and weeks in which one burst."""

from datetime import date, timedelta
from typing import Any

import duckdb

from pipeline.report import charts
from pipeline.report.page_model import Chart, Section, Site, make_table, make_values
from pipeline.report.queries import query_row, query_rows
from pipeline.report.wording import format_count, format_day, format_number, isolate_rtl, join_words

MAX_TURNS_DRAWN = 8  # of those that rise, and of those that fade
MAX_TOPICS_NAMED = 3  # in the answer, of each kind
MAX_TRENDING_NAMED = 5
MAX_TURNS_DESCRIBED = 4
MAX_BURSTING_TOPICS_DRAWN = 12
MAX_BURSTS_LISTED = 40


def topics_section(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """Return the section about topics that rise, fade, trend and burst."""
    if not query_row(duck, "topic_totals", site=site.name).topics:
        answer = "Nothing to say yet: no tag, no category and no word of their own in the posts"
        return Section("about-what", "About what", answer)
    rows = query_rows(duck, "turning_topics", site=site.name)
    turning = [row._replace(expected=round(row.expected, 1)) for row in rows]
    rising, fading = ([row for row in turning if row.turn == turn] for turn in ("rising", "fading"))
    drawn = [_turn_chart(rising, fading)] if turning else []
    bursts = query_rows(duck, "topic_bursts", site=site.name, last_week=site.last_week)
    if bursts:
        drawn.append(_burst_chart(site, bursts))
    answer = _answer_turns(rising, fading) if turning else _answer_largest(duck, site)
    return Section("about-what", "About what", answer, _describe_trending(duck, site), drawn)


def _answer_turns(rising: list[Any], fading: list[Any]) -> str:
    """Return the topics that rise and those that fade, farthest from the expected first."""
    turns = [
        f"{join_words(f'“{isolate_rtl(row.topic)}”' for row in rows[:MAX_TOPICS_NAMED])} {verb}"
        f"{'s' if len(rows) == 1 else ''}"
        for verb, rows in (("rise", rising), ("fade", fading))
        if rows
    ]
    return f"In the last 13 weeks {'; '.join(turns)}"


def _answer_largest(duck: duckdb.DuckDBPyConnection, site: Site) -> str:
    """Return the largest topics of all time, for a site whose topics neither rise nor fade."""
    largest = query_rows(duck, "largest_topics", site=site.name, max_rows=MAX_TOPICS_NAMED)
    if not largest:
        return "No topic has two stories yet"
    topics = join_words(f"“{isolate_rtl(row.label)}” ({format_number(row.stories)})" for row in largest)
    if site.is_dormant:
        return f"Most stories of all time: {topics}"
    return f"No topic rises or fades; the largest are {topics}"


def _describe_trending(duck: duckdb.DuckDBPyConnection, site: Site) -> list[str]:
    """Return which topics had more stories than usual in the last days; [] if none had."""
    trending = query_rows(duck, "trending_topics", site=site.name, max_rows=MAX_TRENDING_NAMED)
    if not trending:
        return []
    topics = join_words(
        f"{isolate_rtl(row.label)} ({format_number(row.stories)}, {_format_expected(row)})" for row in trending
    )
    return [f"Told of more than usual in the last {trending[0].days} days: {topics}."]


def _format_expected(row: Any) -> str:
    return f"{format_number(round(row.expected, 1))} expected"


def _turn_chart(rising: list[Any], fading: list[Any]) -> Chart:
    drawn = rising[:MAX_TURNS_DRAWN] + fading[:MAX_TURNS_DRAWN]
    title = "Rising and fading" if rising and fading else "Rising" if rising else "Fading"
    numbers = " ".join(
        f"{row.topic}: {format_number(row.stories)}, {_format_expected(row)}." for row in drawn[:MAX_TURNS_DESCRIBED]
    )
    titles = {
        "topic": "Topic",
        "kind": "Kind",
        "turn": "Turn",
        "stories": "Stories in 13 weeks",
        "expected": "Expected",
    }
    return Chart(
        f"{title}: stories in the last 13 weeks, against those that the time before lets expect",
        f"A line for each topic, from the stories expected to those told. {numbers}",
        charts.diverging_chart(make_values(drawn, "topic", "stories", "expected", "turn")),
        make_table("Topics that rise or fade, those that turned most first", titles, drawn, len(rising) + len(fading)),
        [("blue dot", "more than expected"), ("orange dot", "fewer than expected"), ("ring", "expected")],
    )


def _burst_chart(site: Site, bursts: list[Any]) -> Chart:
    """Return a chart of the topics that burst most; the one that burst last is on top.

    Older bursts are drawn only if there are none in the recent weeks.
    """
    bursts = merge_bursts([burst for burst in bursts if burst.week >= site.first_week] or bursts)
    first_day = min(site.first_week, site.last_week - timedelta(weeks=26), *(burst.week for burst in bursts))
    strongest_week: dict[str, date] = {}
    for burst in bursts:
        strongest_week.setdefault(burst.topic, burst.week)
    topics = list(strongest_week)[:MAX_BURSTING_TOPICS_DRAWN]
    topics.sort(key=lambda topic: (strongest_week[topic], topic), reverse=True)
    number = format_count(len(strongest_week), "topic")
    if len(strongest_week) > len(topics):
        number = f"{format_number(len(topics))} of {number}"
    drawn = [burst._replace(also=burst.also or "–") for burst in bursts if burst.topic in topics]
    greatest = bursts[0]
    titles = {"topic": "Topic", "week": "Week from", "stories": "Stories", "expected": "Expected"}
    titles |= {"headline": "Such as", "also": "Also called"}
    return Chart(
        f"Weeks in which a topic burst: {number}",
        "A line of weeks for each topic, a dot where it had far more stories than usual. "
        f"The greatest: {greatest.topic}, {format_count(greatest.stories, 'story', 'stories')} "
        f"in the week of {format_day(greatest.week)}, {format_number(greatest.expected)} expected.",
        charts.burst_chart(
            make_values(drawn, "topic", "also", "week", "stories", "expected"),
            topics,
            (first_day, site.last_week + timedelta(days=7)),
        ),
        make_table("Bursts, the greatest first", titles, bursts[:MAX_BURSTS_LISTED], len(bursts)),
        [("blue dot", "a week; the larger, the more stories")],
    )


def merge_bursts(bursts: list[Any]) -> list[Any]:
    """Return one burst for those of one week that share at least half of their stories.

    `bursts` are rows of topic_bursts.sql. One burst has the topic that an earlier burst of the list was named for, else
    that of the first of them. The others are in `also`.
    """
    events: list[list[Any]] = []
    for burst in bursts:
        for event in events:
            shared = {*event[0].story_ids} & {*burst.story_ids}
            if event[0].week == burst.week and 2 * len(shared) >= len(burst.story_ids):
                event.append(burst)
                break
        else:
            events.append([burst])
    topics, merged = set[str](), []
    for event in events:
        head = next((burst for burst in event if burst.topic in topics), event[0])
        topics.add(head.topic)
        merged.append(head._replace(also=", ".join(burst.topic for burst in event if burst is not head)))
    return merged
