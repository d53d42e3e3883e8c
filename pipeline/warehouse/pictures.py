"""Small charts of tables, as Markdown that holds them: an SVG image each, drawn of what the published file says."""

import base64
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

import duckdb

Rows = Sequence[tuple]
WIDTH, HEIGHT = 720, 150
INK, PALE, WORDS = "#4f6bed", "#c7a252", "#808896"  # legible on white and on black
SITES = 6  # that a picture shows; with more it is no small chart


def pictures(duck: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The Markdown of every table that has a picture and rows for it."""
    found = {}
    for table, (sql, draw, caption) in PICTURES.items():
        rows = duck.sql(sql).fetchall()
        drawn = [draw(site, list(of)) for site, of in groupby(rows, key=lambda row: row[0])]
        if drawn:
            found[table] = "\n\n".join([caption, *(_image(svg, caption) for svg in drawn[:SITES])])
    return found


def bars(site: str, rows: Rows) -> str:
    """A bar for each (site, period, value, mean), the mean as a line over it."""
    values = [row[2] for row in rows]
    top, step = max([1, *values]), WIDTH / max(len(rows), 20)

    def y(value: float) -> float:
        return round(HEIGHT - 20 - (HEIGHT - 45) * value / top, 1)

    drawn = "".join(f"M{x * step + step / 2:.1f} {HEIGHT - 20}V{y(v)}" for x, v in enumerate(values) if v)
    line = " ".join(f"{x * step + step / 2:.1f},{y(row[3])}" for x, row in enumerate(rows) if row[3] is not None)
    return _svg(
        HEIGHT,
        f'<path d="{drawn}" stroke="{INK}" stroke-width="{step * 0.7:.1f}"/>'
        f'<polyline points="{line}" fill="none" stroke="{PALE}" stroke-width="2"/>',
        (0, 14, f"{site}, at most {top}"),
        (0, HEIGHT - 5, str(rows[0][1])),
        (WIDTH - 75, HEIGHT - 5, str(rows[-1][1])),
    )


def week(site: str, rows: Rows) -> str:
    """A square for each (site, weekday from 1, hour, value), darker for more."""
    top = max([1, *(row[3] for row in rows)])
    squares = "".join(
        f'<path d="M{70 + hour * 26} {weekday * 19 + 4}h24v17h-24z" fill="{INK}" fill-opacity="{value / top:.2f}"/>'
        for _, weekday, hour, value in rows
        if value
    )
    days = [(0, 17 + n * 19, day) for n, day in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), 1)]
    hours = [(70 + hour * 26, 172, f"{hour}:00") for hour in range(0, 24, 4)]
    return _svg(180, squares, (0, 14, f"{site}, at most {top}"), *days, *hours)


def topics(site: str, rows: Rows) -> str:
    """A line of bars for each topic of (site, topic, place of the week, value)."""
    top = max([1, *(row[3] for row in rows)])
    words, drawn = [(0, 14, f"{site}, at most {top}")], ""
    for place, (topic, weeks) in enumerate(groupby(rows, key=lambda row: row[1])):
        base = 45 + place * 26
        words.append((0, base, topic))
        drawn += "".join(f"M{203 + x * 9.9:.1f} {base}V{base - 22 * v / top:.1f}" for *_, x, v in weeks if v)
    return _svg(words[-1][1] + 10, f'<path d="{drawn}" stroke="{INK}" stroke-width="7"/>', *words)


def _svg(height: int, drawn: str, *words: tuple[int, int, str]) -> str:
    said = "".join(f'<text x="{x}" y="{y}">{escape(text)}</text>' for x, y, text in words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif" '
        f'font-size="13" fill="{WORDS}">{drawn}{said}</svg>'
    )


def _image(svg: str, caption: str) -> str:
    return f"![{caption}](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"


PICTURES: dict[str, tuple[str, Callable[[str, Rows], str], str]] = {
    "cadence.weekly": (
        """
        select site, week, stories, rolling_4
        from cadence.weekly join core.sites using (site)
        where week between today - interval 104 weeks and today
        order by site, week
        """,
        bars,
        "Stories a week of the last two years, and the mean of four",
    ),
    "cadence.monthly": (
        """
        select site, month, stories, rolling_12
        from cadence.monthly join core.sites using (site)
        where month between today - interval 60 months and today
        order by site, month
        """,
        bars,
        "Stories a month of the last five years, and the mean of twelve",
    ),
    "cadence.hours": (
        "select site, weekday, hour, stories from cadence.hours order by site, weekday, hour",
        week,
        "Stories by weekday and hour of the site's clock",
    ),
    "topics.weekly": (
        """
        with recent as (
            select site, topic_id, label || if(kind = 'term', '', ' (' || kind || ')') as label,
                date_diff('week', week, date_trunc('week', today)) as ago, weekly.stories
            from topics.weekly join core.sites using (site) join topics.topics using (site, topic_id)
            where week > today - interval 52 weeks and week <= today
        ),
        largest as (
            select site, topic_id, row_number() over (partition by site order by sum(stories) desc, topic_id) as place
            from recent
            group by site, topic_id
        )
        select site, label, 51 - ago, stories
        from recent join largest using (site, topic_id)
        where place <= 8 and ago between 0 and 51
        order by site, place, ago desc
        """,
        topics,
        "Stories a week of the last year, of the eight topics that had most",
    ),
}
