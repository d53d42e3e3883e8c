"""Checks as Dagster shows them: `rules` and `warnings` of a model, and `not_shrunk`.

A model's own checks are written in its header in sql/; add others here.
"""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg

from pipeline.defs.metadata import rows_as_markdown
from pipeline.defs.run_records import POSTS_KEY
from pipeline.sites import describe_unread
from pipeline.warehouse.build import TableResult
from pipeline.warehouse.checks import CheckResult
from pipeline.warehouse.model import Model

POSTS = list(POSTS_KEY.path)
SITE_IS_READ = dg.AssetCheckSpec(
    "site_is_read",
    asset=["site", "sites"],
    description="Every site could be read. The rows of one that could not stay as they were.",
)
NOT_SHRUNK = dg.AssetCheckSpec(
    "not_shrunk",
    asset=POSTS,
    blocking=True,
    description="No site may lose more than a fifth of its files, posts or words between two refreshes.",
)


def check_specs(model: Model) -> Iterator[dg.AssetCheckSpec]:
    """Yield the checks of one model."""
    rules = "\n".join([f"- grain: {', '.join(model.grain)}", *(f"- {k}: `{e}`" for k, e in model.checks.items())])
    asset = model.name.split(".")
    yield dg.AssetCheckSpec("rules", asset=asset, blocking=True, description=f"Must hold of every row:\n{rules}")
    if model.warnings:
        warnings = "\n".join(f"- {k}: `{e}`" for k, e in model.warnings.items())
        yield dg.AssetCheckSpec("warnings", asset=asset, description=f"Should hold of every row:\n{warnings}")


def log_check_results(context: dg.AssetExecutionContext, table: TableResult) -> None:
    """Log the results of a table's checks, also of a table downstream of the selected ones."""
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
            "description": _describe_broken([result for result in results if not result.passed]),
            "metadata": _check_metadata(results),
        }
        # Logged and not yielded: an output would add an event for each check, and nothing reads it.
        context.log_event(dg.AssetCheckEvaluation(**evaluation))


def is_not_about_logged_checks(record: logging.LogRecord) -> bool:
    """Return False for Dagster's line that lists the checks that were logged instead of yielded."""
    return "did not yield or return expected outputs" not in record.getMessage()


def _describe_broken(broken: list[CheckResult]) -> str | None:
    """Return what is broken: the names of the rules in the first line, then five rows of each."""
    if not broken:
        return None
    names = f"broken: {', '.join(result.name for result in broken)}"
    return "\n\n".join([names, *(rows_as_markdown(str(result)) for result in broken)])


def _check_metadata(results: list[CheckResult]) -> dict[str, Any]:
    """Return all expressions, the failing rows of each to plot, and up to five rows for each broken one."""
    table = [
        dg.TableRecord({"name": result.name, "expression": result.expression, "failing rows": result.failing})
        for result in results
    ]
    rows = {result.name: dg.MetadataValue.json(result.rows) for result in results if not result.passed}
    failing = {f"failing rows: {result.name}": result.failing for result in results}
    total = sum(failing.values())
    return {"expressions": dg.MetadataValue.table(table), "failing rows": total} | failing | rows


def site_is_read_result(unread: Mapping[str, str]) -> dg.AssetCheckResult:
    """Return the result of `site_is_read`; the first line names the sites that could not be read."""
    sentences = [describe_unread(*site) for site in unread.items()]
    return dg.AssetCheckResult(
        asset_key=SITE_IS_READ.asset_key,
        check_name=SITE_IS_READ.name,
        passed=not unread,
        description="\n\n".join([f"not read: {', '.join(unread)}", *sentences]) if unread else None,
        metadata={"sites not read": len(unread)},
    )


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
