"""Definitions that Dagster loads, assembled from defs/. List new assets and sensors here."""

import dagster as dg

from pipeline.defs.assets.lake import lake
from pipeline.defs.assets.report import page
from pipeline.defs.assets.warehouse import warehouse
from pipeline.defs.checks import POSTS
from pipeline.defs.jobs import RESOURCE, jobs
from pipeline.defs.resources import RefreshResource
from pipeline.defs.schedules import freshness_policy, nightly_schedule
from pipeline.defs.sensors import alerts, dead_runs, when_quiet
from pipeline.settings import Settings
from pipeline.startup import require_utf8_mode


def build_definitions(settings: Settings) -> dg.Definitions:
    """Return the definitions; `settings` decide the schedule and the freshness of core.posts."""
    schedule = nightly_schedule(settings)
    policy = freshness_policy(schedule, settings.cron)

    def with_freshness(spec: dg.AssetSpec) -> dg.AssetSpec:
        return spec.replace_attributes(freshness_policy=policy) if spec.key == dg.AssetKey(POSTS) else spec

    return dg.Definitions(
        assets=[lake, warehouse.map_asset_specs(with_freshness), page],
        jobs=jobs,
        schedules=[schedule],
        sensors=[when_quiet, alerts, dead_runs],
        resources={RESOURCE: RefreshResource()},
        executor=dg.in_process_executor,
    )


@dg.definitions
def defs() -> dg.Definitions:
    require_utf8_mode()
    return build_definitions(Settings.from_env())
