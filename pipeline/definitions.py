"""Assembly only: what Dagster loads. Each part says for itself, in defs/, what it is."""

import dagster as dg

from pipeline.defs import automation, lake, report, resources, warehouse, watch
from pipeline.settings import Settings

defs = dg.Definitions(
    assets=[lake.lake, warehouse.warehouse, report.page],
    jobs=[automation.refresh, automation.refresh_on_spark],
    schedules=[automation.nightly(Settings.from_env())],
    sensors=[automation.when_quiet, watch.alerts, watch.dead_runs],
    resources={"street": resources.Street()},
    executor=dg.in_process_executor,
)
