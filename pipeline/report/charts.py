"""Forms of the page's charts, as Vega-Lite: values in, a chart out.

No query and no sentence is here; grids are in grids.py. Colours are names that page.css gives a value. Dates are texts
such as 2026-06-30, read and written as UTC: a reader's own time zone must not move a day. Add a form as a function.
"""

from datetime import date
from typing import Any

from pipeline.report.page_model import Spec

Values = list[dict[str, Any]]  # what a chart draws; the functions name the keys
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
_WEEK_NAME = "utcFormat(datum.week, '%-d %B %Y')"
_MONTH_NAME = "utcFormat(datum.month, '%B %Y')"
_MS_PER_DAY = 86_400_000


def weekly_chart(values: Values, ends: AxisEnds) -> Spec:
    """Draw `week`, `posts`, `stories` and a rolling `mean`: two bars a week, and a line."""
    layers = [("posts", "--pale", "Posts"), ("stories", "--blue", "Stories")]
    return _period_chart(values, ends, layers, period="week", title="Week from", days=7, name=_WEEK_NAME)


def monthly_chart(values: Values, ends: AxisEnds) -> Spec:
    """Draw `month`, `stories` and a rolling `mean`: a bar a month, and a line."""
    layers = [("stories", "--blue", "Stories")]
    return _period_chart(values, ends, layers, period="month", title="Month", days=28, name=_MONTH_NAME)


def _period_chart(
    values: Values, ends: AxisEnds, layers: list[tuple[str, str, str]], *, period: str, title: str, days: int, name: str
) -> Spec:
    """Draw bars of `days`, a layer for each (field, colour, title), and `mean` as a line."""
    x = _time_scale("middle", ends, grid=False)
    most = max(value[field] for value in values for field, *_ in layers)
    wide = {"x": {"field": period, "type": "temporal", "axis": x["axis"]}, "x2": {"field": "end"}}
    drawn_layers: list[Spec] = [
        {
            "mark": {"type": "rect", "color": f"var({colour})"},
            "encoding": {**wide, "y": _count_scale(field, most), "y2": {"datum": 0}},
        }
        for field, colour, _ in layers
    ]
    drawn_layers.append(
        {
            "mark": {"type": "line", "color": "var(--orange)", "strokeWidth": 2.5, "strokeJoin": "round"},
            "encoding": {"x": x, "y": _count_scale("mean", most)},
        }
    )
    tooltip = [{"field": "name", "title": title}]
    tooltip += [{"field": field, "title": title} for field, _, title in layers]
    tooltip.append({"field": "known", "title": "Rolling mean"})
    drawn_layers.append(
        {
            "params": [HOVER_PARAMETER],
            "mark": {"type": "rect", "color": "var(--ink)"},
            "encoding": {
                **wide,
                "y": {"value": 0},
                "y2": {"value": "height"},
                "fillOpacity": {"condition": {"param": "hovered", "empty": False, "value": 0.12}, "value": 0},
                "tooltip": tooltip,
            },
        }
    )
    length_ms = days * _MS_PER_DAY
    return base_chart(
        values,
        height=220,
        transform=[
            {"calculate": f"toDate(datum.{period})", "as": period},
            {"calculate": f"datum.{period} + {length_ms * 0.88}", "as": "end"},
            {"calculate": f"datum.{period} + {length_ms * 0.44}", "as": "middle"},
            {"calculate": name, "as": "name"},
            {"calculate": "isValid(datum.mean) ? format(datum.mean, '.1f') : '–'", "as": "known"},
        ],
        layer=drawn_layers,
    )


def _count_scale(field: str, most: float) -> Spec:
    """Scale a field from 0 to `most` with five whole ticks at most (Vega's may be halves)."""
    step = next(step for power in range(12) for step in (10**power, 2 * 10**power, 5 * 10**power) if most <= 5 * step)
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, max(most, 1)]},
        "axis": {"values": list(range(0, int(most) + 1, step)), "format": ",d"},
    }


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
            "y": {"field": "weekday", "type": "ordinal", "sort": None, "scale": {"paddingInner": 0.25}},
            "x": _count_scale("stories", max(value["stories"] for value in values)),
            "tooltip": [{"field": "weekday", "title": "Weekday"}, {"field": "stories", "title": "Stories"}],
        },
    )


def diverging_chart(values: Values) -> Spec:
    """Draw `topic`, `stories`, `expected` and `turn` (rising, fading).

    A line leads from a ring, the stories expected, to a dot, the stories there are.
    """
    y = {"field": "topic", "type": "ordinal", "sort": None, "axis": {"labelLimit": 150, "labelPadding": 14}}
    colour = {
        "field": "turn",
        "type": "nominal",
        "scale": {"domain": ["rising", "fading"], "range": ["var(--blue)", "var(--orange)"]},
        "legend": None,
    }
    tooltip = [
        {"field": "topic", "title": "Topic"},
        {"field": "stories", "title": "Stories"},
        {"field": "expected", "title": "Expected", "format": ".1f"},
    ]
    shared = {"y": y, "color": colour, "tooltip": tooltip}
    most = max(value[field] for value in values for field in ("stories", "expected"))
    ring = {"type": "point", "size": 90, "strokeWidth": 2, "fill": "var(--paper)", "opacity": 1}
    return base_chart(
        values,
        height=26 * len(values),
        layer=[
            {
                "mark": {"type": "rule", "strokeWidth": 3},
                "encoding": {**shared, "x": _root_scale("expected", most), "x2": {"field": "stories"}},
            },
            {"mark": ring, "encoding": {**shared, "x": _root_scale("expected", most)}},
            {
                "mark": {"type": "circle", "size": 130, "opacity": 1},
                "encoding": {**shared, "x": _root_scale("stories", most)},
            },
        ],
    )


def _root_scale(field: str, most: float) -> Spec:
    """Scale a field by its square root: chance moves large and small counts equally far."""
    values = [step * 10**power for power in range(12) for step in (1, 2, 5)]
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"type": "sqrt", "domain": [0, max(most, 1)]},
        "axis": {"values": [0, *(value for value in values if value <= most)], "format": ",d", "labelOverlap": True},
    }


def burst_chart(values: Values, topics: list[str], ends: AxisEnds) -> Spec:
    """Draw `topic`, `also`, `week`, `stories`, `expected`: a dot a week, larger for more."""
    return base_chart(
        values,
        height=28 * len(topics),
        transform=[{"calculate": "toDate(datum.week)", "as": "week"}, {"calculate": _WEEK_NAME, "as": "name"}],
        params=[HOVER_PARAMETER],
        mark={"type": "circle", "color": "var(--blue)", "stroke": "var(--ink)", "clip": False},
        encoding={
            "x": _time_scale("week", ends, grid=True),
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
