"""Small charts of tables for Dagster's pages: Markdown with an SVG image for each site.

Start at `draw_thumbnails`. Add a chart to THUMBNAILS, and its query to queries/: the site is its first column.
"""

import base64
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb

from pipeline.files import load_query
from pipeline.report.queries import clean_value

_QUERIES = Path(__file__).with_name("queries")
Rows = Sequence[tuple]
Words = tuple[int, int, str]  # x, y, text
WIDTH_PX, HEIGHT_PX = 720, 150
BAR_COLOUR, LINE_COLOUR, WORD_COLOUR = "#4f6bed", "#c7a252", "#808896"  # legible on white and on black
MAX_SITES_DRAWN = 6  # more would be no small chart


def draw_thumbnails(duck: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the Markdown of every table that has a chart and rows for it, by its name."""
    thumbnails = {}
    for table, (query, draw, caption) in THUMBNAILS.items():
        rows = duck.execute(load_query(_QUERIES, query)).fetchall()
        shown = [tuple(map(clean_value, row)) for row in rows]
        charts = [draw(site, list(site_rows)) for site, site_rows in groupby(shown, key=itemgetter(0))]
        if charts:
            images = [base64.b64encode(svg.encode()).decode() for svg in charts[:MAX_SITES_DRAWN]]
            links = [f"![{caption}](data:image/svg+xml;base64,{image})" for image in images]
            thumbnails[table] = "\n\n".join([caption, *links])
    return thumbnails


def draw_bars(site: str, rows: Rows) -> str:
    """Return an SVG of (site, period, value, mean): bars, and a line over them."""
    values = [row[2] for row in rows]
    top, step = max([1, *values]), WIDTH_PX / max(len(rows), 20)

    def y_of(value: float) -> float:
        return round(HEIGHT_PX - 20 - (HEIGHT_PX - 45) * value / top, 1)

    bars = "".join(f"M{x * step + step / 2:.1f} {HEIGHT_PX - 20}V{y_of(v)}" for x, v in enumerate(values) if v)
    line = " ".join(f"{x * step + step / 2:.1f},{y_of(row[3])}" for x, row in enumerate(rows) if row[3] is not None)
    return _svg_image(
        HEIGHT_PX,
        f'<path d="{bars}" stroke="{BAR_COLOUR}" stroke-width="{step * 0.7:.1f}"/>'
        f'<polyline points="{line}" fill="none" stroke="{LINE_COLOUR}" stroke-width="2"/>',
        (0, 14, f"{site}, at most {top}"),
        (0, HEIGHT_PX - 5, str(rows[0][1])),
        (WIDTH_PX - 75, HEIGHT_PX - 5, str(rows[-1][1])),
    )


def draw_week_grid(site: str, rows: Rows) -> str:
    """Return an SVG of (site, weekday from 1, hour, value): squares, darker for more."""
    top = max([1, *(row[3] for row in rows)])
    squares = "".join(
        f'<path d="M{70 + hour * 26} {weekday * 19 + 4}h24v17h-24z" fill="{BAR_COLOUR}" '
        f'fill-opacity="{value / top:.2f}"/>'
        for _, weekday, hour, value in rows
        if value
    )
    days = [(0, 17 + n * 19, day) for n, day in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), 1)]
    hours = [(70 + hour * 26, 172, f"{hour}:00") for hour in range(0, 24, 4)]
    return _svg_image(180, squares, (0, 14, f"{site}, at most {top}"), *days, *hours)


def draw_topic_lines(site: str, rows: Rows) -> str:
    """Return an SVG of (site, topic, place of the week, value): bars for each topic."""
    top = max([1, *(row[3] for row in rows)])
    words, bars = [(0, 14, f"{site}, at most {top}")], ""
    for place, (topic, weeks) in enumerate(groupby(rows, key=lambda row: row[1])):
        base = 45 + place * 26
        words.append((0, base, topic))
        bars += "".join(f"M{203 + x * 9.9:.1f} {base}V{base - 22 * v / top:.1f}" for *_, x, v in weeks if v)
    return _svg_image(words[-1][1] + 10, f'<path d="{bars}" stroke="{BAR_COLOUR}" stroke-width="7"/>', *words)


def _svg_image(height_px: int, marks: str, *words: Words) -> str:
    texts = "".join(f'<text x="{x}" y="{y}">{escape(text)}</text>' for x, y, text in words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH_PX}" height="{height_px}" font-family="sans-serif" '
        f'font-size="13" fill="{WORD_COLOUR}">{marks}{texts}</svg>'
    )


THUMBNAILS: dict[str, tuple[str, Callable[[str, Rows], str], str]] = {  # by table: query, form, caption
    "cadence.weekly": ("stories_per_week", draw_bars, "Stories a week of the last two years, and the mean of four"),
    "cadence.monthly": ("stories_per_month", draw_bars, "Stories a month of the last five years, and the mean of 12"),
    "cadence.hours": ("stories_per_hour", draw_week_grid, "Stories by weekday and hour of the site's clock"),
    "topics.weekly": (
        "stories_per_topic_week",
        draw_topic_lines,
        "Stories a week of the last year, of the eight topics that had most",
    ),
}
