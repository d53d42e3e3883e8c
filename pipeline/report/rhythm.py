"""When a site publishes: weekdays and hours, and the days and weeks that were out of the ordinary."""

import duckdb

from pipeline.report import charts, grids
from pipeline.report.parts import Chart, Section, Site, Table, count, listed, number, row, rows, share

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FEW = 10  # stories, under which a habit is chance
MOST_NAMED = 3  # hours of equally many


def unusual(duck: duckdb.DuckDBPyConnection, site: Site) -> Section | None:
    """Days and weeks out of the ordinary, in words, the latest first."""
    found = rows(
        duck,
        "select period, unit, kind, reason from cadence.anomalies "
        "where site = ? order by period desc, unit desc limit 10",
        site.name,
    )
    total = row(duck, "select count(*) from cadence.anomalies where site = ?", site.name)
    if not found or total is None:
        return None
    named = [f"Week of {on:%-d %b %Y}" if unit == "week" else f"{on:%a, %-d %b %Y}" for on, unit, *_ in found]
    return Section(
        "unusual",
        "Out of the ordinary",
        f"{named[0]}: {found[0][3]}",
        tables=[
            Table(
                "Days and weeks that were unusually busy or silent, the latest first",
                ("When", "What", "Why"),
                [(name, kind, reason) for name, (*_, kind, reason) in zip(named, found, strict=True)],
                total[0],
            )
        ],
    )


def when(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """Hours of the week; weekdays where no post has a time."""
    cells = rows(
        duck, "select weekday, hour, stories from cadence.hours where site = ? order by weekday, hour", site.name
    )
    timed = sum(stories for *_, stories in cells)
    days = rows(
        duck,
        "select isodow(day), sum(stories)::bigint from cadence.daily where site = ? group by all order by all",
        site.name,
    )
    by_day = dict(days)
    total = sum(by_day.values())
    if not timed:
        return _weekdays(by_day, total)
    bounds, legend = grids.shades([stories for *_, stories in cells])
    values = [
        {
            "weekday": WEEKDAYS[weekday - 1][:3],
            "hour": hour,
            "name": f"{WEEKDAYS[weekday - 1]}, {hour}:00 to {hour}:59",
            "stories": stories,
            "shade": grids.shade(stories, bounds),
        }
        for weekday, hour, stories in cells
    ]
    answer = _busiest(by_day, total)
    peak = _peak(cells)
    untimed = total - timed
    grid = {(weekday, hour): stories for weekday, hour, stories in cells}
    chart = Chart(
        "Stories by weekday and hour",
        f"A grid of seven weekdays and 24 hours, the darker the more stories. {peak}",
        grids.cells(
            values,
            x=(
                "hour",
                list(range(24)),
                {"labelExpr": "datum.value % 3 ? '' : datum.value + ' h'", "labelAlign": "left"},
            ),
            y=("weekday", [name[:3] for name in WEEKDAYS], {}),
            told=[("name", "When"), ("stories", "Stories")],
            step=26,
        ),
        Table(
            f"Stories by weekday and hour, {site.timezone}",
            ("Hour", *(name[:3] for name in WEEKDAYS)),
            [(f"{hour} h", *(grid[weekday, hour] for weekday in range(1, 8))) for hour in range(24)],
        ),
        legend,
    )
    notes = [f"{peak} Times are those of {site.timezone}."] if total >= FEW else []
    if untimed:
        notes.append(f"Left out of the hours: {count(untimed, 'story', 'stories')} dated to a day without a time.")
    return Section("when", "When", answer, notes, [chart])


def _weekdays(by_day: dict[int, int], total: int) -> Section:
    answer = _busiest(by_day, total)
    values = [{"weekday": name, "stories": by_day.get(at, 0)} for at, name in enumerate(WEEKDAYS, 1)]
    chart = Chart(
        "Stories by weekday",
        f"A bar for each weekday. {answer} of {number(total)}.",
        charts.weekdays(values),
        Table(
            "Stories by weekday",
            ("Weekday", "Stories"),
            [(name, by_day.get(i, 0)) for i, name in enumerate(WEEKDAYS, 1)],
        ),
    )
    return Section("when", "When", answer, ["No story says at what hour it was published."], [chart])


def _busiest(by_day: dict[int, int], total: int) -> str:
    if total < FEW:
        return f"Too few stories to tell: {number(total)}"
    best = max(by_day.values())
    most = f"{share(best, total)} of the stories"
    if len(by_day) == 7 and best * 7 < 1.25 * total:
        return f"No weekday stands out: each has {share(min(by_day.values()), total)} to {most}"
    days = [WEEKDAYS[weekday - 1] for weekday, stories in sorted(by_day.items()) if stories == best]
    if len(days) > 1:
        return f"{listed(days)} are the busiest days, with {most} each"
    return f"{days[0]} is the busiest day, with {most}"


def _peak(cells: list[tuple[int, int, int]]) -> str:
    """The hour of the week with most stories, or those, by (weekday, hour, stories)."""
    most = max(stories for *_, stories in cells)
    stories = count(most, "story", "stories")
    best = [(WEEKDAYS[weekday - 1], f"{hour} to {hour + 1}") for weekday, hour, found in cells if found == most]
    if len(best) == 1:
        return f"The busiest hour is {', '.join(best[0])} o’clock: {stories}."
    if len(best) <= MOST_NAMED:
        return f"The busiest hours are {listed(map(' '.join, best))} o’clock: {stories} each."
    return f"No hour stands out: {number(len(best))} have {stories} each, and none has more."
