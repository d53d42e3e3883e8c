"""Bursts of one event, merged."""

from collections import namedtuple
from datetime import date

from pipeline.report.topics import merge_bursts

Burst = namedtuple("Burst", "topic week stories expected headline story_ids also")


def test_one_event_is_one_burst_whatever_words_tell_of_it() -> None:
    """Words of one event burst together; next week it keeps its name, and another event of the week its own."""
    first, second = date(2026, 2, 2), date(2026, 2, 9)
    bursts = [
        ("harbour bridge", first, 15, 0.1, "It falls", ["a", "b", "c", "d"]),
        ("collapse", first, 14, 0.1, "It falls", ["a", "c", "d", "e"]),
        ("bridge", second, 4, 0.2, "Day eight", ["k", "l"]),
        ("harbour bridge", second, 3, 0.1, "Day eight", ["l"]),
        ("ballot", second, 3, 0.1, "Counted", ["m", "k", "n"]),
    ]
    merged = merge_bursts([Burst(*burst, also="") for burst in bursts])
    assert [(*burst[:5], burst.also) for burst in merged] == [
        ("harbour bridge", first, 15, 0.1, "It falls", "collapse"),
        ("harbour bridge", second, 3, 0.1, "Day eight", "bridge"),
        ("ballot", second, 3, 0.1, "Counted", ""),
    ]
