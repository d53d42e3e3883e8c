"""Editor's page as an asset: written after publishing, so that it cannot spoil anything."""

import time

import dagster as dg

from pipeline.copies.places import describe_uncopied
from pipeline.defs.metadata import code_reference, file_size
from pipeline.defs.resources import RefreshResource, user_errors_as_failures
from pipeline.defs.run_records import alert_of_copies, send_alert
from pipeline.progress import report_progress
from pipeline.refresh import RefreshRun
from pipeline.report.page import HERE
from pipeline.report.queries import tables_read
from pipeline.settings import PAGE_PORT

PAGE = dg.AssetKey(["report", "page"])


@dg.asset(
    key=PAGE,
    deps=[table.split(".") for table in tables_read()],
    group_name="report",
    owners=["team:editors"],
    metadata={"dagster/code_references": code_reference(HERE / "page.py")},
    kinds={"html"},
    description="One page for the editor, which needs no server and no network: what was published, by whom, for which "
    "section and about what, what is silent or broken, and what changed. `posts-warehouse report --serve` shows it at "
    f"[127.0.0.1:{PAGE_PORT}](http://127.0.0.1:{PAGE_PORT}/).",
)
def page(context: dg.AssetExecutionContext, refresh: RefreshResource) -> dg.MaterializeResult:
    """Write warehouse/report.html from the published file."""
    with user_errors_as_failures():
        metadata = _write_page(refresh.run)
        copy_to_places(context, refresh.run)
        return dg.MaterializeResult(metadata=metadata)


def materialise_page_if_old(context: dg.AssetExecutionContext, run: RefreshRun) -> None:
    """Write the page if it is missing, or older than the published file or its own code."""
    if not run.report_is_current():
        context.log_event(dg.AssetMaterialization(PAGE, metadata=_write_page(run)))


def copy_to_places(context: dg.AssetExecutionContext, run: RefreshRun) -> None:
    """Copy what is published to the places of `publish`; a failure is a warning and an alert, and fails no run."""
    uncopied = run.copy_to_places()
    for place in uncopied.items():
        sentence = describe_uncopied(*place)
        context.log.warning(sentence)
        report_progress(f"warning: {sentence}")
    if uncopied:
        send_alert(alert_of_copies(uncopied, run.settings, context.run.run_id), run.settings, context.log)


def _write_page(run: RefreshRun) -> dict[str, dg.MetadataValue | float]:
    start = time.perf_counter()
    run.write_report()
    return {
        "seconds": round(time.perf_counter() - start, 3),
        "bytes": dg.MetadataValue.int(file_size(run.settings.report)),
        "path": dg.MetadataValue.path(str(run.settings.report)),
    }
