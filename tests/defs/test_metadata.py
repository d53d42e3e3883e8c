"""What Dagster is told of a check, and what of that a terminal shows."""

import pytest

from pipeline.defs.metadata import MAX_ROW_CHARS, rows_as_markdown, shorten_for_terminal
from pipeline.warehouse.checks import CheckResult


def told(*rows: dict[str, object], failing: int) -> str:
    return rows_as_markdown(str(CheckResult("core.posts", "short", "length(body) < (9)", False, failing, list(rows))))


LONG: dict[str, object] = {"body": "such as " + MAX_ROW_CHARS * "é"}
BRIEFLY = {
    "one": (told({"body": "ab"}, failing=1), 'core.posts: short is broken by 1 row, such as {"body": "ab"}'),
    "the first of many": (
        told({"body": "a"}, {"body": "b"}, {"body": "c"}, failing=1234),
        'core.posts: short is broken by 1,234 rows, such as {"body": "a"}',
    ),
    "two checks of one table": (
        "\n\n".join([told({"n": 1}, {"n": 2}, failing=2), told({"n": 3}, failing=1)]),
        'core.posts: short is broken by 2 rows, such as {"n": 1}\ncore.posts: short is broken by 1 row, such as {"n": 3}',
    ),
    "a long one": (
        told(LONG, failing=1),
        'core.posts: short is broken by 1 row, such as {"body": "such as ' + (MAX_ROW_CHARS - 18) * "é" + "…",
    ),
}


@pytest.mark.parametrize(("markdown", "shown"), BRIEFLY.values(), ids=BRIEFLY)
def test_a_terminal_shows_one_row_of_what_is_broken(markdown: str, shown: str) -> None:
    assert shorten_for_terminal(markdown) == shown
