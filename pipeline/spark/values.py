"""Rules of what one value is: times, numbers, texts and the patterns that they match."""

from collections.abc import Callable
from datetime import datetime

from sqlglot import exp

from pipeline.errors import ModelError
from pipeline.spark.functions import PREFIX

Rule = Callable[..., exp.Expression]


def call(name: str, *arguments: exp.Expression | str | int) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=[exp.convert(argument) for argument in arguments])


def double(node: exp.Expression) -> exp.Expression:
    return exp.cast(node.copy(), "double")


def literal(value: str | datetime) -> exp.Expression:
    if isinstance(value, datetime):
        return exp.cast(exp.Literal.string(value.isoformat(sep=" ")), "timestamptz")
    return exp.Literal.string(value)


def cast(node: exp.Cast) -> exp.Expression:
    if node.to.is_type("json") or (isinstance(node.this, exp.Anonymous) and node.this.name == "struct"):
        return node.this
    if node.to.is_type("int128"):
        return exp.cast(node.this, "decimal(38, 0)")
    return node


def at_time_zone(node: exp.AtTimeZone) -> exp.Expression:
    zone = node.args["zone"]
    if isinstance(node.this, exp.Cast) and node.this.to.is_type("timestamptz"):
        return exp.cast(call("from_utc_timestamp", node.this, zone), "timestamp_ntz")
    if isinstance(node.this, exp.Cast) and node.this.to.is_type("timestampntz"):
        return call("to_utc_timestamp", exp.cast(node.this.this, "timestamptz"), zone)
    raise ModelError("has at time zone without a cast before it, which tells timestamp from timestamptz")


def date_diff(node: exp.DateDiff) -> exp.Expression:
    end, start, unit = node.this, node.expression, node.args["unit"].name.lower()
    if unit == "day":
        return call("datediff", end, start)
    if unit == "second":
        return exp.paren(exp.Sub(this=call("unix_seconds", end), expression=call("unix_seconds", start)))
    if unit == "month":
        months = [call("year", part) * 12 + call("month", part.copy()) for part in (end, start)]
        return exp.paren(exp.paren(months[0]) - exp.paren(months[1]))
    raise ModelError(f"has date_diff('{unit}', …), which has no translation to Spark")


def extracted(node: exp.Extract) -> exp.Expression:
    part = node.this.name.lower()
    if part == "isodow":
        return exp.paren(call("weekday", node.expression) + 1)
    names = {"isoyear": "yearofweek", "week": "week", "year": "year", "month": "month", "day": "day", "hour": "hour"}
    if part not in names:
        raise ModelError(f"extracts {part}, which has no translation to Spark")
    return exp.Extract(this=exp.var(names[part]), expression=node.expression)


def rounded(node: exp.Round) -> exp.Expression:
    """DuckDB rounds the number times 10^n; Spark would round what is written, and 0.145 is a little less than that."""
    if not (decimals := node.args.get("decimals")):
        return node
    power = exp.Literal.number(f"1E{decimals.name}")
    rounded = exp.Round(this=exp.Mul(this=double(node.this), expression=power))
    return exp.paren(exp.Div(this=rounded, expression=power.copy()))


def picked(node: exp.Bracket) -> exp.Expression:
    """sqlglot has taken 1 from the place already, also where it counts from the end."""
    if len(node.expressions) != 1 or not isinstance(node.expressions[0], exp.Literal | exp.Neg):
        raise ModelError("picks from a list at a place that is not written down, which has no translation to Spark")
    return call("try_element_at", node.this, int(node.expressions[0].sql()) + 1)


def sliced(words: exp.Expression, begin: exp.Expression, end: exp.Expression) -> exp.Expression:
    """Spark is told how many, and not to which; a slice that ends before it begins is an error there."""
    return call("slice", words, begin, exp.paren(end.copy()) - exp.paren(begin.copy()) + 1)


def pattern(node: exp.Expression, whole: bool = False) -> exp.Expression:
    """RE2's . and $ know of no line end but \\n, and $ is nothing but the end."""
    pattern = node.expression
    if not isinstance(pattern, exp.Literal):
        raise ModelError("has a pattern that is no literal, which has no translation to Spark")
    text = pattern.name
    if text.endswith("$") and not text.endswith("\\$"):
        text = text[:-1] + r"\z"
    node.set("expression", exp.Literal.string(rf"(?d)^(?:{text})\z" if whole else f"(?d){text}"))
    return node


def full_match(node: exp.Expression) -> exp.Expression:
    return pattern(exp.RegexpLike(this=node.this, expression=node.expression), whole=True)


def replaced(node: exp.RegexpReplace) -> exp.Expression:
    modifiers = node.args.get("modifiers")
    is_anchored = node.expression.name.startswith("^") or node.expression.name.endswith("$")
    if not (modifiers and modifiers.name == "g") and not is_anchored:
        raise ModelError("replaces the first match only, which has no translation to Spark")
    node.set("modifiers", None)
    node.set("single_replace", None)
    return pattern(node)


def executed(name: str) -> Rule:
    return lambda node: call(PREFIX + name, node.this)
