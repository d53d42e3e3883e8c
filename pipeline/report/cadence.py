"""Section about how often a site publishes: weeks, months, days and silences."""

from datetime import date, timedelta
from typing import Any

import duckdb

from pipeline.report import charts, grids
from pipeline.report.page_model import Chart, Legend, Section, Site, make_table, make_values
from pipeline.report.queries import query_row, query_rows
from pipeline.report.wording import format_count, format_day, format_number, format_share, format_span, format_within

PACE_WEEKS = 12  # over which the pace is counted
CALENDAR_YEARS = 4
MIN_CALENDAR_DAYS = 28  # before their share is worth a sentence
MIN_WEEKLY_AXIS_DAYS = 26 * 7


def how_often_section(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """Return the section with recent weeks, all months of an older site, and a calendar."""
    weeks = query_rows(duck, "stories_per_week", site=site.name, today=site.today)
    if not weeks:
        return Section("how-often", "How often", "Every live post is dated to the future")
    drawn = [_weekly_chart(site, weeks)]
    if weeks[0].week < site.first_week:
        drawn.append(_monthly_chart(duck, site))
    last = date(site.last_day.year, 12, 31) if site.is_dormant else site.today
    first = date(last.year - CALENDAR_YEARS + 1, 1, 1)
    days = query_rows(duck, "stories_per_day", site=site.name, first=first, last=last)
    notes = [*_describe_silences(duck, site), *_describe_days(site, days)]
    months = query_rows(duck, "story_days_per_month", site=site.name, first=first, last=last)
    return Section("how-often", "How often", _answer_pace(weeks), notes, [*drawn, _calendar_chart(days, months)])


def _answer_pace(weeks: list[Any]) -> str:
    """Return the stories a week of late, compared with the same weeks of the year before."""
    recent = [row for row in weeks if row.is_complete][-PACE_WEEKS:]
    if len(recent) < PACE_WEEKS:
        period = "the first week" if len(weeks) == 1 else f"the first {format_count(len(weeks), 'week')}"
        return f"{format_count(sum(row.stories for row in weeks), 'story', 'stories')} in {period}"
    stories = sum(row.stories for row in recent)
    if not stories:
        newest = max(row.week for row in weeks if row.stories)
        return f"No story in the last {PACE_WEEKS} weeks; the newest is from the week of {format_day(newest)}"
    pace = f"{format_count(round(stories / PACE_WEEKS, 1), 'story', 'stories')} a week over the last {PACE_WEEKS} weeks"
    before = [row.year_before for row in recent]
    if None in before:
        return pace
    stories_before = sum(before)
    if not stories_before:
        return f"{pace}, none in the same weeks of the year before"
    change = round(100 * (stories - stories_before) / stories_before)
    if not change:
        return f"{pace}, as many as the year before"
    return f"{pace}, {format_number(abs(change))} % {'more' if change > 0 else 'fewer'} than the year before"


def _describe_silences(duck: duckdb.DuckDBPyConnection, site: Site) -> list[str]:
    """Return how soon a story follows another, and the longest silence; [] for one story."""
    gaps = query_row(duck, "site_silences", site=site.name, timezone=site.timezone)
    if gaps is None or gaps.median_hours is None:
        return []
    usual = f"Half of the stories follow the one before {format_within(gaps.median_hours)}."
    if gaps.open_gap_hours > gaps.longest_hours:
        # The figures at the head count days of the calendar since the newest story; so does this sentence.
        days = format_count((site.today - gaps.newest_on).days, "day")
        silence = days if gaps.open_gap_hours >= 48 else format_span(gaps.open_gap_hours)
        return [f"{usual} It has been silent for {silence} now, longer than ever before."]
    since = format_day(gaps.longest_from_local.date())
    return [f"{usual} The longest silence was {format_span(gaps.longest_hours)}, from {since}."]


def _describe_days(site: Site, days: list[Any]) -> list[str]:
    """Return the share of the calendar's days that have a story; [] if they are few."""
    if len(days) < MIN_CALENDAR_DAYS:
        return []
    first, last = format_day(days[0].day), format_day(days[-1].day)
    period = f"from {first} to {last}" if site.is_dormant else f"since {first}"
    share = format_share(sum(row.stories > 0 for row in days), len(days))
    return [f"{share} of the days {period} have a story."]


def _weekly_chart(site: Site, weeks: list[Any]) -> Chart:
    drawn = [row for row in weeks if site.first_week <= row.week <= site.last_week]
    best = max(drawn, key=lambda row: (row.stories, row.week))
    end = site.last_week + timedelta(days=7)
    has_repeats = any(row.posts > row.stories for row in drawn)
    repeats_legend = [("pale", "posts that repeat a story")] if has_repeats else []
    return Chart(
        "Posts and stories a week",
        f"Bars for {format_count(len(drawn), 'week')} up to {format_day(site.last_week)}. "
        f"Most stories in the week of {format_day(best.week)}: {format_number(best.stories)}.",
        charts.period_chart(
            make_values(drawn, "week", "posts", "stories", "mean"),
            (min(drawn[0].week, end - timedelta(days=MIN_WEEKLY_AXIS_DAYS)), end),
            "week",
            {"posts": "pale", "stories": "blue"},
        ),
        make_table(
            "Posts and stories a week, newest first",
            {"week": "Week from", "posts": "Posts", "stories": "Stories", "mean": "Mean of 12 weeks"},
            drawn[::-1],
            len(weeks),
        ),
        [("blue", "stories"), *repeats_legend, *_mean_legend(drawn, "mean of 12 weeks")],
    )


def _monthly_chart(duck: duckdb.DuckDBPyConnection, site: Site) -> Chart:
    months = query_rows(duck, "stories_per_month", site=site.name, today=site.today)
    best = max(months, key=lambda row: (row.stories, row.month))
    return Chart(
        "Stories a month, from the beginning",
        f"Bars for {format_count(len(months), 'month')} from {months[0].name}. "
        f"Most stories in {best.name}: {format_number(best.stories)}.",
        charts.period_chart(
            make_values(months, "month", "stories", "mean"),
            (months[0].month, months[-1].month + timedelta(days=31)),
            "month",
            {"stories": "blue"},
        ),
        make_table(
            "Posts and stories a month, newest first",
            {"name": "Month", "posts": "Posts", "stories": "Stories", "mean": "Mean of 12 months"},
            months[::-1],
        ),
        [("blue", "stories"), *_mean_legend(months, "mean of 12 months")],
    )


def _mean_legend(rows: list[Any], meaning: str) -> Legend:
    """Return the legend of the line of means; [] if there are too few rows for a mean."""
    return [("orange line", meaning)] if any(row.mean is not None for row in rows) else []


def _calendar_chart(days: list[Any], months: list[Any]) -> Chart:
    """Return a calendar of the rows of stories_per_day.sql, over those of story_days_per_month.sql."""
    values, legend = grids.add_shades(make_values(days, "row", "column", "day", "posts", "stories"), "stories")
    years = sorted({row.day.year for row in days})
    with_stories = format_number(sum(row.stories > 0 for row in days))
    titles = {"month": "Month", "days": "Days", "story_days": "Days with a story"}
    titles |= {"stories": "Stories", "most_stories": "Most on a day"}
    return Chart(
        "Stories a day",
        f"A calendar of {format_count(len(years), 'year')}, a square a day, the darker the more stories. "
        f"{with_stories} of {format_count(len(days), 'day')} have a story.",
        grids.calendar_chart(values, years),
        make_table("Days with a story, month by month, newest first", titles, months),
        legend,
    )
