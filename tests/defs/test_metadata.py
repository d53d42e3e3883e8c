"""A check's message as Dagster shows it, and the part of it that a terminal shows."""

import pytest

from pipeline.defs.metadata import MAX_ROW_CHARS, rows_as_markdown, shorten_for_terminal
from pipeline.warehouse.checks import CheckResult


def check_as_markdown(*rows: dict[str, object], failing: int) -> str:
    return rows_as_markdown(str(CheckResult("core.posts", "short", "length(body) < (9)", False, failing, list(rows))))


LONG: dict[str, object] = {"body": "such as " + MAX_ROW_CHARS * "é"}
SHORTENED = {
    "one": (
        check_as_markdown({"body": "ab"}, failing=1),
        'core.posts: short is broken by 1 row, such as {"body": "ab"}',
    ),
    "the first of many": (
        check_as_markdown({"body": "a"}, {"body": "b"}, {"body": "c"}, failing=1234),
        'core.posts: short is broken by 1,234 rows, such as {"body": "a"}',
    ),
    "two checks of one table": (
        "\n\n".join([check_as_markdown({"n": 1}, {"n": 2}, failing=2), check_as_markdown({"n": 3}, failing=1)]),
        'core.posts: short is broken by 2 rows, such as {"n": 1}\ncore.posts: short is broken by 1 row, such as {"n": 3}',
    ),
    "a long one": (
        check_as_markdown(LONG, failing=1),
        'core.posts: short is broken by 1 row, such as {"body": "such as ' + (MAX_ROW_CHARS - 18) * "é" + "…",
    ),
}


@pytest.mark.parametrize(("markdown", "shown"), SHORTENED.values(), ids=SHORTENED)
def test_a_terminal_shows_one_row_of_what_is_broken(markdown: str, shown: str) -> None:
    assert shorten_for_terminal(markdown) == shown
