"""Forms of the page's charts, as Vega-Lite: values in, a chart out.

No query and no sentence is here; grids are in grids.py. Colours are names that page.css gives a value. Dates are texts
such as 2026-06-30, read and written as UTC: a reader's own time zone must not move a day. Add a form as a function.
"""

from datetime import date
from typing import Any

from pipeline.report.page_model import Spec, Values

AxisEnds = tuple[date, date]  # the first day of a time axis, and the last

_CONFIG: Spec = {
    "aria": False,  # the element around a chart describes it in words
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
HOVER_PARAMETER: Spec = {"name": "hovered", "select": {"type": "point", "on": "pointerover", "clear": "pointerout"}}
_PERIODS = {  # the title of a bar, its days and its name
    "week": ("Week from", 7, "utcFormat(datum.week, '%-d %B %Y')"),
    "month": ("Month", 28, "utcFormat(datum.month, '%B %Y')"),
}
_EXPECTED = {"field": "expected", "title": "Expected", "format": ".1f"}
_MS_PER_DAY = 86_400_000


def period_chart(values: Values, ends: AxisEnds, period: str, bars: dict[str, str]) -> Spec:
    """Draw bars for each `week` or `month`, and a rolling `mean` as a line.

    `bars` has the colour of each field that is drawn, those behind first.
    """
    title, days, name = _PERIODS[period]
    x = _time_scale("middle", ends, grid=False)
    most = max(value[field] for value in values for field in bars)
    width = {"x": {"field": period, "type": "temporal", "axis": x["axis"]}, "x2": {"field": "end"}}
    bar_layers = [
        {
            "mark": {"type": "rect", "color": f"var(--{colour})"},
            "encoding": {**width, "y": _count_scale(field, most), "y2": {"datum": 0}},
        }
        for field, colour in bars.items()
    ]
    mean_layer = {
        "mark": {"type": "line", "color": "var(--orange)", "strokeWidth": 2.5, "strokeJoin": "round"},
        "encoding": {"x": x, "y": _count_scale("mean", most)},
    }
    titles = {"name": title} | {field: field.capitalize() for field in bars} | {"known": "Rolling mean"}
    hover_layer = {
        "params": [HOVER_PARAMETER],
        "mark": {"type": "rect", "color": "var(--ink)"},
        "encoding": {
            **width,
            "y": {"value": 0},
            "y2": {"value": "height"},
            "fillOpacity": hovered(0.12),
            "tooltip": tooltip_lines(titles),
        },
    }
    length_ms = days * _MS_PER_DAY
    calculations = {
        period: f"toDate(datum.{period})",
        "end": f"datum.{period} + {length_ms * 0.88}",
        "middle": f"datum.{period} + {length_ms * 0.44}",
        "name": name,
        "known": "isValid(datum.mean) ? format(datum.mean, '.1f') : '–'",
    }
    return base_chart(
        values, height=220, transform=calculate(calculations), layer=[*bar_layers, mean_layer, hover_layer]
    )


def _count_scale(field: str, most: float) -> Spec:
    """Scale a field from 0 to `most` with five whole ticks at most (Vega's may be halves)."""
    step = next(step for power in range(12) for step in (10**power, 2 * 10**power, 5 * 10**power) if most <= 5 * step)
    axis = {"values": list(range(0, int(most) + 1, step)), "format": ",d"}
    return {"field": field, "type": "quantitative", "scale": {"domain": [0, max(most, 1)]}, "axis": axis}


def _time_scale(field: str, ends: AxisEnds, *, grid: bool) -> Spec:
    """Scale a field by time, with nine labels at most; the first and Januaries say a year."""
    first, last = (day.year * 12 + day.month - 1 for day in ends)
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 240, 1200, 12_000) if (last - first) / step <= 9)
    starts = [date(at // 12, at % 12 + 1, 1) for at in range(first + (ends[0].day > 1), last + 1) if not at % step]
    return {
        "field": field,
        "type": "temporal",
        "scale": {"type": "utc", "domainMin": _epoch_ms(ends[0]), "domainMax": _epoch_ms(ends[1])},
        "axis": {
            "values": [_epoch_ms(day) for day in starts],
            "labelExpr": "utcFormat(datum.value, utcmonth(datum.value) ? datum.index ? '%b' : '%b %Y' : '%Y')",
            "labelFlush": True,
            "labelOverlap": True,
            "labelSeparation": 6,
            "grid": grid,
        },
    }


def _epoch_ms(day: date) -> Spec:
    """Return the start of a day in UTC; Vega would read a date in the reader's time zone."""
    return {"expr": str((day - date(1970, 1, 1)).days * _MS_PER_DAY)}


def weekday_chart(values: Values) -> Spec:
    """Draw `weekday` (Monday) and `stories`: a bar for each."""
    return base_chart(
        values,
        height=26 * len(values),
        mark={"type": "bar", "color": "var(--blue)"},
        encoding={
            "y": ordinal_scale("weekday", scale={"paddingInner": 0.25}),
            "x": _count_scale("stories", max(value["stories"] for value in values)),
            "tooltip": tooltip_lines({"weekday": "Weekday", "stories": "Stories"}),
        },
    )


def diverging_chart(values: Values) -> Spec:
    """Draw `topic`, `stories`, `expected` and `turn` (rising, fading).

    A line leads from a ring, the stories expected, to a dot, the stories there are.
    """
    shared = {
        "y": ordinal_scale("topic", axis={"labelLimit": 150, "labelPadding": 14}),
        "color": colour_scale("turn", "nominal", {"rising": "blue", "fading": "orange"}),
        "tooltip": [*tooltip_lines({"topic": "Topic", "stories": "Stories"}), _EXPECTED],
    }
    most = max(value[field] for value in values for field in ("stories", "expected"))
    from_expected = {**shared, "x": _root_scale("expected", most)}
    ring = {"type": "point", "size": 90, "strokeWidth": 2, "fill": "var(--paper)", "opacity": 1}
    dot = {"type": "circle", "size": 130, "opacity": 1}
    return base_chart(
        values,
        height=26 * len(values),
        layer=[
            {"mark": {"type": "rule", "strokeWidth": 3}, "encoding": {**from_expected, "x2": {"field": "stories"}}},
            {"mark": ring, "encoding": from_expected},
            {"mark": dot, "encoding": {**shared, "x": _root_scale("stories", most)}},
        ],
    )


def _root_scale(field: str, most: float) -> Spec:
    """Scale a field by its square root: chance moves large and small counts equally far."""
    values = [step * 10**power for power in range(12) for step in (1, 2, 5)]
    axis = {"values": [0, *(value for value in values if value <= most)], "format": ",d", "labelOverlap": True}
    scale = {"type": "sqrt", "domain": [0, max(most, 1)]}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def burst_chart(values: Values, topics: list[str], ends: AxisEnds) -> Spec:
    """Draw `topic`, `also`, `week`, `stories`, `expected`: a dot a week, larger for more."""
    size_scale = {"type": "linear", "domainMin": 0, "range": [0, 500]}
    topic_axis = {"grid": True, "labelLimit": 150, "labelPadding": 14}
    titles = {"topic": "Topic", "also": "Also called", "name": "Week from", "stories": "Stories"}
    return base_chart(
        values,
        height=28 * len(topics),
        transform=calculate({"week": "toDate(datum.week)", "name": _PERIODS["week"][2]}),
        params=[HOVER_PARAMETER],
        mark={"type": "circle", "color": "var(--blue)", "stroke": "var(--ink)", "clip": False},
        encoding={
            "x": _time_scale("week", ends, grid=True),
            "y": ordinal_scale("topic", scale={"domain": topics}, axis=topic_axis),
            "size": {"field": "stories", "type": "quantitative", "scale": size_scale, "legend": None},
            "opacity": {"value": 0.8},
            "strokeWidth": hovered(2),
            "tooltip": [*tooltip_lines(titles), _EXPECTED],
        },
    )


def base_chart(values: Values, height: int, **parts: Any) -> Spec:
    """Return a chart as wide as its place, in the page's fonts, with marks as `parts`."""
    return {
        "data": {"values": values},
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": _CONFIG,
        **parts,
    }


def ordinal_scale(field: str, **parts: Spec) -> Spec:
    """Scale a field by place, in the order of the values."""
    return {"field": field, "type": "ordinal", "sort": None, **parts}


def colour_scale(field: str, kind: str, colours: dict[Any, str]) -> Spec:
    """Colour each value of a field (`nominal` or `ordinal`) by a name of page.css."""
    scale = {"domain": [*colours], "range": [f"var(--{colour})" for colour in colours.values()]}
    return {"field": field, "type": kind, "scale": scale, "legend": None}


def calculate(expressions: dict[str, str]) -> list[Spec]:
    """Return the steps that compute each field by its expression."""
    return [{"calculate": expression, "as": field} for field, expression in expressions.items()]


def tooltip_lines(titles: dict[str, str]) -> list[Spec]:
    """Return a tooltip that shows each field under its title."""
    return [{"field": field, "title": title} for field, title in titles.items()]


def hovered(value: float) -> Spec:
    """Return a value that only the mark below the pointer has; 0 for the others."""
    return {"condition": {"param": "hovered", "empty": False, "value": value}, "value": 0}
