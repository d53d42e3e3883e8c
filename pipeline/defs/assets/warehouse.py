"""Models as assets with their checks, built in one step. Add a model as a file of sql/.

DuckDB has one writer, and half a graph must never be published.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg
import duckdb

from pipeline.defs.assets.catalog import CATALOG
from pipeline.defs.checks import (
    NOT_SHRUNK,
    POSTS,
    check_specs,
    is_not_about_logged_checks,
    log_check_results,
    shrunk_results,
)
from pipeline.defs.metadata import asset_attributes, materialisation_metadata
from pipeline.defs.resources import RefreshResource, user_errors_as_failures
from pipeline.defs.run_records import alerts_of_late_sites, run_link, send_alert
from pipeline.defs.storage import one_transaction
from pipeline.defs.thumbnails import draw_thumbnails
from pipeline.progress import report_progress
from pipeline.warehouse.build import TableResult
from pipeline.warehouse.catalog import SEED_TABLES
from pipeline.warehouse.metrics import operator_metrics, table_sizes
from pipeline.warehouse.model import Model
from pipeline.warehouse.publish import RefusedError
from pipeline.warehouse.published import PublishedFile, open_published
from pipeline.warehouse.summary import describe_gone, summarise_sites


def _asset_spec(model: Model) -> dg.AssetSpec:
    return dg.AssetSpec(
        description=f"{model.description}\n\nOne row for each {', '.join(model.grain)}.\n\n```sql\n{model.sql}\n```",
        deps=[read.split(".") for read in sorted(model.reads) if read not in SEED_TABLES],
        kinds={"duckdb", "sql"},
        code_version=model.sql_version[:12],
        **asset_attributes(model.name, model.columns, {}, model.path),
    )


@dg.multi_asset(
    name="warehouse",
    specs=[_asset_spec(model) for model in CATALOG.values()],
    check_specs=[NOT_SHRUNK, *(spec for model in CATALOG.values() for spec in check_specs(model))],
    can_subset=True,
)
def warehouse(
    context: dg.AssetExecutionContext, refresh: RefreshResource
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Build the selected models, check them, and publish the file that they are in."""
    settings = refresh.run.settings
    context.log.addFilter(is_not_about_logged_checks)
    with user_errors_as_failures():
        before = PublishedFile.load(settings.published)
        keys = context.selected_asset_keys | {check.asset_key for check in context.selected_asset_check_keys}
        selected = {".".join(key.path) for key in keys}  # a check that runs alone needs its table built too
        try:
            chosen, built = refresh.run.build_models(CATALOG, selected, say=context.log.info)
        except RefusedError as error:
            with one_transaction(context.instance):
                for table in error.built:
                    log_check_results(context, table)
                yield from shrunk_results(context, error.shrunk)
            raise
        report_progress("record")
        with open_published(settings.published) as duck:
            metadata = _table_metadata(duck, str(settings.published))
            metadata["core.sites"] |= _log_summary(context, duck, before)
            for alert in alerts_of_late_sites(duck, before, run_link(settings, context.run.run_id)):
                send_alert(alert, settings, context.log)
        with one_transaction(context.instance):
            for table in built:
                if chosen is not None and table.is_kept:
                    continue
                yield from _materialisation(context, table, metadata[table.model.name])
                log_check_results(context, table)
            yield from shrunk_results(context, [])


def _log_summary(
    context: dg.AssetExecutionContext, duck: duckdb.DuckDBPyConnection, before: PublishedFile | None
) -> dict[str, dg.MetadataValue]:
    """Log what the terminal says of each site; return it as metadata, site by site."""
    sites = summarise_sites(duck, before.refresh_id if before else "")
    for site in sites:
        context.log.info("\n".join([site.site, *(f"{label}: {text}" for label, text in site.lines())]))
    gone = describe_gone(before, sites)
    for sentence in gone:
        context.log.warning(sentence)
    lines = {site.site: "\n".join(f"- {label}: {text}" for label, text in site.lines()) for site in sites}
    metadata: dict[str, dg.MetadataValue] = {f"site {name}": dg.MetadataValue.md(text) for name, text in lines.items()}
    return metadata | ({"sites gone": dg.MetadataValue.text("; ".join(gone))} if gone else {})


def _table_metadata(duck: duckdb.DuckDBPyConnection, published: str) -> dict[str, dict[str, Any]]:
    """Return what the published file adds for each table: bytes, thumbnails, numbers to plot."""
    metadata: dict[str, dict[str, Any]] = {
        name: {"bytes": size, "dagster/uri": published} for name, size in table_sizes(duck).items()
    }
    for name, thumbnail in draw_thumbnails(duck).items():
        metadata[name]["picture"] = dg.MetadataValue.md(thumbnail)
    metadata[".".join(POSTS)] |= operator_metrics(duck)
    return metadata


def _materialisation(
    context: dg.AssetExecutionContext, table: TableResult, metadata: dict[str, Any]
) -> Iterator[dg.MaterializeResult]:
    key = dg.AssetKey(table.model.name.split("."))
    metadata = materialisation_metadata(table.rows, table.seconds, **metadata)
    if key in context.selected_asset_keys:
        yield dg.MaterializeResult(key, metadata=metadata)
    else:
        context.log_event(dg.AssetMaterialization(key, metadata=metadata))
