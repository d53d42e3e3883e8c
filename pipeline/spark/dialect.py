"""Models in Spark's SQL: sqlglot translates DuckDB's, and RULES correct its faults.

A function that has no rule, and is not in SAME, is refused. Lists hold no nulls. To support another function, add it to
SAME if both engines give equal results. Else write a rule in values.py or rows.py and add it to RULES.
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
from pipeline.spark.values import Rule, call, cast_to_double

Variables = Mapping[str, str | datetime]


class View(NamedTuple):
    """CTE as a view, read `uses` times; `again` adds the rows of a recursive one, by `key`."""

    name: str
    sql: str
    uses: int
    key: tuple[str, ...] = ()
    again: str = ""


class Query(NamedTuple):
    """One SELECT, and the views that it needs, in order."""

    views: list[View]
    sql: str


class Models(DuckDB):
    """DuckDB's dialect as models use it: `len` is of lists, `length` of texts."""

    class Parser(DuckDB.Parser):
        FUNCTIONS = DuckDB.Parser.FUNCTIONS | {
            "LEN": exp.ArraySize.from_arg_list,
            "LIST_INTERSECT": exp.ArrayIntersect.from_arg_list,
        }


def translate(sql: str, variables: Variables | None = None) -> Query:
    """Translate a SELECT to Spark; ModelError for anything without a known translation."""
    try:
        tree = parse_one(sql, dialect=Models)
        for node in reversed(list(tree.bfs())):
            replacement = _apply_rule(node, variables or {})
            if replacement is node:
                continue
            if node is tree:
                tree = replacement
            else:
                node.replace(replacement)
        views = [_make_view(cte, tree) for cte in tree.ctes]
        tree.set("with_", None)
        return Query(views, _to_spark_sql(tree))
    except SqlglotError as error:
        raise ModelError(f"has no translation to Spark: {str(error).splitlines()[0]}") from error


def _to_spark_sql(tree: exp.Expression) -> str:
    return tree.sql("spark", unsupported_level=ErrorLevel.RAISE)


def _make_view(cte: exp.CTE, tree: exp.Expression) -> View:
    uses = sum(found.name == cte.alias and not found.db for found in tree.find_all(exp.Table))
    query = cte.this
    if key := cte.args.get("key_expressions"):
        assert isinstance(query, exp.Union)
        return View(
            cte.alias, _to_spark_sql(query.this), uses, tuple(k.name for k in key), _to_spark_sql(query.expression)
        )
    if any(found.name == cte.alias and not found.db for found in query.find_all(exp.Table)):
        raise ModelError("is recursive without a key, which has no translation to Spark: say using key")
    return View(cte.alias, _to_spark_sql(query), uses)


def _apply_rule(node: exp.Expression, variables: Variables) -> exp.Expression:
    if isinstance(node, exp.Anonymous):
        if node.name == "getvariable":
            return values.to_literal(variables[node.expressions[0].name])
        if node.name == "list_slice":
            return values.slice_list(*node.expressions)
        if node.name == "list_position":
            return call("array_position", *node.expressions)
        # The hash of a set is only compared within one build, so another hash function will do.
        if node.name == "hash" and isinstance(node.parent, exp.BitwiseXorAgg):
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
    exp.ArrayAgg: rows.collect_list,
    exp.ArrayOverlaps: lambda node: call("arrays_overlap", node.this, node.expression),
    exp.ArraySort: lambda node: call("array_sort", node.this),
    exp.AtTimeZone: values.convert_time_zone,
    exp.Bracket: values.pick_item,
    exp.Cast: values.convert_cast,
    exp.DateDiff: values.convert_date_diff,
    exp.Div: lambda node: exp.Div(this=cast_to_double(node.this), expression=cast_to_double(node.expression)),
    exp.Extract: values.convert_extract,
    exp.Filter: rows.push_filter_inside,
    exp.In: rows.convert_in,
    exp.Lower: values.run_in_duckdb("lower"),
    exp.Median: values.run_in_duckdb("median"),
    exp.PercentileCont: lambda node: call("percentile", node.this, node.expression),
    exp.RegexpExtract: values.convert_pattern,
    exp.RegexpExtractAll: values.convert_pattern,
    exp.RegexpFullMatch: values.convert_full_match,
    exp.RegexpLike: values.convert_pattern,
    exp.RegexpReplace: values.convert_replace,
    exp.Round: values.convert_round,
    exp.SimilarTo: values.convert_full_match,
    exp.Table: rows.convert_table,
    exp.TimeToUnix: lambda node: exp.paren(
        exp.Div(this=cast_to_double(call("unix_micros", node.this)), expression=exp.Literal.number("1E6"))
    ),
    exp.Trim: values.run_in_duckdb("trim"),
    exp.Unnest: rows.convert_unnest,
    exp.Window: rows.convert_window,
}
SAME = (  # functions with equal results in both engines
    # aggregates and windows
    *(exp.Avg, exp.BitwiseXorAgg, exp.Count, exp.DenseRank, exp.FirstValue, exp.Lag, exp.Lead, exp.LogicalAnd),
    *(exp.LogicalOr, exp.Max, exp.Min, exp.RowNumber, exp.Sum),
    # lists
    *(exp.Array, exp.ArrayAppend, exp.ArrayContains, exp.ArrayDistinct, exp.ArrayFilter, exp.ArrayIntersect),
    *(exp.ArraySize, exp.ArrayToString, exp.Explode, exp.GenerateSeries, exp.Struct, exp.Transform),
    # texts and times
    *(exp.JSONExtractScalar, exp.Length, exp.Pad, exp.Replace, exp.Split, exp.StartsWith, exp.Substring),
    *(exp.TimeToStr, exp.TimestampTrunc),
    # numbers and conditions
    *(exp.Abs, exp.And, exp.Case, exp.Ceil, exp.Coalesce, exp.Exists, exp.Greatest, exp.If, exp.Least, exp.Ln),
    *(exp.Nullif, exp.Or, exp.Sqrt),
)
