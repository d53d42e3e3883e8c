"""Numbers, shares, spans and names in words."""

import pytest

from pipeline.report.wording import (
    format_count,
    format_number,
    format_share,
    format_span,
    format_within,
    isolate_rtl,
    join_words,
    unique_labels,
)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param(format_number(1204), "1,204", id="thousands"),
        pytest.param(format_number(4.25), "4.2", id="one decimal"),
        pytest.param(format_number(4.0), "4", id="no decimal where there is none"),
        pytest.param(format_number(104.6), "105", id="none from a hundred on"),
        pytest.param(format_count(0, "story", "stories"), "no story", id="none"),
        pytest.param(format_count(1, "post"), "1 post", id="one"),
        pytest.param(format_count(1204, "story", "stories"), "1,204 stories", id="many"),
        pytest.param(format_share(0, 5), "0 %", id="nothing"),
        pytest.param(format_share(1, 1000), "under 1 %", id="little is not nothing"),
        pytest.param(format_share(999, 1000), "99 %", id="nearly all is not all"),
        pytest.param(format_share(5, 5), "100 %", id="all"),
        pytest.param(format_share(0, 0), "0 %", id="of nothing"),
        pytest.param(format_span(0), "at once", id="the same moment"),
        pytest.param(format_within(0), "at once", id="not within at once"),
        pytest.param(format_within(5), "within 5 hours", id="within some hours"),
        pytest.param(format_span(0.5), "30 minutes", id="minutes"),
        pytest.param(format_span(1.2), "1 hour", id="an hour"),
        pytest.param(format_span(47), "47 hours", id="hours up to two days"),
        pytest.param(format_span(72), "3 days", id="days"),
        pytest.param(isolate_rtl("café"), "café", id="left to right"),
        pytest.param(isolate_rtl("עיר 2"), "\u2068עיר 2\u2069", id="right to left turns nothing around it"),
        pytest.param(join_words(["a"]), "a", id="one name"),
        pytest.param(join_words(["a", "b", "c"]), "a, b and c", id="three names"),
    ],
)
def test_numbers_and_names_are_put_into_words(said: str, words: str) -> None:
    assert said == words


def test_two_authors_of_one_name_are_told_apart() -> None:
    assert unique_labels({"jo": "Jo  May", "jo-2": "Jo May", "al": "Al"}) == {
        "jo": "Jo May (jo)",
        "jo-2": "Jo May (jo-2)",
        "al": "Al",
    }
