"""Rules of what rows are read and gathered: tables, lists and what lies around a row."""

from sqlglot import exp

from pipeline.errors import ModelError
from pipeline.spark.functions import PREFIX
from pipeline.spark.values import call


def table(name: str) -> str:
    """What a table is called in Spark, where a view has no schema."""
    return name.replace(".", "__")


def from_table(node: exp.Table) -> exp.Expression:
    if isinstance(node.this, exp.GenerateSeries):
        return _series(node)
    if not node.db:
        return node
    alias = node.args.get("alias") or exp.TableAlias(this=exp.to_identifier(node.name))
    return exp.Table(this=exp.to_identifier(table(f"{node.db}.{node.name}")), alias=alias)


def _series(node: exp.Table) -> exp.Expression:
    start, end, step = (node.this.args.get(part) for part in ("start", "end", "step"))
    if node.this.args.get("is_end_exclusive"):
        return exp.Table(this=call("range", start, end), alias=node.args["alias"])
    # Spark refuses a sequence that ends before it starts
    days = exp.Case().when(exp.LTE(this=start.copy(), expression=end.copy()), call("sequence", start, end, step))
    return exp.Lateral(this=call("explode", days.else_(call("array"))), alias=node.args["alias"])


def unnested(node: exp.Unnest) -> exp.Expression:
    return exp.Lateral(this=call("explode", *node.expressions), alias=node.args["alias"])


def is_in(node: exp.In) -> exp.Expression:
    """`(a, b) in (select (a, b) …)`: Spark wants two columns there."""
    query = node.args.get("query")
    if query and isinstance(query.this, exp.Select) and len(query.this.expressions) == 1:
        only = query.this.expressions[0]
        if isinstance(only, exp.Tuple):
            query.this.set("expressions", only.expressions)
    return node


def listed(node: exp.ArrayAgg) -> exp.Expression:
    """`list(x order by y)`, whose order sqlglot drops; an empty one is an empty list, no null."""
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


def filtered(node: exp.Filter) -> exp.Expression:
    """A list has been ordered by now, outside of its filter, which Spark wants at the collecting inside."""
    collecting = [inner for inner in node.this.find_all(exp.Anonymous) if inner.name in {"collect_list", "collect_set"}]
    if not collecting or node.this is collecting[0]:
        return node
    whole, where = node.this, node.expression
    collecting[0].replace(exp.Filter(this=collecting[0].copy(), expression=where))
    return whole


def windowed(node: exp.Window) -> exp.Expression:
    name = node.this.name if isinstance(node.this, exp.Anonymous) else ""
    if name.removeprefix(PREFIX) in {"median", "mad"}:  # Spark has them for whole partitions only
        over = node.copy()
        over.set("this", call("collect_list", node.this.expressions[0]))
        return call(name, over)
    if isinstance(node.this, exp.RowNumber | exp.DenseRank) and not node.args.get("partition_by"):
        # A number over all rows would bring all of them to one machine. It is a short name of what it is ordered by.
        return call("struct", *(key.this for key in node.args["order"].expressions))
    return node
