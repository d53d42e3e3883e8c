"""The kinds of problems, each with its severity and a sentence for operators."""

import pytest

from pipeline.generators.problems import KINDS, problem


def test_a_problem_is_of_a_kind_that_operators_know() -> None:
    assert problem("date_rolled", "x").severity == "warning"
    with pytest.raises(KeyError):
        problem("bad_luck", "x")
    assert all(kind.meaning.endswith(".") for kind in KINDS.values())
