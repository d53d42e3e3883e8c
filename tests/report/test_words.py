"""Numbers, shares and spans in words, and the shades of a grid."""

from datetime import date
from typing import Any

import pytest

from pipeline.report.grids import shade, shades
from pipeline.report.parts import count, hours, isolated, listed, number, once, share, within
from pipeline.report.topics import joined


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param(number(1204), "1,204", id="thousands"),
        pytest.param(number(4.25), "4.2", id="one decimal"),
        pytest.param(number(4.0), "4", id="no decimal where there is none"),
        pytest.param(number(104.6), "105", id="none from a hundred on"),
        pytest.param(count(0, "story", "stories"), "no story", id="none"),
        pytest.param(count(1, "post"), "1 post", id="one"),
        pytest.param(count(1204, "story", "stories"), "1,204 stories", id="many"),
        pytest.param(share(0, 5), "0 %", id="nothing"),
        pytest.param(share(1, 1000), "under 1 %", id="little is not nothing"),
        pytest.param(share(999, 1000), "99 %", id="nearly all is not all"),
        pytest.param(share(5, 5), "100 %", id="all"),
        pytest.param(share(0, 0), "0 %", id="of nothing"),
        pytest.param(hours(0), "at once", id="the same moment"),
        pytest.param(within(0), "at once", id="not within at once"),
        pytest.param(within(5), "within 5 hours", id="within some hours"),
        pytest.param(hours(0.5), "30 minutes", id="minutes"),
        pytest.param(hours(1.2), "1 hour", id="an hour"),
        pytest.param(hours(47), "47 hours", id="hours up to two days"),
        pytest.param(hours(72), "3 days", id="days"),
        pytest.param(isolated("café"), "café", id="left to right"),
        pytest.param(isolated("עיר 2"), "\u2068עיר 2\u2069", id="right to left turns nothing around it"),
        pytest.param(listed(["a"]), "a", id="one name"),
        pytest.param(listed(["a", "b", "c"]), "a, b and c", id="three names"),
    ],
)
def test_words(said: str, words: str) -> None:
    assert said == words


def test_two_authors_of_one_name_are_told_apart() -> None:
    assert list(once([("jo", "Jo  May"), ("jo-2", "Jo May"), ("al", "Al")])) == ["Jo May (jo)", "Jo May (jo-2)", "Al"]


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
def test_shades(counts: list[int], bounds: list[int], legend: list[str]) -> None:
    found, told = shades(counts)
    assert (found, [" ".join(line) for line in told]) == (bounds, legend)


@pytest.mark.parametrize(("value", "bounds", "is_"), [(0, [1, 3], 0), (1, [1, 3], 2), (2, [1, 3], 2), (9, [1, 3], 4)])
def test_shade(value: int, bounds: list[int], is_: Any) -> None:
    assert shade(value, bounds) == is_


def test_one_event_is_one_burst_whatever_words_tell_of_it() -> None:
    """Words of one event burst together; next week it keeps its name, and another event of the week its own."""
    first, second = date(2026, 2, 2), date(2026, 2, 9)
    found = [
        ("harbour bridge", first, 15, 0.1, "It falls", ["a", "b", "c", "d"]),
        ("collapse", first, 14, 0.1, "It falls", ["a", "c", "d", "e"]),
        ("bridge", second, 4, 0.2, "Day eight", ["k", "l"]),
        ("harbour bridge", second, 3, 0.1, "Day eight", ["l"]),
        ("ballot", second, 3, 0.1, "Counted", ["m", "k", "n"]),
    ]
    assert joined(found) == [
        ("harbour bridge", first, 15, 0.1, "It falls", "collapse"),
        ("harbour bridge", second, 3, 0.1, "Day eight", "bridge"),
        ("ballot", second, 3, 0.1, "Counted", ""),
    ]
