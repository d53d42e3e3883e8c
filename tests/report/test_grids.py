"""Shades of a grid, and the counts that have them."""

import pytest

from pipeline.report.grids import shade_of, shade_scale


@pytest.mark.parametrize(
    ("counts", "bounds", "legend"),
    [
        pytest.param([], [], ["shade-0 none"], id="nothing"),
        pytest.param([0, 0], [], ["shade-0 none"], id="only zeros"),
        pytest.param([0, 7, 7], [7], ["shade-0 none", "shade-3 7"], id="one count"),
        pytest.param([1, 2, 4], [1, 2, 4], ["shade-0 none", "shade-1 1", "shade-2 2–3", "shade-4 4"], id="few counts"),
        pytest.param(
            list(range(9)), [1, 3, 5, 7],
            ["shade-0 none", "shade-1 1–2", "shade-2 3–4", "shade-3 5–6", "shade-4 7–8"], id="quarters",
        ),
        pytest.param(
            [1] * 90 + [2, 3, 4, 5, 6, 90], [1, 2, 4, 6],
            ["shade-0 none", "shade-1 1", "shade-2 2–3", "shade-3 4–5", "shade-4 6–90"], id="nearly all alike",
        ),
    ],
)  # fmt: skip
def test_shades_split_counts_into_quarters(counts: list[int], bounds: list[int], legend: list[str]) -> None:
    found, lines = shade_scale(counts)
    assert (found, [" ".join(line) for line in lines]) == (bounds, legend)


@pytest.mark.parametrize(("count", "bounds", "shade"), [(0, [1, 3], 0), (1, [1, 3], 2), (2, [1, 3], 2), (9, [1, 3], 4)])
def test_a_count_has_the_shade_of_its_bounds(count: int, bounds: list[int], shade: int) -> None:
    assert shade_of(count, bounds) == shade
