"""Every model as an asset with its checks, in one step: DuckDB has one writer, and half a graph is never to be seen."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
import duckdb

from pipeline.defs.automation import fresh
from pipeline.defs.metadata import as_markdown, described, measured
from pipeline.defs.resources import Street, plainly
from pipeline.defs.storage import at_once
from pipeline.defs.upkeep import late, tell_of
from pipeline.lake.manifest import Manifest
from pipeline.lake.models import models
from pipeline.lake.sources import sources
from pipeline.progress import tell
from pipeline.settings import SQL, Settings
from pipeline.warehouse import facts
from pipeline.warehouse.build import Built
from pipeline.warehouse.catalog import SEED_TABLES
from pipeline.warehouse.checks import CheckResult
from pipeline.warehouse.model import Model
from pipeline.warehouse.pictures import pictures
from pipeline.warehouse.publish import Live, RefusedError, publish

CATALOG, TYPES = models()
POSTS = ["core", "posts"]


def _spec(model: Model) -> dg.AssetSpec:
    return dg.AssetSpec(
        freshness_policy=fresh(Settings.from_env()) if model.name == ".".join(POSTS) else None,
        description=f"{model.description}\n\nOne row for each {', '.join(model.grain)}.\n\n```sql\n{model.sql}\n```",
        deps=[read.split(".") for read in sorted(model.reads) if read not in SEED_TABLES],
        kinds={"duckdb", "sql"},
        code_version=model.version[:12],
        **described(model.name, model.columns, TYPES.get(model.name, {}), model.path),
    )


NOT_SHRUNK = dg.AssetCheckSpec(
    "not_shrunk",
    asset=POSTS,
    blocking=True,
    description="No site may lose more than a fifth of its files, or of its posts, between two refreshes.",
)


def _check_specs(model: Model) -> Iterator[dg.AssetCheckSpec]:
    truths = "\n".join([f"- grain: {', '.join(model.grain)}", *(f"- {k}: `{e}`" for k, e in model.checks.items())])
    yield dg.AssetCheckSpec(
        "truths", asset=model.name.split("."), blocking=True, description=f"Must hold of every row:\n{truths}"
    )
    if model.warnings:
        listed = "\n".join(f"- {k}: `{e}`" for k, e in model.warnings.items())
        yield dg.AssetCheckSpec(
            "warnings", asset=model.name.split("."), description=f"Should hold of every row:\n{listed}"
        )


@dg.multi_asset(
    name="warehouse",
    specs=[_spec(model) for model in CATALOG.values()],
    check_specs=[NOT_SHRUNK, *(spec for model in CATALOG.values() for spec in _check_specs(model))],
    can_subset=True,
)
def warehouse(
    context: dg.AssetExecutionContext, street: Street
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Build the models that were asked for, check them, and publish the file they stand in."""
    with plainly():
        settings = street.settings
        committed = Manifest.read(settings.lake)
        given = sources(committed, settings.lake, settings.history, SQL / "seeds", street.store / "lake")
        live = Live.read(settings.published)
        keys = context.selected_asset_keys | {check.asset_key for check in context.selected_asset_check_keys}
        asked = {".".join(key.path) for key in keys}  # a check that is executed alone needs its table built too
        chosen = _chosen(asked, live, given.lake_id)
        if chosen is None and asked != CATALOG.keys():
            context.log.info("The published file is of another lake or lacks a model, so everything is built.")
        try:
            built = publish(
                settings.published,
                CATALOG,
                given,
                live.as_of if chosen is not None and live else street.refresh.as_of,
                memory=settings.memory,
                chosen=chosen,
                full=street.full,
                sites=[name for name, _ in settings.sites],
                allow_shrink=street.allow_shrink,
                **street.engine_for_build(),
            )
        except RefusedError as error:
            with at_once(context.instance):
                for table in error.built:
                    yield from _checked(context, table)
                yield from _shrunk(context, error.shrunk)
            raise
        tell("record")
        with duckdb.connect(str(settings.published), read_only=True) as duck:
            told = _told(duck, str(settings.published))
            for site in late(duck, since=live):
                tell_of(site, settings, context.log)
        with at_once(context.instance):
            for table in built:
                if chosen is not None and table.is_kept:
                    continue
                yield from _materialised(context, table, told[table.model.name])
                yield from _checked(context, table)
            yield from _shrunk(context, [])


def _chosen(asked: set[str], live: Live | None, lake_id: str) -> set[str] | None:
    """The models to build on a copy of the published file; None for all."""
    if live is None or live.lake_id != lake_id or asked == CATALOG.keys():
        return None
    missing = CATALOG.keys() - live.tables
    return asked | missing if missing <= CATALOG.downstream(asked) else None


def _checked(context: dg.AssetExecutionContext, table: Built) -> Iterator[dg.AssetCheckResult]:
    key = dg.AssetKey(table.model.name.split("."))
    for name, blocking in (("truths", True), ("warnings", False)):
        results = [result for result in table.checks if result.blocking is blocking]
        if not results:
            continue
        found: dict[str, Any] = {
            "asset_key": key,
            "check_name": name,
            "passed": all(result.passed for result in results),
            "severity": dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN,
            "description": "\n\n".join(as_markdown(str(result)) for result in results if not result.passed) or None,
            "metadata": _found(results),
        }
        if dg.AssetCheckKey(key, name) in context.selected_asset_check_keys:
            yield dg.AssetCheckResult(**found)
        else:  # a model downstream of those that were asked for
            context.log_event(dg.AssetCheckEvaluation(**found))


def _found(results: list[CheckResult]) -> dict[str, Any]:
    """Every expression with its failing rows as a table, and up to five of those rows for each that failed."""
    table = [
        dg.TableRecord({"name": result.name, "expression": result.expression, "failing rows": result.failing})
        for result in results
    ]
    broken = {result.name: dg.MetadataValue.json(result.rows) for result in results if not result.passed}
    return {
        "expressions": dg.MetadataValue.table(table),
        "failing_rows": sum(result.failing for result in results),
    } | broken


def _shrunk(context: dg.AssetExecutionContext, shrunk: list[str]) -> Iterator[dg.AssetCheckResult]:
    if NOT_SHRUNK.key in context.selected_asset_check_keys:
        yield dg.AssetCheckResult(
            asset_key=POSTS, check_name=NOT_SHRUNK.name, passed=not shrunk, description="\n".join(shrunk) or None
        )


def has_shrunk(message: str) -> dg.AssetCheckEvaluation:
    """The same check where the lake already refuses: files are counted before posts are."""
    return dg.AssetCheckEvaluation(
        asset_key=dg.AssetKey(POSTS), check_name=NOT_SHRUNK.name, passed=False, description=message
    )


def _told(duck: duckdb.DuckDBPyConnection, published: str) -> dict[str, dict[str, Any]]:
    """What the published file says of each table besides its rows: bytes, pictures, and the numbers worth plotting."""
    told: dict[str, dict[str, Any]] = {
        name: {"bytes": taken, "dagster/uri": published} for name, taken in facts.sizes(duck).items()
    }
    for name, picture in pictures(duck).items():
        told[name]["picture"] = dg.MetadataValue.md(picture)
    told[".".join(POSTS)] |= facts.numbers(duck)
    return told


def _materialised(
    context: dg.AssetExecutionContext, table: Built, told: dict[str, Any]
) -> Iterator[dg.MaterializeResult]:
    key = dg.AssetKey(table.model.name.split("."))
    metadata = measured(table.rows, table.seconds, **told)
    if key in context.selected_asset_keys:
        yield dg.MaterializeResult(key, metadata=metadata)
    else:
        context.log_event(dg.AssetMaterialization(key, metadata=metadata))
