"""How often a site publishes: weeks of the recent past, all months, a calendar of days, and its silences."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

import duckdb

from pipeline.report import charts, grids
from pipeline.report.parts import (
    Chart,
    Section,
    Site,
    Table,
    count,
    day,
    hours,
    month,
    number,
    row,
    rows,
    sentence,
    share,
    within,
)

WEEKS = 12  # what `lately` means
YEARS = 4  # of days in the calendar


def how_often(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """Weeks of the recent past, every month of a site that is older, and a calendar of days."""
    weeks = rows(
        duck,
        "select week, posts, stories, case when is_complete then rolling_12 end, year_before, is_complete "
        "from cadence.weekly where site = ? and week <= ? order by week",
        site.name,
        site.today,
    )
    if not weeks:
        return Section("how-often", "How often", "Every live post is dated to the future")
    drawn = [_weekly(site, weeks)]
    if weeks[0][0] < site.since:
        drawn.append(_monthly(duck, site))
    calendar, notes = _calendar(duck, site)
    return Section("how-often", "How often", _pace(site, weeks), _silence(duck, site) + notes, [*drawn, calendar])


def _pace(site: Site, weeks: list[tuple[Any, ...]]) -> str:
    """Stories a week of late, and how that compares with the same weeks of the year before."""
    whole = [week for week in weeks if week[5]][-WEEKS:]
    if len(whole) < WEEKS:
        first = "the first week" if len(weeks) == 1 else f"the first {count(len(weeks), 'week')}"
        return f"{count(sum(week[2] for week in weeks), 'story', 'stories')} in {first}"
    stories = sum(week[2] for week in whole)
    if not stories:
        newest = max(week[0] for week in weeks if week[2])
        return f"No story in the last {WEEKS} weeks; the newest is from the week of {day(newest)}"
    pace = f"{count(round(stories / WEEKS, 1), 'story', 'stories')} a week over the last {WEEKS} weeks"
    if None in (before := [week[4] for week in whole]):
        return pace
    year_before = sum(before)
    if not year_before:
        return f"{pace}, none in the same weeks of the year before"
    more = round(100 * (stories - year_before) / year_before)
    if not more:
        return f"{pace}, as many as the year before"
    return f"{pace}, {number(abs(more))} % {'more' if more > 0 else 'fewer'} than the year before"


def _silence(duck: duckdb.DuckDBPyConnection, site: Site) -> list[str]:
    gaps = row(
        duck,
        "select median_hours, longest_hours, longest_from at time zone ?, open_gap_hours, "
        "(select max(published_on) from core.posts where site = gaps.site and is_live and post_id = story_id "
        "and not is_future) from cadence.gaps as gaps where site = ?",
        site.timezone,
        site.name,
    )
    if gaps is None or gaps[0] is None:
        return []
    middle, longest, since, still, newest = gaps
    found = f"Half of the stories follow the one before {within(middle)}."
    if still > longest:
        # days of the calendar, as the figure of the newest counts them
        over = count((site.today - newest).days, "day") if still >= 48 else hours(still)
        return [f"{found} It has been silent for {over} now, longer than ever before."]
    return [f"{found} The longest silence was {hours(longest)}, from {day(since.date())}."]


def _weekly(site: Site, weeks: list[tuple[Any, ...]]) -> Chart:
    shown = [week for week in weeks if site.since <= week[0] <= site.until]
    values = [
        {"week": str(week), "posts": posts, "stories": stories, "mean": mean}
        for week, posts, stories, mean, *_ in shown
    ]
    most = max(shown, key=lambda week: (week[2], week[0]))
    repeats = [("pale", "posts that repeat a story")] if any(week[1] > week[2] for week in shown) else []
    return Chart(
        "Posts and stories a week",
        f"Bars for {count(len(shown), 'week')} up to {day(site.until)}. "
        f"Most stories in the week of {day(most[0])}: {number(most[2])}.",
        charts.weeks(values, _room(shown[0][0], site.until, 26 * 7, 7)),
        Table(
            "Posts and stories a week, newest first",
            ("Week from", "Posts", "Stories", "Mean of 12 weeks"),
            [(week, posts, stories, mean) for week, posts, stories, mean, *_ in reversed(shown)],
            len(weeks),
        ),
        [("blue", "stories"), *repeats, *_line([week[3] for week in shown], "mean of 12 weeks")],
    )


def _monthly(duck: duckdb.DuckDBPyConnection, site: Site) -> Chart:
    months = rows(
        duck,
        "select month, posts, stories, case when is_complete then rolling_12 end "
        "from cadence.monthly where site = ? and month <= ? order by month",
        site.name,
        site.today,
    )
    most = max(months, key=lambda found: (found[2], found[0]))
    return Chart(
        "Stories a month, from the beginning",
        f"Bars for {count(len(months), 'month')} from {month(months[0][0])}. "
        f"Most stories in {month(most[0])}: {number(most[2])}.",
        charts.months(
            [{"month": str(first), "stories": stories, "mean": mean} for first, _, stories, mean in months],
            _room(months[0][0], months[-1][0], 0, 31),
        ),
        Table(
            "Posts and stories a month, newest first",
            ("Month", "Posts", "Stories", "Mean of 12 months"),
            [(month(first), posts, stories, mean) for first, posts, stories, mean in reversed(months)],
            len(months),
        ),
        [("blue", "stories"), *_line([found[3] for found in months], "mean of 12 months")],
    )


def _line(means: list[float | None], meaning: str) -> list[tuple[str, str]]:
    """The legend of the line, where there is one: a mean of twelve needs twelve."""
    return [("orange line", meaning)] if any(mean is not None for mean in means) else []


def _room(first: date, last: date, least: int, period: int) -> charts.Ends:
    """The ends of a time axis: all of the last period, and the first, or `least` days before where that is late."""
    end = last + timedelta(days=period)
    return min(first, end - timedelta(days=least)), end


def _calendar(duck: duckdb.DuckDBPyConnection, site: Site) -> tuple[Chart, list[str]]:
    last = date(site.last.year, 12, 31) if site.is_dormant else site.today
    days = rows(
        duck,
        "select day, posts, stories from cadence.daily where site = ? and day between ? and ? order by day",
        site.name,
        date(last.year - YEARS + 1, 1, 1),
        last,
    )
    bounds, legend = grids.shades([stories for _, _, stories in days])
    values = [
        {
            "row": f"{on.year}-{on.isoweekday()}",
            "column": (on.timetuple().tm_yday - 1 + date(on.year, 1, 1).weekday()) // 7,
            "day": str(on),
            "posts": posts,
            "stories": stories,
            "shade": grids.shade(stories, bounds),
        }
        for on, posts, stories in days
    ]
    months = [(first, list(found)) for first, found in groupby(days, key=lambda found: found[0].replace(day=1))]
    with_stories = sum(stories > 0 for *_, stories in days)
    years = sorted({on.year for on, *_ in days})
    found = Chart(
        "Stories a day",
        f"A calendar of {count(len(years), 'year')}, a square a day, the darker the more stories. "
        f"{number(with_stories)} of {count(len(days), 'day')} have a story.",
        grids.calendar(values, years),
        Table(
            "Days with a story, month by month, newest first",
            ("Month", "Days", "Days with a story", "Stories", "Most on a day"),
            [
                (
                    month(first),
                    len(found),
                    sum(stories > 0 for *_, stories in found),
                    sum(stories for *_, stories in found),
                    max(stories for *_, stories in found),
                )
                for first, found in reversed(months)
            ],
            len(months),
        ),
        legend,
    )
    if len(days) < 28:
        return found, []
    when = f"from {day(days[0][0])} to {day(last)}" if site.is_dormant else f"since {day(days[0][0])}"
    said = f"{share(with_stories, len(days))} of the days {when} have a story."
    return found, [sentence(said)]
