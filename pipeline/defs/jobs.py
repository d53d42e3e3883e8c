"""Jobs: a refresh of everything, on each engine. Add job definitions here."""

import dagster as dg

from pipeline.engine import ENGINES, EngineName

RESOURCE = "refresh"  # the key of the resource that every asset of a run shares


def job_name(engine: EngineName) -> str:
    """Return the name of the job that refreshes on an engine."""
    return "refresh" if engine == ENGINES[0] else f"refresh_on_{engine}"


# Runs of these end early if nothing has changed; materialising by hand never does.
REFRESH_JOBS = [job_name(engine) for engine in ENGINES]

refresh_job = dg.define_asset_job(
    "refresh", selection=dg.AssetSelection.all(), description="Read the sites, build every model, check, publish."
)
jobs = [refresh_job] + [
    dg.define_asset_job(
        job_name(engine),
        selection=dg.AssetSelection.all(),
        config={"resources": {RESOURCE: {"config": {"engine": engine}}}},
        description=f"The same on {engine.capitalize()}.",
    )
    for engine in ENGINES[1:]
]
