"""Charts that are grids of squares, the darker the more: a calendar, hours of the week, months of authors."""

from collections.abc import Sequence
from typing import Any

from pipeline.report.charts import HOVERED, Rows, chart
from pipeline.report.parts import Spec


def calendar(values: Rows, years: Sequence[int]) -> Spec:
    """`row` (2026-1 for its Mondays), `column` (weeks from its first), `day`, `posts`, `stories`, `shade`."""
    lines = [f"{year}-{weekday}" for year in sorted(years, reverse=True) for weekday in range(1, 9)]  # 8 is a gap
    return cells(
        values,
        x=("column", list(range(54)), {"values": [1, 10, 18, 27, 36, 44], "labelExpr": _MONTHS, "labelAlign": "left"}),
        y=("row", lines, {"labelExpr": "slice(datum.value, 5) == '4' ? slice(datum.value, 0, 4) : ''"}),
        told=[("name", "Day"), ("stories", "Stories"), ("posts", "Posts")],
        step=12,
        transform=[{"calculate": "utcFormat(toDate(datum.day), '%A, %-d %B %Y')", "as": "name"}],
    )


_MONTHS = "{'1': 'Jan', '10': 'Mar', '18': 'May', '27': 'Jul', '36': 'Sep', '44': 'Nov'}[datum.value]"


def cells(
    values: Rows,
    *,
    x: tuple[str, list[Any], Spec],
    y: tuple[str, list[Any], Spec],
    told: list[tuple[str, str]],
    step: int,
    transform: Sequence[Spec] = (),
) -> Spec:
    """A grid coloured by `shade`, 0 to 4; `x` and `y` are (field, all its values in order, axis)."""

    def axis(field: str, domain: list[Any], axis: Spec) -> Spec:
        return {
            "field": field,
            "type": "ordinal",
            "sort": None,
            # without outer padding the first may come to lie at -1e-14, where Vega labels nothing
            "scale": {"domain": domain, "paddingInner": 0.14, "paddingOuter": 0.02},
            "axis": {"labelAngle": 0, **axis},
        }

    return chart(
        values,
        height=step * len(y[1]),
        transform=list(transform),
        params=[HOVERED],
        mark={"type": "rect", "cornerRadius": 1.5, "stroke": "var(--ink)"},
        encoding={
            "x": axis(*x),
            "y": axis(*y),
            "color": {
                "field": "shade",
                "type": "ordinal",
                "scale": {"domain": list(range(5)), "range": [f"var(--shade-{shade})" for shade in range(5)]},
                "legend": None,
            },
            "strokeWidth": {"condition": {"param": "hovered", "empty": False, "value": 1.5}, "value": 0},
            "tooltip": [{"field": field, "title": title} for field, title in told],
        },
    )


def shades(counts: Sequence[int]) -> tuple[list[int], list[tuple[str, str]]]:
    """Where each of up to four shades begins, so that each has about as many counts, and the legend that says so.

    The first bound is 1 or more: 0 has a shade of its own.
    """
    some = sorted(n for n in counts if n > 0)
    if not some:
        return [], [("shade-0", "none")]
    bounds = _quarters(some)
    if len(bounds) < 4:  # most counts are alike: the others are to differ all the same
        bounds = _quarters(sorted(set(some)))
    ends = [*(bound - 1 for bound in bounds[1:]), some[-1]]
    legend = [("shade-0", "none")]
    for place, (low, high) in enumerate(zip(bounds, ends, strict=True)):
        legend.append((f"shade-{_TONES[len(bounds)][place]}", str(low) if low == high else f"{low}–{high}"))
    return bounds, legend


def _quarters(counts: Sequence[int]) -> list[int]:
    """The counts at which each quarter of them begins, each once."""
    return sorted({counts[len(counts) * quarter // 4] for quarter in range(4)})


_TONES = {1: (3,), 2: (2, 4), 3: (1, 2, 4), 4: (1, 2, 3, 4)}  # which of the four shades so many classes use


def shade(value: int, bounds: Sequence[int]) -> int:
    """The shade of a count, 0 for none."""
    place = sum(value >= bound for bound in bounds)
    return _TONES[len(bounds)][place - 1] if place else 0
