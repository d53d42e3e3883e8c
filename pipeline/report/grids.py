"""Charts that are grids of squares, darker for more: calendars, weeks, months.

Other forms are in charts.py. The shades are those of page.css (--shade-0 to --shade-4).
"""

from collections.abc import Sequence
from typing import Any

from pipeline.report import charts
from pipeline.report.page_model import Legend, Spec, Values

_MONTH_LABELS = "{'1': 'Jan', '10': 'Mar', '18': 'May', '27': 'Jul', '36': 'Sep', '44': 'Nov'}[datum.value]"
_SHADES_BY_CLASSES = {1: (3,), 2: (2, 4), 3: (1, 2, 4), 4: (1, 2, 3, 4)}  # so many classes use these shades


def calendar_chart(values: Values, years: Sequence[int]) -> Spec:
    """Draw a calendar of `row`, `column`, `day`, `posts`, `stories` and `shade`.

    A row is a year's weekday (2026-1 for Mondays), a column a week (0 for the year's first).
    """
    lines = [f"{year}-{weekday}" for year in sorted(years, reverse=True) for weekday in range(1, 9)]  # 8 is a gap
    month_axis = {"values": [1, 10, 18, 27, 36, 44], "labelExpr": _MONTH_LABELS, "labelAlign": "left"}
    return grid_chart(
        values,
        x=("column", list(range(54)), month_axis),
        y=("row", lines, {"labelExpr": "slice(datum.value, 5) == '4' ? slice(datum.value, 0, 4) : ''"}),
        tooltip={"name": "Day", "stories": "Stories", "posts": "Posts"},
        step=12,
        calculations={"name": "utcFormat(toDate(datum.day), '%A, %-d %B %Y')"},
    )


def grid_chart(
    values: Values,
    *,
    x: tuple[str, list[Any], Spec],
    y: tuple[str, list[Any], Spec],
    tooltip: dict[str, str],
    step: int,
    calculations: dict[str, str] | None = None,
) -> Spec:
    """Draw squares of `step` pixels, coloured by `shade` (0 to 4).

    `x` and `y` are (field, its values in order, axis); `tooltip` has the title of each field it shows.
    """

    def place_scale(field: str, domain: list[Any], axis: Spec) -> Spec:
        # Without outer padding the first square may lie at -1e-14, where Vega draws no label.
        scale = {"domain": domain, "paddingInner": 0.14, "paddingOuter": 0.02}
        return charts.ordinal_scale(field, scale=scale, axis={"labelAngle": 0, **axis})

    return charts.base_chart(
        values,
        height=step * len(y[1]),
        transform=charts.calculate(calculations or {}),
        params=[charts.HOVER_PARAMETER],
        mark={"type": "rect", "cornerRadius": 1.5, "stroke": "var(--ink)"},
        encoding={
            "x": place_scale(*x),
            "y": place_scale(*y),
            "color": charts.colour_scale("shade", "ordinal", {shade: f"shade-{shade}" for shade in range(5)}),
            "strokeWidth": charts.hovered(1.5),
            "tooltip": charts.tooltip_lines(tooltip),
        },
    )


def add_shades(values: Values, field: str) -> tuple[Values, Legend]:
    """Return the values with the `shade` of a field that counts, and the legend of the shades."""
    bounds, legend = shade_scale([value[field] for value in values])
    return [{**value, "shade": shade_of(value[field], bounds)} for value in values], legend


def shade_scale(counts: Sequence[int]) -> tuple[list[int], Legend]:
    """Return the least count of each of up to four shades, and the legend of all shades.

    Each shade has about as many of the counts. The first bound is 1 or more: 0 has a shade of its own.
    """
    positive = sorted(count for count in counts if count > 0)
    if not positive:
        return [], [("shade-0", "none")]
    bounds = _quarter_starts(positive)
    if len(bounds) < 4:  # Most counts are alike: the few others are to differ from them all the same.
        bounds = _quarter_starts(sorted(set(positive)))
    ends = [*(bound - 1 for bound in bounds[1:]), positive[-1]]
    shades = _SHADES_BY_CLASSES[len(bounds)]
    ranges = [str(low) if low == high else f"{low}–{high}" for low, high in zip(bounds, ends, strict=True)]
    legend = [(f"shade-{shade}", range_) for shade, range_ in zip(shades, ranges, strict=True)]
    return bounds, [("shade-0", "none"), *legend]


def _quarter_starts(counts: Sequence[int]) -> list[int]:
    """Return the counts at which the quarters of sorted counts begin, without repeats."""
    return sorted({counts[len(counts) * quarter // 4] for quarter in range(4)})


def shade_of(count: int, bounds: Sequence[int]) -> int:
    """Return the shade of a count, 0 to 4; 0 is for none."""
    place = sum(count >= bound for bound in bounds)
    return _SHADES_BY_CLASSES[len(bounds)][place - 1] if place else 0
