"""Editor's page as an asset: written after publishing, so that it cannot spoil anything."""

import time

import dagster as dg

from pipeline.defs.metadata import code_reference, file_size
from pipeline.defs.resources import RefreshResource, user_errors_as_failures
from pipeline.refresh import RefreshRun
from pipeline.report.page import HERE
from pipeline.report.queries import tables_read

PAGE = dg.AssetKey(["report", "page"])


@dg.asset(
    key=PAGE,
    deps=[table.split(".") for table in tables_read()],
    group_name="report",
    owners=["team:editors"],
    metadata={"dagster/code_references": code_reference(HERE / "page.py")},
    kinds={"html", "vega"},
    description="One page for the editor, which needs no server and no network: how often, when, who, about what, "
    "what was published twice, what changed, what is broken.",
)
def page(context: dg.AssetExecutionContext, refresh: RefreshResource) -> dg.MaterializeResult:
    """Write warehouse/report.html from the published file."""
    with user_errors_as_failures():
        return dg.MaterializeResult(metadata=_write_page(refresh.run))


def materialise_page_if_old(context: dg.AssetExecutionContext, run: RefreshRun) -> None:
    """Write the page if it is missing, or older than the published file or its own code."""
    if not run.report_is_current():
        context.log_event(dg.AssetMaterialization(PAGE, metadata=_write_page(run)))


def _write_page(run: RefreshRun) -> dict[str, dg.MetadataValue | float]:
    start = time.perf_counter()
    run.write_report()
    return {
        "seconds": round(time.perf_counter() - start, 3),
        "bytes": dg.MetadataValue.int(file_size(run.settings.report)),
        "path": dg.MetadataValue.path(str(run.settings.report)),
    }
