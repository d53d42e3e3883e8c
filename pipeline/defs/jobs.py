"""Jobs: a refresh of everything, on each engine. Add job definitions here."""

import dagster as dg

from pipeline.engine import ENGINES, EngineName

RESOURCE = "refresh"  # the key of the resource that every asset of a run shares


def job_name(engine: EngineName) -> str:
    """Return the name of the job that refreshes on an engine."""
    return "refresh" if engine == ENGINES[0] else f"refresh_on_{engine}"


# Job names with their engines. These runs end early if nothing has changed; materialising by hand never does.
REFRESH_JOBS = {job_name(engine): engine for engine in ENGINES}

jobs = [
    dg.define_asset_job(
        name,
        selection=dg.AssetSelection.all(),
        config={"resources": {RESOURCE: {"config": {"engine": engine}}}},
        description="Read the sites, build every model, check, publish."
        if engine == ENGINES[0]
        else f"The same on {engine.capitalize()}.",
    )
    for name, engine in REFRESH_JOBS.items()
]
refresh_job = jobs[0]
