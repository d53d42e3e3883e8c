"""Translation rules for rows: tables, lists, filters and windows.

Add one here and to dialect.RULES. Rules for single values are in values.py.
"""

from sqlglot import exp

from pipeline.errors import ModelError
from pipeline.spark.functions import PREFIX
from pipeline.spark.values import call


def view_name(name: str) -> str:
    """Return schema__table for schema.table: in Spark a view has no schema."""
    return name.replace(".", "__")


def convert_table(node: exp.Table) -> exp.Expression:
    """Return a table as its view, and range() or generate_series() as rows of a sequence."""
    if isinstance(node.this, exp.GenerateSeries):
        return _convert_series(node)
    if not node.db:
        return node
    alias = node.args.get("alias") or exp.TableAlias(this=exp.to_identifier(node.name))
    return exp.Table(this=exp.to_identifier(view_name(f"{node.db}.{node.name}")), alias=alias)


def _convert_series(node: exp.Table) -> exp.Expression:
    """Return a series as rows; DuckDB gives none if it ends before it starts, Spark an error."""
    start, end, step = (node.this.args.get(part) for part in ("start", "end", "step"))
    if node.this.args.get("is_end_exclusive"):
        return exp.Table(this=call("range", start, end), alias=node.args["alias"])
    days = exp.Case().when(exp.LTE(this=start.copy(), expression=end.copy()), call("sequence", start, end, step))
    return exp.Lateral(this=call("explode", days.else_(call("array"))), alias=node.args["alias"])


def convert_unnest(node: exp.Unnest) -> exp.Expression:
    """Return unnest() as a lateral explode(), which gives the same rows in Spark."""
    return exp.Lateral(this=call("explode", *node.expressions), alias=node.args["alias"])


def convert_in(node: exp.In) -> exp.Expression:
    """Return `(a, b) in (select (a, b) …)` with two columns, as Spark compares no pairs."""
    query = node.args.get("query")
    if query and isinstance(query.this, exp.Select) and len(query.this.expressions) == 1:
        only = query.this.expressions[0]
        if isinstance(only, exp.Tuple):
            query.this.set("expressions", only.expressions)
    return node


def collect_list(node: exp.ArrayAgg) -> exp.Expression:
    """Return `list(x order by y)` as a sorted list of (y, x) that is reduced to x.

    sqlglot would drop the order. An empty list is null in DuckDB and [] in Spark. ModelError for an order that is lost.
    """
    inner = node.this
    if not isinstance(inner, exp.Order):
        return call("collect_list", inner)
    keys = [key.this for key in inner.expressions]
    if any(key.args.get("desc") for key in inner.expressions):
        raise ModelError("orders a list downwards, which has no translation to Spark")
    value = inner.this
    if isinstance(value, exp.Distinct):
        if keys != value.expressions:
            raise ModelError("orders a list of distinct values by others, which has no translation to Spark")
        return call("array_sort", call("collect_set", keys[0]))
    if keys == [value]:
        return call("array_sort", call("collect_list", value))
    named = [exp.alias_(part.copy(), f"c{place}") for place, part in enumerate([*keys, value])]
    last = exp.Dot(this=exp.to_identifier("item"), expression=exp.to_identifier(f"c{len(keys)}"))
    pick = exp.Lambda(this=last, expressions=[exp.to_identifier("item")])
    return call("transform", call("array_sort", call("collect_list", call("struct", *named))), pick)


def push_filter_inside(node: exp.Filter) -> exp.Expression:
    """Return a filtered aggregate with its filter at collect_list(), where Spark wants it.

    `collect_list` above has wrapped the list in its sorting by now; DuckDB's filter is outside.
    """
    collecting = [inner for inner in node.this.find_all(exp.Anonymous) if inner.name in {"collect_list", "collect_set"}]
    if not collecting or node.this is collecting[0]:
        return node
    whole, where = node.this, node.expression
    collecting[0].replace(exp.Filter(this=collecting[0].copy(), expression=where))
    return whole


def convert_window(node: exp.Window) -> exp.Expression:
    """Return median and mad over a collected list, and a number over all rows as a struct.

    Spark has median and mad over whole partitions only, and would bring all rows to one machine to number them. The
    struct of the values that order them serves as their name too.
    """
    name = node.this.name if isinstance(node.this, exp.Anonymous) else ""
    if name.removeprefix(PREFIX) in {"median", "mad"}:
        over = node.copy()
        over.set("this", call("collect_list", node.this.expressions[0]))
        return call(name, over)
    if isinstance(node.this, exp.RowNumber | exp.DenseRank) and not node.args.get("partition_by"):
        return call("struct", *(key.this for key in node.args["order"].expressions))
    return node
