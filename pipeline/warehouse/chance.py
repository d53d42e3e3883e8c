"""SQL macros that tell a signal from chance: exact tails, and Benjamini and Hochberg's rule.

Every model with a column is_signal uses them; topics.moved gives q by the same rule. Both engines run them in DuckDB.
Start with `define_macros`. Add a macro to MACROS, and its cases to tests/warehouse/test_chance.py.
"""

from typing import NamedTuple

import duckdb

FALSE_SIGNAL_RATE = 0.1  # of the rows that are called signals, at most so many are chance


class Macro(NamedTuple):
    """A macro's parameters and its expression, which gives a double."""

    parameters: str
    expression: str


MACROS = {
    # How far a count is from the expected one. Chance alone gives a standard deviation of about 1 (Freeman and Tukey).
    "z_score": Macro("n, expected", "round(sqrt(n) + sqrt(n + 1) - sqrt(4 * expected + 1), 3)"),
    # The logarithm of the number of ways to choose k of n.
    "ln_choose": Macro("n, k", "lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)"),
    # Four digits of a chance: the last ones differ between machines. It is named once, as a macro copies its arguments.
    "four_digits": Macro(
        "chance",
        "list_transform([chance], lambda p: case when p <= 1e-290 then 0 else "
        "round(p * pow(10, 3 - floor(log10(p)))) / pow(10, 3 - floor(log10(p))) end)[1]",
    ),
    # Chance of at least k marked ones among those drawn, if some of all are marked (hypergeometric).
    "chance_to_share": Macro(
        "k, drawn, marked, everything",
        "four_digits(least(1, list_sum(list_transform(range(k, least(drawn, marked) + 1), lambda i: exp("
        "ln_choose(marked, i) + ln_choose(everything - marked, drawn - i) - ln_choose(everything, drawn))))))",
    ),
    # Chance of a to b hits in n trials that hit with a given probability (binomial).
    "chance_to_hit": Macro(
        "a, b, n, probability",
        "least(1, list_sum(list_transform(range(a, b + 1), lambda i: exp(ln_choose(n, i)"
        " + i * ln(greatest(probability, 1e-300)) + (n - i) * ln(greatest(1 - probability, 1e-300))))))",
    ),
    # Chance of a number of hits as far from the expected one as k, in either direction: twice the smaller tail.
    "chance_to_differ": Macro(
        "k, n, probability",
        "four_digits(least(1, 2 * least(chance_to_hit(0, k, n, probability), chance_to_hit(k, n, n, probability))))",
    ),
    # The largest p that is a signal, given the p of all candidates in rising order; null if none is. All that was
    # `looked_at` counts: what is no candidate has a larger p (Benjamini and Hochberg 1995).
    "signal_cutoff": Macro(
        "rising, looked_at",
        f"list_max(list_filter(rising, lambda p, place: p * looked_at <= place * {FALSE_SIGNAL_RATE}))",
    ),
}


def define_macros(duck: duckdb.DuckDBPyConnection) -> None:
    """Define MACROS for one connection; they do not become part of an attached file."""
    for name, macro in MACROS.items():
        duck.execute(f"create or replace temp macro {name}({macro.parameters}) as {macro.expression}")
