"""The forms of the page's charts, as Vega-Lite: rows in, a chart out. Colours are names that page.css gives a value.

Dates are texts such as 2026-06-30, read and written as UTC: a reader's own time zone must not move a day.
"""

from datetime import date
from typing import Any

from pipeline.report.parts import Spec

Rows = list[dict[str, Any]]
Ends = tuple[date, date]  # the first day of a time axis, and the last

_CONFIG: Spec = {
    "aria": False,  # the place where a chart is drawn says in words what it shows
    "background": "transparent",
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--soft)",
        "labelFontSize": 12,
        "labelPadding": 6,
        "gridColor": "var(--line)",
        "domain": False,
        "ticks": False,
        "title": None,
    },
}
HOVERED: Spec = {"name": "hovered", "select": {"type": "point", "on": "pointerover", "clear": "pointerout"}}
_WEEK = "utcFormat(datum.week, '%-d %B %Y')"


def weeks(values: Rows, ends: Ends) -> Spec:
    """`week`, `posts`, `stories` and their rolling `mean`: bars for both, one before the other, and a line."""
    layers = [("posts", "--pale", "Posts"), ("stories", "--blue", "Stories")]
    return _bars(values, ends, layers, period="week", title="Week from", days=7, name=_WEEK)


def months(values: Rows, ends: Ends) -> Spec:
    """`month`, `stories` and their rolling `mean`."""
    name = "utcFormat(datum.month, '%B %Y')"
    return _bars(values, ends, [("stories", "--blue", "Stories")], period="month", title="Month", days=28, name=name)


def _bars(
    values: Rows, ends: Ends, layers: list[tuple[str, str, str]], *, period: str, title: str, days: int, name: str
) -> Spec:
    x = _time("middle", ends, grid=False)
    most = max(value[field] for value in values for field, *_ in layers)
    wide = {"x": {"field": period, "type": "temporal", "axis": x["axis"]}, "x2": {"field": "end"}}
    drawn: list[Spec] = [
        {
            "mark": {"type": "rect", "color": f"var({colour})"},
            "encoding": {**wide, "y": _height(field, most), "y2": {"datum": 0}},
        }
        for field, colour, _ in layers
    ]
    drawn.append(
        {
            "mark": {"type": "line", "color": "var(--orange)", "strokeWidth": 2.5, "strokeJoin": "round"},
            "encoding": {"x": x, "y": _height("mean", most)},
        }
    )
    told = [{"field": "name", "title": title}]
    told += [{"field": field, "title": title} for field, _, title in layers]
    told.append({"field": "known", "title": "Rolling mean"})
    drawn.append(
        {
            "params": [HOVERED],
            "mark": {"type": "rect", "color": "var(--ink)"},
            "encoding": {
                **wide,
                "y": {"value": 0},
                "y2": {"value": "height"},
                "fillOpacity": {"condition": {"param": "hovered", "empty": False, "value": 0.12}, "value": 0},
                "tooltip": told,
            },
        }
    )
    length = days * 86_400_000
    return chart(
        values,
        height=220,
        transform=[
            {"calculate": f"toDate(datum.{period})", "as": period},
            {"calculate": f"datum.{period} + {length * 0.88}", "as": "end"},
            {"calculate": f"datum.{period} + {length * 0.44}", "as": "middle"},
            {"calculate": name, "as": "name"},
            {"calculate": "isValid(datum.mean) ? format(datum.mean, '.1f') : '–'", "as": "known"},
        ],
        layer=drawn,
    )


def _height(field: str, most: float) -> Spec:
    """A field from 0 to `most`, with up to five whole numbers on its axis (Vega's own ticks may be halves)."""
    step = next(step for power in range(12) for step in (10**power, 2 * 10**power, 5 * 10**power) if most <= 5 * step)
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, max(most, 1)]},
        "axis": {"values": list(range(0, int(most) + 1, step)), "format": ",d"},
    }


def _time(field: str, ends: Ends, *, grid: bool) -> Spec:
    """A time axis with up to nine labels, each January's being its year; the first says it too."""
    first, last = (day.year * 12 + day.month - 1 for day in ends)
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 240, 1200, 12_000) if (last - first) / step <= 9)
    starts = [date(at // 12, at % 12 + 1, 1) for at in range(first + (ends[0].day > 1), last + 1) if not at % step]
    return {
        "field": field,
        "type": "temporal",
        "scale": {"type": "utc", "domainMin": _instant(ends[0]), "domainMax": _instant(ends[1])},
        "axis": {
            "values": [_instant(day) for day in starts],
            "labelExpr": "utcFormat(datum.value, utcmonth(datum.value) ? datum.index ? '%b' : '%b %Y' : '%Y')",
            "labelFlush": True,
            "labelOverlap": True,
            "labelSeparation": 6,
            "grid": grid,
        },
    }


def _instant(day: date) -> Spec:
    """A day's beginning as Vega reads it wherever an expression may stand; a date would be one of the reader's zone."""
    return {"expr": str((day - date(1970, 1, 1)).days * 86_400_000)}


def weekdays(values: Rows) -> Spec:
    """`weekday` (Monday) and `stories`, for a site that does not say at what hour."""
    return chart(
        values,
        height=26 * len(values),
        mark={"type": "bar", "color": "var(--blue)"},
        encoding={
            "y": {"field": "weekday", "type": "ordinal", "sort": None, "scale": {"paddingInner": 0.25}},
            "x": _height("stories", max(value["stories"] for value in values)),
            "tooltip": [{"field": "weekday", "title": "Weekday"}, {"field": "stories", "title": "Stories"}],
        },
    )


def turns(values: Rows) -> Spec:
    """`topic`, `stories`, `expected` and `turn` (rising, fading): from a ring, as usual, to a dot, as it is."""
    y = {"field": "topic", "type": "ordinal", "sort": None, "axis": {"labelLimit": 150, "labelPadding": 14}}
    colour = {
        "field": "turn",
        "type": "nominal",
        "scale": {"domain": ["rising", "fading"], "range": ["var(--blue)", "var(--orange)"]},
        "legend": None,
    }
    told = [
        {"field": "topic", "title": "Topic"},
        {"field": "stories", "title": "Stories"},
        {"field": "expected", "title": "Expected", "format": ".1f"},
    ]
    shared = {"y": y, "color": colour, "tooltip": told}
    most = max(value[field] for value in values for field in ("stories", "expected"))
    ring = {"type": "point", "size": 90, "strokeWidth": 2, "fill": "var(--paper)", "opacity": 1}
    return chart(
        values,
        height=26 * len(values),
        layer=[
            {
                "mark": {"type": "rule", "strokeWidth": 3},
                "encoding": {**shared, "x": _root("expected", most), "x2": {"field": "stories"}},
            },
            {"mark": ring, "encoding": {**shared, "x": _root("expected", most)}},
            {
                "mark": {"type": "circle", "size": 130, "opacity": 1},
                "encoding": {**shared, "x": _root("stories", most)},
            },
        ],
    )


def _root(field: str, most: float) -> Spec:
    """A field as its square root: as far as a count strays by chance, at ten as at a thousand."""
    values = [step * 10**power for power in range(12) for step in (1, 2, 5)]
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"type": "sqrt", "domain": [0, max(most, 1)]},
        "axis": {"values": [0, *(value for value in values if value <= most)], "format": ",d", "labelOverlap": True},
    }


def bursts(values: Rows, topics: list[str], ends: Ends) -> Spec:
    """`topic`, `also`, `week`, `stories`, `expected`: a dot a week, its area the stories."""
    return chart(
        values,
        height=28 * len(topics),
        transform=[{"calculate": "toDate(datum.week)", "as": "week"}, {"calculate": _WEEK, "as": "name"}],
        params=[HOVERED],
        mark={"type": "circle", "color": "var(--blue)", "stroke": "var(--ink)", "clip": False},
        encoding={
            "x": _time("week", ends, grid=True),
            "y": {
                "field": "topic",
                "type": "ordinal",
                "sort": None,
                "scale": {"domain": topics},
                "axis": {"grid": True, "labelLimit": 150, "labelPadding": 14},
            },
            "size": {
                "field": "stories",
                "type": "quantitative",
                "scale": {"type": "linear", "domainMin": 0, "range": [0, 500]},
                "legend": None,
            },
            "opacity": {"value": 0.8},
            "strokeWidth": {"condition": {"param": "hovered", "empty": False, "value": 2}, "value": 0},
            "tooltip": [
                {"field": "topic", "title": "Topic"},
                {"field": "also", "title": "Also called"},
                {"field": "name", "title": "Week from"},
                {"field": "stories", "title": "Stories"},
                {"field": "expected", "title": "Expected", "format": ".1f"},
            ],
        },
    )


def chart(values: Rows, height: int, **chart: Any) -> Spec:
    return {
        "data": {"values": values},
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": _CONFIG,
        **chart,
    }
