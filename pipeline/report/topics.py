"""About what a site writes: topics that rise and fade, and weeks in which one was all over it."""

from datetime import date, timedelta
from typing import Any

import duckdb

from pipeline.report import charts
from pipeline.report.parts import Chart, Section, Site, Table, count, day, isolated, listed, number, row, rows

TURNS = 8  # of each kind
BURSTS = 12
LISTED = 40

# A tag, a category and a key term may be spelled alike: the page names each spelling once, the tag before the term.
_SPELLED = """
    qualify row_number() over (
        partition by lower(label){more} order by {order}, kind = 'term', kind = 'category', topic_id
    ) = 1
"""


def about_what(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """What rises and fades, what is hot now, and what burst when."""
    known = row(duck, "select count(*) from topics.topics where site = ?", site.name)
    if not known or not known[0]:
        return Section(
            "about-what", "About what", "Nothing to say yet: no tag, no category and no word of their own in the posts"
        )
    turned = rows(
        duck,
        "select label, kind, lifecycle.recent, lifecycle.expected, stage, "
        "abs(sqrt(recent + 0.375) - sqrt(expected + 0.375)) as far "
        "from topics.lifecycle as lifecycle join topics.topics as topics using (site, topic_id) "
        "where site = ? and (stage = 'rising' or stage in ('fading', 'gone') and recent < expected "
        "and sqrt(expected + 0.375) - sqrt(recent + 0.375) >= 1)"
        + _SPELLED.format(more="", order="far desc")
        + "order by far desc, label",
        site.name,
    )
    rising = [found for found in turned if found[2] > found[3]]
    fading = [found for found in turned if found[2] <= found[3]]
    hot = rows(
        duck,
        "select label, trending.stories, expected, days, z from topics.trending as trending "
        "join topics.topics as topics using (site, topic_id) where site = ?"
        + _SPELLED.format(more="", order="rank")
        + "order by rank limit 5",
        site.name,
    )
    notes = []
    if hot:
        of_late = listed(
            f"{isolated(label)} ({number(stories)}, {number(round(expected, 1))} expected)"
            for label, stories, expected, *_ in hot
        )
        notes.append(f"Told of more than usual in the last {hot[0][3]} days: {of_late}.")
    drawn = [_turns(rising, fading)] if turned else []
    bursts = _bursts(duck, site)
    return Section("about-what", "About what", _answer(duck, site, rising, fading), notes, drawn + bursts)


def _answer(duck: duckdb.DuckDBPyConnection, site: Site, rising: list[tuple], fading: list[tuple]) -> str:
    turns = [
        f"{listed(f'“{isolated(label)}”' for label, *_ in found[:3])} {verb}{'s' if len(found) == 1 else ''}"
        for verb, found in (("rise", rising), ("fade", fading))
        if found
    ]
    if turns:
        return f"In the last 13 weeks {'; '.join(turns)}"
    largest = rows(
        duck,
        "select label, stories from topics.topics where site = ? and stories > 1"
        + _SPELLED.format(more="", order="stories desc")
        + "order by stories desc, label limit 3",
        site.name,
    )
    if not largest:
        return "No topic has two stories yet"
    of = listed(f"“{isolated(label)}” ({number(stories)})" for label, stories in largest)
    return f"Most stories of all time: {of}" if site.is_dormant else f"No topic rises or fades; the largest are {of}"


def _turns(rising: list[tuple], fading: list[tuple]) -> Chart:
    shown = [("rising", *found) for found in rising[:TURNS]] + [("fading", *found) for found in fading[:TURNS]]
    title = "Rising and fading" if rising and fading else "Rising" if rising else "Fading"
    return Chart(
        f"{title}: stories in the last 13 weeks, against those that the time before lets expect",
        "A line for each topic, from the stories expected to those told. "
        + " ".join(
            f"{label}: {number(stories)}, {number(round(expected, 1))} expected."
            for _, label, _, stories, expected, *_ in shown[:4]
        ),
        charts.turns(
            [
                {"topic": label, "stories": stories, "expected": round(expected, 1), "turn": turn}
                for turn, label, _, stories, expected, *_ in shown
            ]
        ),
        Table(
            "Topics that rise or fade, those that turned most first",
            ("Topic", "Kind", "Turn", "Stories in 13 weeks", "Expected"),
            [(label, kind, turn, stories, round(expected, 1)) for turn, label, kind, stories, expected, *_ in shown],
            len(rising) + len(fading),
        ),
        [("blue dot", "more than expected"), ("orange dot", "fewer than expected"), ("ring", "expected")],
    )


def _bursts(duck: duckdb.DuckDBPyConnection, site: Site) -> list[Chart]:
    """The topics that burst most, the one that burst last on top; no chart where none did."""
    found = rows(
        duck,
        "select label, week, bursts.stories, round(expected, 1), headline, examples from topics.bursts as bursts "
        "join topics.topics as topics using (site, topic_id) "
        "join core.stories as stories on stories.site = bursts.site and stories.story_id = examples[1] "
        "where bursts.site = ? and week <= ?"
        + _SPELLED.format(more=", week", order="z desc")
        + "order by round(z, 1) desc, kind = 'term', not contains(label, ' '), z desc, week desc, label",
        site.name,
        site.until,
    )
    if not found:
        return []
    found = joined([burst for burst in found if burst[1] >= site.since] or found)  # of late, else of all time
    since = min(site.since, site.until - timedelta(weeks=26), *(week for _, week, *_ in found))
    strongest: dict[str, date] = {}
    for label, week, *_ in found:
        strongest.setdefault(label, week)
    topics = sorted(list(strongest)[:BURSTS], key=lambda label: (strongest[label], label), reverse=True)
    of = count(len(strongest), "topic")
    if len(strongest) > len(topics):
        of = f"{number(len(topics))} of {of}"
    label, week, stories, expected, *_ = found[0]
    return [
        Chart(
            f"Weeks in which a topic burst: {of}",
            f"A line of weeks for each topic, a dot where it had far more stories than usual. The greatest: {label}, "
            f"{count(stories, 'story', 'stories')} in the week of {day(week)}, {number(expected)} expected.",
            charts.bursts(
                [
                    {"topic": label, "also": also or "–", "week": str(week), "stories": stories, "expected": expected}
                    for label, week, stories, expected, _, also in found
                    if label in topics
                ],
                topics,
                (since, site.until + timedelta(days=7)),
            ),
            Table(
                "Bursts, the greatest first",
                ("Topic", "Week from", "Stories", "Expected", "Such as", "Also called"),
                found[:LISTED],
                len(found),
            ),
            [("blue dot", "a week; the larger, the more stories")],
        )
    ]


def joined(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Topics that burst in one week, mostly by the same stories, are one: the first, or one that has burst before.

    Of each the examples give way to the labels of the others.
    """
    events: list[list[tuple[Any, ...]]] = []
    for burst in found:
        alike = (e for e in events if e[0][1] == burst[1] and 2 * len({*e[0][5]} & {*burst[5]}) >= len(burst[5]))
        if event := next(alike, None):
            event.append(burst)
        else:
            events.append([burst])
    named, told = set(), []
    for event in events:
        head = next((burst for burst in event if burst[0] in named), event[0])
        named.add(head[0])
        told.append((*head[:5], ", ".join(burst[0] for burst in event if burst is not head)))
    return told
