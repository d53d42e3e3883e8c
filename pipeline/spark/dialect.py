"""Models in Spark's SQL: sqlglot carries them over from DuckDB's, and the rules here say what it would get wrong.

A function that has no rule, and is not known to mean the same in both, is refused. Lists hold no nulls.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlglot import exp, parse_one
from sqlglot.dialects import DuckDB
from sqlglot.errors import ErrorLevel, SqlglotError

from pipeline.errors import ModelError
from pipeline.spark.functions import FUNCTIONS, PREFIX

Variables = Mapping[str, str | datetime]
Rule = Callable[..., exp.Expression]


class View(NamedTuple):
    """A CTE as a view of its own, read `uses` times; `again` makes what a recursive one adds, row by `key`."""

    name: str
    sql: str
    uses: int
    key: tuple[str, ...] = ()
    again: str = ""


class Query(NamedTuple):
    """A SELECT and the views it needs, in order."""

    views: list[View]
    sql: str


class Models(DuckDB):
    """DuckDB's dialect as models use it: `len` is of lists, `length` of texts."""

    class Parser(DuckDB.Parser):
        FUNCTIONS = DuckDB.Parser.FUNCTIONS | {
            "LEN": exp.ArraySize.from_arg_list,
            "LIST_INTERSECT": exp.ArrayIntersect.from_arg_list,
        }


def translated(sql: str, variables: Variables | None = None) -> Query:
    """Carry a SELECT over to Spark; ModelError for what has no known translation."""
    try:
        tree = parse_one(sql, dialect=Models)
        for node in reversed(list(tree.bfs())):
            replaced = _replaced(node, variables or {})
            if replaced is node:
                continue
            if node is tree:
                tree = replaced
            else:
                node.replace(replaced)
        views = [_view(cte, tree) for cte in tree.ctes]
        tree.set("with_", None)
        return Query(views, _written(tree))
    except SqlglotError as error:
        raise ModelError(f"has no translation to Spark: {str(error).splitlines()[0]}") from error


def table(name: str) -> str:
    """What a table is called in Spark, where a view has no schema."""
    return name.replace(".", "__")


def _written(tree: exp.Expression) -> str:
    return tree.sql("spark", unsupported_level=ErrorLevel.RAISE)


def _view(cte: exp.CTE, tree: exp.Expression) -> View:
    uses = sum(found.name == cte.alias and not found.db for found in tree.find_all(exp.Table))
    query = cte.this
    if key := cte.args.get("key_expressions"):
        assert isinstance(query, exp.Union)
        return View(cte.alias, _written(query.this), uses, tuple(k.name for k in key), _written(query.expression))
    if any(found.name == cte.alias and not found.db for found in query.find_all(exp.Table)):
        raise ModelError("is recursive without a key, which has no translation to Spark: say using key")
    return View(cte.alias, _written(query), uses)


def _replaced(node: exp.Expression, variables: Variables) -> exp.Expression:
    if isinstance(node, exp.Anonymous):
        if node.name == "getvariable":
            return _literal(variables[node.expressions[0].name])
        if node.name == "list_slice":
            return _call("slice", *node.expressions)
        if node.name in FUNCTIONS:
            return _call(PREFIX + node.name, *node.expressions)
        raise ModelError(f"uses {node.name}(), which has no translation to Spark")
    if rule := RULES.get(type(node)):
        return rule(node)
    if isinstance(node, exp.Func) and not isinstance(node, SAME):
        raise ModelError(f"uses {node.sql_name().lower()}(), which has no translation to Spark")
    return node


def _call(name: str, *arguments: exp.Expression | str | int) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=[exp.convert(argument) for argument in arguments])


def _literal(value: str | datetime) -> exp.Expression:
    if isinstance(value, datetime):
        return exp.cast(exp.Literal.string(value.isoformat(sep=" ")), "timestamptz")
    return exp.Literal.string(value)


def _double(node: exp.Expression) -> exp.Expression:
    return exp.cast(node.copy(), "double")


def _table(node: exp.Table) -> exp.Expression:
    if isinstance(node.this, exp.GenerateSeries):
        return _series(node)
    if not node.db:
        return node
    alias = node.args.get("alias") or exp.TableAlias(this=exp.to_identifier(node.name))
    return exp.Table(this=exp.to_identifier(table(f"{node.db}.{node.name}")), alias=alias)


def _series(node: exp.Table) -> exp.Expression:
    start, end, step = (node.this.args.get(part) for part in ("start", "end", "step"))
    if node.this.args.get("is_end_exclusive"):
        return exp.Table(this=_call("range", start, end), alias=node.args["alias"])
    # Spark refuses a sequence that ends before it starts
    days = exp.Case().when(exp.LTE(this=start.copy(), expression=end.copy()), _call("sequence", start, end, step))
    return exp.Lateral(this=_call("explode", days.else_(_call("array"))), alias=node.args["alias"])


def _unnest(node: exp.Unnest) -> exp.Expression:
    """`unnest(…) with ordinality as t(item, place)`; Spark counts places from 0."""
    alias, place = node.args["alias"], node.args.get("offset")
    if not place:
        return exp.Lateral(this=_call("explode", *node.expressions), alias=alias)
    scope = node.find_ancestor(exp.Select)
    assert scope is not None
    for column in list(scope.find_all(exp.Column)):
        if (column.table, column.name) == (alias.name, place.name):
            counted = exp.paren(exp.Add(this=column.copy(), expression=exp.convert(1)))
            column.replace(exp.alias_(counted, place.name) if column.parent is scope else counted)
    names = exp.TableAlias(this=alias.this, columns=[place, *alias.columns])
    return exp.Lateral(this=_call("posexplode", *node.expressions), alias=names)


def _array_agg(node: exp.ArrayAgg, where: exp.Expression | None = None) -> exp.Expression:
    """`list(x order by y)`, whose order sqlglot drops; an empty one is an empty list, no null."""

    def collected(what: exp.Expression, function: str = "collect_list") -> exp.Expression:
        call = _call(function, what)
        return exp.Filter(this=call, expression=where) if where else call

    inner = node.this
    if not isinstance(inner, exp.Order):
        return collected(inner)
    keys = [key.this for key in inner.expressions]
    if any(key.args.get("desc") for key in inner.expressions):
        raise ModelError("orders a list downwards, which has no translation to Spark")
    value = inner.this
    if isinstance(value, exp.Distinct):
        if keys != value.expressions:
            raise ModelError("orders a list of distinct values by others, which has no translation to Spark")
        return _call("array_sort", collected(keys[0], "collect_set"))
    if keys == [value]:
        return _call("array_sort", collected(value))
    named = [exp.alias_(part.copy(), f"c{place}") for place, part in enumerate([*keys, value])]
    last = exp.Dot(this=exp.to_identifier("item"), expression=exp.to_identifier(f"c{len(keys)}"))
    pick = exp.Lambda(this=last, expressions=[exp.to_identifier("item")])
    return _call("transform", _call("array_sort", collected(_call("struct", *named))), pick)


def _filter(node: exp.Filter) -> exp.Expression:
    """Ordering a list stands outside of its filter; its rule has run already, so it is asked again with the filter."""
    calls = [call for call in node.this.find_all(exp.Anonymous) if call.name in {"collect_list", "collect_set"}]
    if not calls or node.this is calls[0]:
        return node
    whole, where = node.this, node.expression
    calls[0].replace(exp.Filter(this=calls[0].copy(), expression=where))
    return whole


def _window(node: exp.Window) -> exp.Expression:
    name = node.this.name if isinstance(node.this, exp.Anonymous) else ""
    if name.removeprefix(PREFIX) in {"median", "mad"}:  # Spark has them for whole partitions only
        over = node.copy()
        over.set("this", _call("collect_list", node.this.expressions[0]))
        return _call(name, over)
    if isinstance(node.this, exp.RowNumber | exp.DenseRank) and not node.args.get("partition_by"):
        # A number over all rows would bring all of them to one machine. It is a short name of what it is ordered by.
        return _call("struct", *(key.this for key in node.args["order"].expressions))
    return node


def _cast(node: exp.Cast) -> exp.Expression:
    if node.to.is_type("json") or (isinstance(node.this, exp.Anonymous) and node.this.name == "struct"):
        return node.this
    if node.to.is_type("int128"):
        return exp.cast(node.this, "decimal(38, 0)")
    return node


def _at_time_zone(node: exp.AtTimeZone) -> exp.Expression:
    zone = node.args["zone"]
    if isinstance(node.this, exp.Cast) and node.this.to.is_type("timestamptz"):
        return exp.cast(_call("from_utc_timestamp", node.this, zone), "timestamp_ntz")
    if isinstance(node.this, exp.Cast) and node.this.to.is_type("timestampntz"):
        return _call("to_utc_timestamp", exp.cast(node.this.this, "timestamptz"), zone)
    raise ModelError("has at time zone without a cast before it, which tells timestamp from timestamptz")


def _date_diff(node: exp.DateDiff) -> exp.Expression:
    end, start, unit = node.this, node.expression, node.args["unit"].name.lower()
    if unit == "day":
        return _call("datediff", end, start)
    if unit == "second":
        return exp.paren(exp.Sub(this=_call("unix_seconds", end), expression=_call("unix_seconds", start)))
    if unit == "month":
        months = [_call("year", part) * 12 + _call("month", part.copy()) for part in (end, start)]
        return exp.paren(exp.paren(months[0]) - exp.paren(months[1]))
    raise ModelError(f"has date_diff('{unit}', …), which has no translation to Spark")


def _extract(node: exp.Extract) -> exp.Expression:
    part = node.this.name.lower()
    if part == "isodow":
        return exp.paren(_call("weekday", node.expression) + 1)
    names = {"isoyear": "yearofweek", "week": "week", "year": "year", "month": "month", "day": "day", "hour": "hour"}
    if part not in names:
        raise ModelError(f"extracts {part}, which has no translation to Spark")
    return exp.Extract(this=exp.var(names[part]), expression=node.expression)


def _round(node: exp.Round) -> exp.Expression:
    """DuckDB rounds the number times 10^n; Spark would round what is written, and 0.145 is a little less than that."""
    if not (decimals := node.args.get("decimals")):
        return node
    power = exp.Literal.number(f"1E{decimals.name}")
    rounded = exp.Round(this=exp.Mul(this=_double(node.this), expression=power))
    return exp.paren(exp.Div(this=rounded, expression=power.copy()))


def _bracket(node: exp.Bracket) -> exp.Expression:
    """sqlglot has taken 1 from the place already, also where it counts from the end."""
    if len(node.expressions) != 1 or not isinstance(node.expressions[0], exp.Literal | exp.Neg):
        raise ModelError("picks from a list at a place that is not written down, which has no translation to Spark")
    return _call("try_element_at", node.this, int(node.expressions[0].sql()) + 1)


def _in(node: exp.In) -> exp.Expression:
    """`(a, b) in (select (a, b) …)`: Spark wants two columns there."""
    query = node.args.get("query")
    if query and isinstance(query.this, exp.Select) and len(query.this.expressions) == 1:
        only = query.this.expressions[0]
        if isinstance(only, exp.Tuple):
            query.this.set("expressions", only.expressions)
    return node


def _pattern(node: exp.Expression, whole: bool = False) -> exp.Expression:
    """RE2's . and $ know of no line end but \\n, and $ is nothing but the end."""
    pattern = node.expression
    if not isinstance(pattern, exp.Literal):
        raise ModelError("has a pattern that is no literal, which has no translation to Spark")
    text = pattern.name
    if text.endswith("$") and not text.endswith("\\$"):
        text = text[:-1] + r"\z"
    node.set("expression", exp.Literal.string(rf"(?d)^(?:{text})\z" if whole else f"(?d){text}"))
    return node


def _full_match(node: exp.Expression) -> exp.Expression:
    return _pattern(exp.RegexpLike(this=node.this, expression=node.expression), whole=True)


def _regexp_replace(node: exp.RegexpReplace) -> exp.Expression:
    modifiers = node.args.get("modifiers")
    is_anchored = node.expression.name.startswith("^") or node.expression.name.endswith("$")
    if not (modifiers and modifiers.name == "g") and not is_anchored:
        raise ModelError("replaces the first match only, which has no translation to Spark")
    node.set("modifiers", None)
    node.set("single_replace", None)
    return _pattern(node)


def _executed(name: str) -> Rule:
    return lambda node: _call(PREFIX + name, node.this)


RULES: dict[type[exp.Expression], Rule] = {
    exp.ArrayAgg: _array_agg,
    exp.ArrayOverlaps: lambda node: _call("arrays_overlap", node.this, node.expression),
    exp.ArraySort: lambda node: _call("array_sort", node.this),
    exp.AtTimeZone: _at_time_zone,
    exp.Bracket: _bracket,
    exp.Cast: _cast,
    exp.DateDiff: _date_diff,
    exp.Div: lambda node: exp.Div(this=_double(node.this), expression=_double(node.expression)),
    exp.Extract: _extract,
    exp.Filter: _filter,
    exp.In: _in,
    exp.Lower: _executed("lower"),
    exp.Median: _executed("median"),
    exp.PercentileCont: lambda node: _call("percentile", node.this, node.expression),
    exp.RegexpExtract: _pattern,
    exp.RegexpExtractAll: _pattern,
    exp.RegexpFullMatch: _full_match,
    exp.RegexpLike: _pattern,
    exp.RegexpReplace: _regexp_replace,
    exp.Round: _round,
    exp.SimilarTo: _full_match,
    exp.Table: _table,
    exp.TimeToUnix: lambda node: exp.paren(
        exp.Div(this=_double(_call("unix_micros", node.this)), expression=exp.Literal.number("1E6"))
    ),
    exp.Trim: _executed("trim"),
    exp.Unnest: _unnest,
    exp.Window: _window,
}
SAME = (
    exp.Abs,
    exp.And,
    exp.Array,
    exp.ArrayAppend,
    exp.ArrayContains,
    exp.ArrayDistinct,
    exp.ArrayIntersect,
    exp.ArraySize,
    exp.ArrayToString,
    exp.Avg,
    exp.Case,
    exp.Ceil,
    exp.Coalesce,
    exp.Count,
    exp.DenseRank,
    exp.Exists,
    exp.Explode,
    exp.FirstValue,
    exp.GenerateSeries,
    exp.Greatest,
    exp.If,
    exp.JSONExtractScalar,
    exp.Lag,
    exp.Lead,
    exp.Least,
    exp.Length,
    exp.Ln,
    exp.LogicalAnd,
    exp.LogicalOr,
    exp.Max,
    exp.Min,
    exp.Nullif,
    exp.Or,
    exp.Pad,
    exp.Replace,
    exp.RowNumber,
    exp.Split,
    exp.Sqrt,
    exp.StartsWith,
    exp.Struct,
    exp.Substring,
    exp.Sum,
    exp.TimeToStr,
    exp.TimestampTrunc,
    exp.Transform,
)
