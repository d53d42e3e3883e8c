"""Checks as Dagster shows them: `rules` and `warnings` of a model, and `not_shrunk`.

A model's own checks are written in its header in sql/; add others here.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipeline.defs.metadata import rows_as_markdown
from pipeline.warehouse.build import TableResult
from pipeline.warehouse.checks import CheckResult
from pipeline.warehouse.model import Model

POSTS = ["core", "posts"]
NOT_SHRUNK = dg.AssetCheckSpec(
    "not_shrunk",
    asset=POSTS,
    blocking=True,
    description="No site may lose more than a fifth of its files, or of its posts, between two refreshes.",
)


def check_specs(model: Model) -> Iterator[dg.AssetCheckSpec]:
    """Yield the checks of one model."""
    rules = "\n".join([f"- grain: {', '.join(model.grain)}", *(f"- {k}: `{e}`" for k, e in model.checks.items())])
    asset = model.name.split(".")
    yield dg.AssetCheckSpec("rules", asset=asset, blocking=True, description=f"Must hold of every row:\n{rules}")
    if model.warnings:
        warnings = "\n".join(f"- {k}: `{e}`" for k, e in model.warnings.items())
        yield dg.AssetCheckSpec("warnings", asset=asset, description=f"Should hold of every row:\n{warnings}")


def check_results(context: dg.AssetExecutionContext, table: TableResult) -> Iterator[dg.AssetCheckResult]:
    """Yield the results of a table's checks; log those of a table that was not selected."""
    key = dg.AssetKey(table.model.name.split("."))
    for name, is_blocking in (("rules", True), ("warnings", False)):
        results = [result for result in table.checks if result.blocking is is_blocking]
        if not results:
            continue
        evaluation: dict[str, Any] = {
            "asset_key": key,
            "check_name": name,
            "passed": all(result.passed for result in results),
            "severity": dg.AssetCheckSeverity.ERROR if is_blocking else dg.AssetCheckSeverity.WARN,
            "description": "\n\n".join(rows_as_markdown(str(r)) for r in results if not r.passed) or None,
            "metadata": _check_metadata(results),
        }
        if dg.AssetCheckKey(key, name) in context.selected_asset_check_keys:
            yield dg.AssetCheckResult(**evaluation)
        else:  # a model downstream of the selected ones
            context.log_event(dg.AssetCheckEvaluation(**evaluation))


def _check_metadata(results: list[CheckResult]) -> dict[str, Any]:
    """Return all expressions with their failing rows, and up to five rows for each broken one."""
    table = [
        dg.TableRecord({"name": result.name, "expression": result.expression, "failing rows": result.failing})
        for result in results
    ]
    rows = {result.name: dg.MetadataValue.json(result.rows) for result in results if not result.passed}
    failing = sum(result.failing for result in results)
    return {"expressions": dg.MetadataValue.table(table), "failing_rows": failing} | rows


def shrunk_results(context: dg.AssetExecutionContext, shrunk: list[str]) -> Iterator[dg.AssetCheckResult]:
    """Yield the result of `not_shrunk` after a build, if it was selected."""
    if NOT_SHRUNK.key in context.selected_asset_check_keys:
        yield dg.AssetCheckResult(
            asset_key=POSTS, check_name=NOT_SHRUNK.name, passed=not shrunk, description="\n".join(shrunk) or None
        )


def shrunk_evaluation(message: str) -> dg.AssetCheckEvaluation:
    """Return a failed `not_shrunk`, for a scan that refuses before any post is counted."""
    return dg.AssetCheckEvaluation(
        asset_key=dg.AssetKey(POSTS), check_name=NOT_SHRUNK.name, passed=False, description=message
    )
