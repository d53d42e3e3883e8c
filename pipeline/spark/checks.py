"""Checks of a table, run by Spark: the queries are those of warehouse/checks.py."""

import json
from typing import Any

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from pipeline.errors import ModelError
from pipeline.spark.dialect import translate
from pipeline.spark.session import error_summary
from pipeline.warehouse.checks import MAX_FAILING_ROWS, CheckResult, check_queries
from pipeline.warehouse.model import Model


def run_checks(spark: SparkSession, model: Model) -> list[CheckResult]:
    """Run all checks in one query, then fetch up to MAX_FAILING_ROWS of each that failed."""
    queries = list(check_queries(model))
    selects = [_translate_check(model, query.name, query.failing_rows) for query in queries]
    counts = [f"select {place} as place, count(*) as failing from ({sql})" for place, sql in enumerate(selects)]
    try:
        failing = {row.place: row.failing for row in spark.sql(" union all ".join(counts)).collect()}
        rows = {place: _failing_rows(spark, selects[place]) for place, number in failing.items() if number}
    except (PySparkException, Py4JError) as error:
        raise ModelError(f"{model.where}: its checks cannot be run on Spark: {error_summary(error)}") from error
    return [
        CheckResult(model.name, query.name, query.expression, query.blocking, failing[place], rows.get(place, []))
        for place, query in enumerate(queries)
    ]


def _translate_check(model: Model, name: str, sql: str) -> str:
    try:
        return translate(sql).sql
    except ModelError as error:
        raise ModelError(f"{model.where}: the check {name} {error}") from error


def _failing_rows(spark: SparkSession, failing_rows: str) -> list[dict[str, Any]]:
    examples = spark.sql(
        f"select to_json(struct(*), map('ignoreNullFields', 'false')) from ({failing_rows}) limit {MAX_FAILING_ROWS}"
    )
    return [json.loads(row[0]) for row in examples.collect()]
