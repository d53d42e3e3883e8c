"""Models in Spark's SQL: sqlglot carries them over from DuckDB's, and the rules say what it would get wrong.

A function that has no rule, and is not known to mean the same in both, is refused. Lists hold no nulls. The rules are
functions of values.py and rows.py.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlglot import exp, parse_one
from sqlglot.dialects import DuckDB
from sqlglot.errors import ErrorLevel, SqlglotError

from pipeline.errors import ModelError
from pipeline.spark import rows, values
from pipeline.spark.functions import FUNCTIONS, PREFIX
from pipeline.spark.values import Rule, call, double

Variables = Mapping[str, str | datetime]


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
            return values.literal(variables[node.expressions[0].name])
        if node.name == "list_slice":
            return values.sliced(*node.expressions)
        if node.name == "list_position":
            return call("array_position", *node.expressions)
        if node.name == "hash" and isinstance(node.parent, exp.BitwiseXorAgg):  # names a set, to whoever made it alone
            return call("xxhash64", *node.expressions)
        if node.name in FUNCTIONS:
            return call(PREFIX + node.name, *node.expressions)
        raise ModelError(f"uses {node.name}(), which has no translation to Spark")
    if rule := RULES.get(type(node)):
        return rule(node)
    if isinstance(node, exp.Func) and not isinstance(node, SAME):
        raise ModelError(f"uses {node.sql_name().lower()}(), which has no translation to Spark")
    return node


RULES: dict[type[exp.Expression], Rule] = {
    exp.ArrayAgg: rows.listed,
    exp.ArrayOverlaps: lambda node: call("arrays_overlap", node.this, node.expression),
    exp.ArraySort: lambda node: call("array_sort", node.this),
    exp.AtTimeZone: values.at_time_zone,
    exp.Bracket: values.picked,
    exp.Cast: values.cast,
    exp.DateDiff: values.date_diff,
    exp.Div: lambda node: exp.Div(this=double(node.this), expression=double(node.expression)),
    exp.Extract: values.extracted,
    exp.Filter: rows.filtered,
    exp.In: rows.is_in,
    exp.Lower: values.executed("lower"),
    exp.Median: values.executed("median"),
    exp.PercentileCont: lambda node: call("percentile", node.this, node.expression),
    exp.RegexpExtract: values.pattern,
    exp.RegexpExtractAll: values.pattern,
    exp.RegexpFullMatch: values.full_match,
    exp.RegexpLike: values.pattern,
    exp.RegexpReplace: values.replaced,
    exp.Round: values.rounded,
    exp.SimilarTo: values.full_match,
    exp.Table: rows.from_table,
    exp.TimeToUnix: lambda node: exp.paren(
        exp.Div(this=double(call("unix_micros", node.this)), expression=exp.Literal.number("1E6"))
    ),
    exp.Trim: values.executed("trim"),
    exp.Unnest: rows.unnested,
    exp.Window: rows.windowed,
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
    exp.BitwiseXorAgg,
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
