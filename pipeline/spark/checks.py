"""What must hold of a table, tried by Spark: the questions are those of warehouse/checks.py."""

import json
from typing import Any

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from pipeline.errors import ModelError
from pipeline.spark.dialect import translated
from pipeline.spark.session import said
from pipeline.warehouse.checks import SHOWN, CheckResult, questions
from pipeline.warehouse.model import Model


def check(spark: SparkSession, model: Model) -> list[CheckResult]:
    """Try everything at once; up to five rows are fetched of what is broken."""
    asked = list(questions(model))
    broken = [_translated(model, question.name, question.broken) for question in asked]
    counts = [f"select {place} as place, count(*) as failing from ({sql})" for place, sql in enumerate(broken)]
    try:
        failing = {row.place: row.failing for row in spark.sql(" union all ".join(counts)).collect()}
        rows = {place: _rows(spark, broken[place]) for place, number in failing.items() if number}
    except (PySparkException, Py4JError) as error:
        raise ModelError(f"{model.where}: its checks cannot be tried on Spark: {said(error)}") from error
    return [
        CheckResult(
            model.name, question.name, question.expression, question.blocking, failing[place], rows.get(place, [])
        )
        for place, question in enumerate(asked)
    ]


def _translated(model: Model, name: str, sql: str) -> str:
    try:
        return translated(sql).sql
    except ModelError as error:
        raise ModelError(f"{model.where}: the check {name} {error}") from error


def _rows(spark: SparkSession, broken: str) -> list[dict[str, Any]]:
    shown = spark.sql(f"select to_json(struct(*), map('ignoreNullFields', 'false')) from ({broken}) limit {SHOWN}")
    return [json.loads(row[0]) for row in shown.collect()]
