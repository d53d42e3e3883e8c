"""Translation rules for times, numbers and texts: sqlglot's node in, its translation out.

Add one here and to dialect.RULES. A docstring says what DuckDB means, and what Spark would do otherwise.
"""

from collections.abc import Callable
from datetime import datetime

from sqlglot import exp

from pipeline.errors import ModelError
from pipeline.spark.functions import PREFIX

Rule = Callable[..., exp.Expression]


def call(name: str, *arguments: exp.Expression | str | int) -> exp.Anonymous:
    """Return a call of Spark's function `name`, which sqlglot passes on as it stands."""
    return exp.Anonymous(this=name, expressions=[exp.convert(argument) for argument in arguments])


def cast_to_double(node: exp.Expression) -> exp.Expression:
    """Return a copy of `node` cast to double."""
    return exp.cast(node.copy(), "double")


def to_literal(value: str | datetime) -> exp.Expression:
    """Return the value of a variable as a literal: a text, or a timestamptz."""
    if isinstance(value, datetime):
        return exp.cast(exp.Literal.string(value.isoformat(sep=" ")), "timestamptz")
    return exp.Literal.string(value)


def convert_cast(node: exp.Cast) -> exp.Expression:
    """Return a cast that Spark can run: int128 as decimal; json and structs without a cast."""
    if node.to.is_type("json") or (isinstance(node.this, exp.Anonymous) and node.this.name == "struct"):
        return node.this
    if node.to.is_type("int128"):
        return exp.cast(node.this, "decimal(38, 0)")
    return node


def convert_time_zone(node: exp.AtTimeZone) -> exp.Expression:
    """Return `at time zone` as from_utc_timestamp() or to_utc_timestamp().

    DuckDB chooses by the type of the value. Here a cast has to show the type; ModelError without one.
    """
    zone = node.args["zone"]
    if isinstance(node.this, exp.Cast) and node.this.to.is_type("timestamptz"):
        return exp.cast(call("from_utc_timestamp", node.this, zone), "timestamp_ntz")
    if isinstance(node.this, exp.Cast) and node.this.to.is_type("timestampntz"):
        return call("to_utc_timestamp", exp.cast(node.this.this, "timestamptz"), zone)
    raise ModelError("has at time zone without a cast before it, which tells timestamp from timestamptz")


def convert_date_diff(node: exp.DateDiff) -> exp.Expression:
    """Return date_diff() as the borders of a unit between two moments, as DuckDB counts."""
    end, start, unit = node.this, node.expression, node.args["unit"].name.lower()
    if unit == "day":
        return call("datediff", end, start)
    if unit == "second":
        return exp.paren(exp.Sub(this=call("unix_seconds", end), expression=call("unix_seconds", start)))
    if unit == "month":
        months = [call("year", part) * 12 + call("month", part.copy()) for part in (end, start)]
        return exp.paren(exp.paren(months[0]) - exp.paren(months[1]))
    raise ModelError(f"has date_diff('{unit}', …), which has no translation to Spark")


def convert_extract(node: exp.Extract) -> exp.Expression:
    """Return extract() with Spark's part names; isodow is 1 for Monday, weekday() is 0."""
    part = node.this.name.lower()
    if part == "isodow":
        return exp.paren(call("weekday", node.expression) + 1)
    names = {"isoyear": "yearofweek", "week": "week", "year": "year", "month": "month", "day": "day", "hour": "hour"}
    if part not in names:
        raise ModelError(f"extracts {part}, which has no translation to Spark")
    return exp.Extract(this=exp.var(names[part]), expression=node.expression)


def convert_round(node: exp.Round) -> exp.Expression:
    """Return round(x, n) as round(x * 10^n) / 10^n, as DuckDB computes it.

    Spark would round the number as it is written: 0.145 to 0.15, although the double is a little less than that.
    """
    if not (decimals := node.args.get("decimals")):
        return node
    power = exp.Literal.number(f"1E{decimals.name}")
    rounded = exp.Round(this=exp.Mul(this=cast_to_double(node.this), expression=power))
    return exp.paren(exp.Div(this=rounded, expression=power.copy()))


def pick_item(node: exp.Bracket) -> exp.Expression:
    """Return list[n] as try_element_at(), which counts from 1 and gives null beyond the end.

    Spark's list[n] counts from 0, so sqlglot has subtracted 1, also from a negative n. ModelError unless n is a
    literal.
    """
    if len(node.expressions) != 1 or not isinstance(node.expressions[0], exp.Literal | exp.Neg):
        raise ModelError("picks from a list at a place that is not written down, which has no translation to Spark")
    return call("try_element_at", node.this, int(node.expressions[0].sql()) + 1)


def slice_list(words: exp.Expression, begin: exp.Expression, end: exp.Expression) -> exp.Expression:
    """Return list_slice() as slice() with a length; Spark fails if it ends before it starts."""
    return call("slice", words, begin, exp.paren(end.copy()) - exp.paren(begin.copy()) + 1)


def convert_pattern(node: exp.Expression, whole: bool = False) -> exp.Expression:
    r"""Return a regular expression that means in Java what it means in RE2, DuckDB's library.

    RE2's . and $ know no line end but \n, and $ matches only at the very end. `whole` anchors it at both ends.
    """
    pattern = node.expression
    if not isinstance(pattern, exp.Literal):
        raise ModelError("has a pattern that is no literal, which has no translation to Spark")
    text = pattern.name
    if text.endswith("$") and not text.endswith("\\$"):
        text = text[:-1] + r"\z"
    node.set("expression", exp.Literal.string(rf"(?d)^(?:{text})\z" if whole else f"(?d){text}"))
    return node


def convert_full_match(node: exp.Expression) -> exp.Expression:
    """Return a match of the whole text as rlike(), which else finds a part of it."""
    return convert_pattern(exp.RegexpLike(this=node.this, expression=node.expression), whole=True)


def convert_replace(node: exp.RegexpReplace) -> exp.Expression:
    """Return regexp_replace(…, 'g'); ModelError without g, as Spark would replace every match."""
    modifiers = node.args.get("modifiers")
    is_anchored = node.expression.name.startswith("^") or node.expression.name.endswith("$")
    if not (modifiers and modifiers.name == "g") and not is_anchored:
        raise ModelError("replaces the first match only, which has no translation to Spark")
    node.set("modifiers", None)
    node.set("single_replace", None)
    return convert_pattern(node)


def run_in_duckdb(name: str) -> Rule:
    """Return a rule that has executors run a function in DuckDB; see functions.py."""
    return lambda node: call(PREFIX + name, node.this)
