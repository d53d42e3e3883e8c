"""The editor's page as an asset: written after publishing, from what was published, so that it can spoil nothing."""

import re
import time

import dagster as dg

from pipeline.defs.metadata import size, source
from pipeline.defs.resources import Street, plainly
from pipeline.defs.warehouse import CATALOG
from pipeline.progress import tell
from pipeline.report.page import HERE, is_current, write
from pipeline.settings import Settings

_CODE = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("*.py"))
_NAMED = set(re.findall(r"\b[a-z_]+\.[a-z_]+\b", _CODE))
READS = [table for table in CATALOG if table in _NAMED]
KEY = dg.AssetKey(["report", "page"])


@dg.asset(
    key=KEY,
    deps=[table.split(".") for table in READS],
    group_name="report",
    owners=["team:editors"],
    metadata={"dagster/code_references": source(HERE / "page.py")},
    kinds={"html", "vega"},
    description="One page for the editor, which needs no server and no network: how often, when, who, about what, "
    "what was published twice, what changed, what is broken.",
)
def page(context: dg.AssetExecutionContext, street: Street) -> dg.MaterializeResult:
    """Write warehouse/report.html from the published file."""
    with plainly():
        return dg.MaterializeResult(metadata=_written(street.settings))


def keep(context: dg.AssetExecutionContext, settings: Settings) -> None:
    """Write the page where it is missing, or older than the published file or the code that makes it."""
    if not is_current(settings.published, settings.report):
        context.log_event(dg.AssetMaterialization(KEY, metadata=_written(settings)))


def _written(settings: Settings) -> dict[str, dg.MetadataValue | float]:
    start = time.perf_counter()
    tell("report")
    write(settings.published, settings.report)
    return {
        "seconds": round(time.perf_counter() - start, 3),
        "bytes": dg.MetadataValue.int(size(settings.report)),
        "path": dg.MetadataValue.path(str(settings.report)),
    }
