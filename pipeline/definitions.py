"""Definitions that Dagster loads, assembled from defs/. List new assets and sensors here."""

from collections.abc import Mapping

import dagster as dg

from pipeline.defs.assets.catalog import CATALOG
from pipeline.defs.assets.lake import lake
from pipeline.defs.assets.report import page
from pipeline.defs.assets.warehouse import warehouse
from pipeline.defs.checks import POSTS
from pipeline.defs.jobs import RESOURCE, jobs
from pipeline.defs.metadata import table_schema
from pipeline.defs.resources import RefreshResource
from pipeline.defs.schedules import freshness_policy, nightly_schedule
from pipeline.defs.sensors import alerts, dead_runs, when_quiet
from pipeline.inputs import column_types
from pipeline.settings import Settings
from pipeline.startup import require_utf8_mode


def build_definitions(settings: Settings, types: Mapping[str, Mapping[str, str]] | None = None) -> dg.Definitions:
    """Return the definitions; `settings` decide the schedule and the freshness of core.posts.

    The UI shows the `types` of columns, by table. A refresh needs none, and finding them takes a tenth of a short one.
    """
    schedule = nightly_schedule(settings)
    policy = freshness_policy(schedule, settings.cron)

    def describe(spec: dg.AssetSpec) -> dg.AssetSpec:
        if spec.key == dg.AssetKey(POSTS):
            spec = spec.replace_attributes(freshness_policy=policy)
        model = CATALOG[".".join(spec.key.path)]
        schema = table_schema(model.columns, (types or {}).get(model.name, {}))
        return spec.merge_attributes(metadata={"dagster/column_schema": schema})

    return dg.Definitions(
        assets=[lake, warehouse.map_asset_specs(describe), page],
        jobs=jobs,
        schedules=[schedule],
        sensors=[when_quiet, alerts, dead_runs],
        # No step hands a value to another, and Dagster's own manager of values imports a library for remote files.
        resources={RESOURCE: RefreshResource(), "io_manager": dg.mem_io_manager},
        executor=dg.in_process_executor,
    )


@dg.definitions
def defs() -> dg.Definitions:
    require_utf8_mode()
    return build_definitions(Settings.from_env(), column_types(CATALOG))
