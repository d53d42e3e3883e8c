"""The macros of chance.py, against counting by whole numbers."""

from fractions import Fraction
from math import comb

import duckdb
import pytest

from pipeline.warehouse.chance import FALSE_SIGNAL_RATE, define_macros


@pytest.fixture(scope="module")
def duck() -> duckdb.DuckDBPyConnection:
    duck = duckdb.connect()
    define_macros(duck)
    return duck


def evaluate(duck: duckdb.DuckDBPyConnection, expression: str) -> float | None:
    row = duck.execute(f"select {expression}").fetchone()
    assert row
    value: float | None = row[0]
    return value


def share(k: int, drawn: int, marked: int, everything: int) -> float:
    ways = sum(comb(marked, i) * comb(everything - marked, drawn - i) for i in range(k, min(drawn, marked) + 1))
    return float(Fraction(ways, comb(everything, drawn)))


def hit(a: int, b: int, n: int, probability: Fraction) -> Fraction:
    return sum((comb(n, i) * probability**i * (1 - probability) ** (n - i) for i in range(a, b + 1)), Fraction(0))


SHARES = [(4, 4, 4, 407), (7, 20, 8, 100), (1, 1, 1, 1), (0, 5, 5, 9), (3, 60, 400, 10_000), (90, 300, 2_000, 20_000)]


@pytest.mark.parametrize("case", SHARES, ids=str)
def test_chance_to_share(duck: duckdb.DuckDBPyConnection, case: tuple[int, int, int, int]) -> None:
    found = evaluate(duck, f"chance_to_share{case}")
    assert found == pytest.approx(share(*case), rel=6e-4)
    assert float(f"{found:.3e}") == found  # four digits


HITS = [(16, 19, 13, 65), (0, 9, 1, 2), (5, 5, 1, 5), (3, 7, 1, 2), (0, 400, 1, 5), (0, 8, 0, 364), (8, 8, 1, 1)]


@pytest.mark.parametrize(("k", "n", "part", "whole"), HITS)
def test_chance_to_differ(duck: duckdb.DuckDBPyConnection, k: int, n: int, part: int, whole: int) -> None:
    probability = Fraction(part, whole)
    tails = float(hit(0, k, n, probability)), float(hit(k, n, n, probability))
    expected = min(1.0, 2 * min(tails))
    assert evaluate(duck, f"chance_to_differ({k}, {n}, {part} / {whole})") == pytest.approx(expected, rel=6e-4)


def test_a_chance_too_small_to_tell_is_0(duck: duckdb.DuckDBPyConnection) -> None:
    assert evaluate(duck, "chance_to_share(900, 1000, 900, 1000000)") == 0


CUTOFFS = {
    "none": ([0.2, 0.5], 2, None),
    "of no candidates": ([], 5, None),
    "the first": ([0.04, 0.2], 2, 0.04),
    "one that is too large alone, with a larger one": ([0.06, 0.09], 2, 0.09),
    "what was looked at and is no candidate counts": ([0.04, 0.2], 3, None),
    "equals": ([0.02, 0.02, 0.5], 4, 0.02),
    "one on the limit": ([0.05], 2, 0.05),
}


@pytest.mark.parametrize(("rising", "looked_at", "expected"), CUTOFFS.values(), ids=CUTOFFS)
def test_signal_cutoff(
    duck: duckdb.DuckDBPyConnection, rising: list[float], looked_at: int, expected: float | None
) -> None:
    limits = [p for place, p in enumerate(rising, 1) if p * looked_at <= place * FALSE_SIGNAL_RATE]
    assert max(limits, default=None) == expected
    assert evaluate(duck, f"signal_cutoff({rising}::double[], {looked_at})") == expected


def test_z_is_freeman_and_tukeys(duck: duckdb.DuckDBPyConnection) -> None:
    assert evaluate(duck, "z_score(7, 0.375)") == 3.893  # sqrt(7) + sqrt(8) - sqrt(2.5)
    assert evaluate(duck, "z_score(0, 9.5)") == -5.245  # 1 - sqrt(39)


def test_macros_are_no_part_of_a_file(duck: duckdb.DuckDBPyConnection) -> None:
    kept = duck.execute(
        "select count(*) from duckdb_functions() where function_name = 'z_score' and database_name = 'memory'"
    )
    assert kept.fetchall() == [(0,)]
