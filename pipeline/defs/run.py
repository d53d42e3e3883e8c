"""Running the job in the process that asks for it, recorded where the UI looks: a run is a run, whoever starts it."""

import os

import dagster as dg

from pipeline.defs.lake import REFRESH
from pipeline.errors import PostsError
from pipeline.settings import PROJECT


def run(definitions: dg.Definitions, *, full: bool, allow_shrink: bool) -> None:
    """Run the job `refresh`; raises the PostsError that stopped it, or whatever else did."""
    os.chdir(PROJECT)  # dagster.yaml's paths are relative to the current folder
    os.environ["DAGSTER_HOME"] = str(PROJECT)
    config = {
        "resources": {"street": {"config": {"full": full, "allow_shrink": allow_shrink}}},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }
    with dg.DagsterInstance.get() as instance:
        job = definitions.resolve_job_def(REFRESH)
        try:
            job.execute_in_process(config, instance=instance)
        except (dg.Failure, dg.DagsterError) as error:
            raise _plain(error) or error from error


def _plain(error: BaseException) -> PostsError | None:
    """The PostsError below what Dagster has wrapped around it, if it is one."""
    inner: BaseException | None = error
    while inner is not None and not isinstance(inner, PostsError):
        inner = getattr(inner, "user_exception", None) or inner.__cause__
    return inner
