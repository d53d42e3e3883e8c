"""Sections about days out of the ordinary, and about weekdays and hours of stories."""

from typing import Any

import duckdb

from pipeline.report import charts, grids
from pipeline.report.page_model import Chart, Section, Site, Table, make_table
from pipeline.report.queries import query_rows
from pipeline.report.wording import format_count, format_number, format_share, join_words

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MIN_STORIES_OF_HABIT = 10  # fewer fall on one weekday by chance
MAX_HOURS_NAMED = 3  # with equally many stories
MAX_PERIODS_LISTED = 10


def unusual_section(duck: duckdb.DuckDBPyConnection, site: Site) -> Section | None:
    """Return the section about unusual days and weeks, latest first; None without any."""
    periods = query_rows(duck, "unusual_periods", site=site.name, max_rows=MAX_PERIODS_LISTED)
    if not periods:
        return None
    table = make_table(
        "Days and weeks that were unusually busy or silent, the latest first",
        {"name": "When", "kind": "What", "reason": "Why"},
        periods,
        periods[0].total,
    )
    return Section("unusual", "Out of the ordinary", f"{periods[0].name}: {periods[0].reason}", tables=[table])


def when_section(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """Return the section about hours of the week; about weekdays if no story has a time."""
    by_weekday = {row.weekday: row.stories for row in query_rows(duck, "stories_per_weekday", site=site.name)}
    hours = query_rows(duck, "stories_per_hour", site=site.name)
    total, with_time = sum(by_weekday.values()), sum(row.stories for row in hours)
    answer = _answer_busiest_day(by_weekday, total)
    if not with_time:
        note = "No story says at what hour it was published."
        return Section("when", "When", answer, [note], [_weekday_chart(by_weekday, answer, total)])
    busiest_hour = _describe_busiest_hour(hours)
    notes = []
    if total >= MIN_STORIES_OF_HABIT:
        notes.append(f"{busiest_hour} Times are those of {site.timezone}.")
    if untimed := total - with_time:
        stories = format_count(untimed, "story", "stories")
        notes.append(f"Left out of the hours: {stories} dated to a day without a time.")
    return Section("when", "When", answer, notes, [_hour_chart(hours, busiest_hour, site.timezone)])


def _hour_chart(hours: list[Any], busiest_hour: str, timezone: str) -> Chart:
    values, legend = grids.add_shades(
        [
            {
                "weekday": WEEKDAYS[row.weekday - 1][:3],
                "hour": row.hour,
                "name": f"{WEEKDAYS[row.weekday - 1]}, {row.hour}:00 to {row.hour}:59",
                "stories": row.stories,
            }
            for row in hours
        ],
        "stories",
    )
    stories = {(row.weekday, row.hour): row.stories for row in hours}
    hour_axis = {"labelExpr": "datum.value % 3 ? '' : datum.value + ' h'", "labelAlign": "left"}
    return Chart(
        "Stories by weekday and hour",
        f"A grid of seven weekdays and 24 hours, the darker the more stories. {busiest_hour}",
        grids.grid_chart(
            values,
            x=("hour", list(range(24)), hour_axis),
            y=("weekday", [name[:3] for name in WEEKDAYS], {}),
            tooltip={"name": "When", "stories": "Stories"},
            step=26,
        ),
        Table(
            f"Stories by weekday and hour, {timezone}",
            ("Hour", *(name[:3] for name in WEEKDAYS)),
            [(f"{hour} h", *(stories[weekday, hour] for weekday in range(1, 8))) for hour in range(24)],
            24,
        ),
        legend,
    )


def _weekday_chart(by_weekday: dict[int, int], answer: str, total: int) -> Chart:
    stories = [(name, by_weekday.get(weekday, 0)) for weekday, name in enumerate(WEEKDAYS, 1)]
    return Chart(
        "Stories by weekday",
        f"A bar for each weekday. {answer} of {format_number(total)}.",
        charts.weekday_chart([{"weekday": name, "stories": number} for name, number in stories]),
        Table("Stories by weekday", ("Weekday", "Stories"), [*stories], len(stories)),
    )


def _answer_busiest_day(by_weekday: dict[int, int], total: int) -> str:
    """Return the weekday with the most stories, or the ones, or that none stands out."""
    if total < MIN_STORIES_OF_HABIT:
        return f"Too few stories to tell: {format_number(total)}"
    most = max(by_weekday.values())
    share = f"{format_share(most, total)} of the stories"
    if len(by_weekday) == 7 and most * 7 < 1.25 * total:
        return f"No weekday stands out: each has {format_share(min(by_weekday.values()), total)} to {share}"
    days = [WEEKDAYS[weekday - 1] for weekday, stories in sorted(by_weekday.items()) if stories == most]
    if len(days) > 1:
        return f"{join_words(days)} are the busiest days, with {share} each"
    return f"{days[0]} is the busiest day, with {share}"


def _describe_busiest_hour(hours: list[Any]) -> str:
    """Return which hour of the week has the most stories, or which ones if they are few."""
    most = max(row.stories for row in hours)
    stories = format_count(most, "story", "stories")
    best = [(WEEKDAYS[row.weekday - 1], f"{row.hour} to {row.hour + 1}") for row in hours if row.stories == most]
    if len(best) == 1:
        return f"The busiest hour is {', '.join(best[0])} o’clock: {stories}."
    if len(best) <= MAX_HOURS_NAMED:
        return f"The busiest hours are {join_words(map(' '.join, best))} o’clock: {stories} each."
    return f"No hour stands out: {format_number(len(best))} have {stories} each, and none has more."
