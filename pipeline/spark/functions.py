"""Functions that Spark lacks or defines otherwise, run by DuckDB in the executors. The models' macros are among them.

Add one to FUNCTIONS if no rule of values.py or rows.py can express it; it is slower than Spark's own.
"""

import functools
from collections.abc import Callable

import duckdb
import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.functions import arrow_udf

from pipeline.warehouse.chance import MACROS, define_macros

# The engines differ in the lower case of Σ and İ, and in white space. Spark has no function for accents.
FUNCTIONS = {
    "lower": ("lower(a)", "string"),
    "trim": ("trim(a)", "string"),
    "strip_accents": ("strip_accents(a)", "string"),
    "url_decode": ("url_decode(a)", "string"),
    "damerau_levenshtein": ("damerau_levenshtein(a, b)", "bigint"),
    "median": ("list_aggregate(a, 'median')", "double"),  # of a list, which a window collects
    "mad": ("list_aggregate(a, 'mad')", "double"),
    **{
        name: (f"{name}({', '.join('abcd'[: macro.parameters.count(',') + 1])})", "double")
        for name, macro in MACROS.items()
    },
}
PREFIX = "duckdb_"  # of their names in Spark


def register_functions(spark: SparkSession) -> None:
    """Register each of FUNCTIONS in the session's SQL, as PREFIX and its name."""
    for name, (expression, type_) in FUNCTIONS.items():
        spark.udf.register(PREFIX + name, arrow_udf(_make_udf(expression), type_))


def _make_udf(expression: str) -> Callable[..., pa.Array]:
    def evaluate_columns(*columns: pa.Array) -> pa.Array:
        return evaluate(expression, *columns)

    return evaluate_columns


def evaluate(expression: str, *columns: pa.Array) -> pa.Array:
    """Return the expression, evaluated by DuckDB for each row; `columns` are called a, b, …"""
    duck = _connection()
    duck.register("given", pa.table(list(columns), names=list("abcd"[: len(columns)])))
    result = duck.sql(f"select {expression} as found from given").to_arrow_table()
    duck.unregister("given")
    return result.column("found").combine_chunks()


@functools.cache
def _connection() -> duckdb.DuckDBPyConnection:
    duck = duckdb.connect(config={"threads": 1})
    define_macros(duck)
    return duck
