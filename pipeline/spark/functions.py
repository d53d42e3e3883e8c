"""Functions of DuckDB that Spark lacks or means otherwise: run by DuckDB itself, inside the executors."""

import functools
from collections.abc import Callable

import duckdb
import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.functions import arrow_udf

# Lower case of Σ and İ, and what counts as white space, differ between the engines; accents Spark does not know at all.
FUNCTIONS = {
    "lower": ("lower(a)", "string"),
    "trim": ("trim(a)", "string"),
    "strip_accents": ("strip_accents(a)", "string"),
    "damerau_levenshtein": ("damerau_levenshtein(a, b)", "bigint"),
    "median": ("list_aggregate(a, 'median')", "double"),  # of a list, which a window collects
    "mad": ("list_aggregate(a, 'mad')", "double"),
}
PREFIX = "duckdb_"  # of their names in Spark


def register(spark: SparkSession) -> None:
    """Make each of FUNCTIONS known to the session's SQL."""
    for name, (expression, type_) in FUNCTIONS.items():
        spark.udf.register(PREFIX + name, arrow_udf(_function(expression), type_))


def _function(expression: str) -> Callable[..., pa.Array]:
    def called(*columns: pa.Array) -> pa.Array:
        return evaluated(expression, *columns)

    return called


def evaluated(expression: str, *columns: pa.Array) -> pa.Array:
    """What DuckDB makes of each row, whose columns are called a, b, …"""
    duck = _duck()
    duck.register("given", pa.table(list(columns), names=list("abc"[: len(columns)])))
    found = duck.sql(f"select {expression} as found from given").to_arrow_table()
    duck.unregister("given")
    return found.column("found").combine_chunks()


@functools.cache
def _duck() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})
