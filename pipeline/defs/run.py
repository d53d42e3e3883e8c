"""Running the job in the process that asks for it, recorded where the UI looks: a run is a run, whoever starts it."""

import logging
import os
import sys
import uuid
from contextlib import redirect_stderr
from io import StringIO

import dagster as dg
from sqlalchemy.exc import SQLAlchemyError

from pipeline.defs.automation import REFRESH, REFRESH_ON_SPARK
from pipeline.defs.metadata import briefly
from pipeline.defs.resources import of_disk
from pipeline.defs.upkeep import STARTED_BY, failure, tell_of
from pipeline.errors import PostsError
from pipeline.settings import PROJECT, Settings


def run(
    definitions: dg.Definitions, settings: Settings, *, full: bool, allow_shrink: bool, engine: str = "duckdb"
) -> list[str]:
    """Run the job of an engine; gives what the warnings of models say, raises the PostsError that stopped it."""
    os.environ["POSTS_SITE"] = os.pathsep.join(f"{name}={folder}" for name, folder in settings.sites)
    os.environ["POSTS_WAREHOUSE"] = str(settings.warehouse)
    os.chdir(PROJECT)  # dagster.yaml's paths are relative to the current folder
    os.environ["DAGSTER_HOME"] = str(PROJECT)
    config = {
        "resources": {"street": {"config": {"full": full, "allow_shrink": allow_shrink, "engine": engine}}},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }
    # When nothing has changed, each check without a result would be a line of warning about the page behind it.
    logging.getLogger("dagster._core.execution.plan.active").setLevel(logging.ERROR)
    # the daemon cannot try again what it did not start; without being told it writes that it will
    run_id, tags = str(uuid.uuid4()), {STARTED_BY: "the command line", "dagster/max_retries": "0"}
    aside = StringIO()  # where Dagster fails to record something it writes so, several times; one line is to say it
    try:
        with redirect_stderr(aside), dg.DagsterInstance.get() as instance:
            job = definitions.resolve_job_def(REFRESH_ON_SPARK if engine == "spark" else REFRESH)
            result = job.execute_in_process(config, instance=instance, run_id=run_id, tags=tags)
    except dg.DagsterExecutionInterruptedError as error:  # Dagster's name for Ctrl-C
        raise KeyboardInterrupt from error
    except RuntimeError as error:
        if str(error) == "Query interrupted":  # and DuckDB's
            raise KeyboardInterrupt from error
        raise
    except (dg.Failure, dg.DagsterError) as error:
        reason = _plain(error) or error
        tell_of(failure(str(reason), settings, run_id), settings)
        raise reason from error
    except (OSError, SQLAlchemyError) as error:  # what Dagster keeps of a run: a full disk, or not ours to write to
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        reason = PostsError(f"{PROJECT / '.dagster'}, Dagster's record of runs, cannot be written: {why}")
        tell_of(failure(str(reason), settings, run_id), settings)
        raise reason from error
    sys.stderr.write(aside.getvalue())
    found = result.get_asset_check_evaluations()
    return [briefly(evaluation.description or evaluation.check_name) for evaluation in found if not evaluation.passed]


def _plain(error: BaseException) -> PostsError | None:
    """The PostsError below what Dagster has wrapped around it, if it is one, or what the disk says."""
    inner: BaseException | None = error
    while inner is not None and not isinstance(inner, PostsError | OSError):
        inner = getattr(inner, "user_exception", None) or inner.__cause__
    return of_disk(inner) if isinstance(inner, OSError) else inner
