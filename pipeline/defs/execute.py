"""Refresh job in this process, recorded where the UI looks. The command line calls it."""

import functools
import logging
import sys
import uuid
from collections.abc import Mapping
from contextlib import redirect_stderr
from io import StringIO

import dagster as dg
from dagster._core.definitions.repository_definition import SINGLETON_REPOSITORY_NAME
from dagster._core.remote_origin import RegisteredCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin
from sqlalchemy.exc import SQLAlchemyError

from pipeline.defs.jobs import RESOURCE, job_name
from pipeline.defs.metadata import shorten_for_terminal
from pipeline.defs.run_records import COMMAND_LINE, TRIGGER_TAG, failure_alert, send_alert
from pipeline.errors import PostsError, disk_error
from pipeline.refresh import Options
from pipeline.settings import Settings

CODE_LOCATION = "posts-warehouse"  # as pyproject.toml and deploy/workspace.yaml call it


def execute_refresh(
    definitions: dg.Definitions, settings: Settings, options: Options, variables: Mapping[str, str]
) -> list[str]:
    """Run the job of the chosen engine; return the messages of broken warnings.

    `variables` are those of the command line, which go before the environment. Raises the PostsError that stopped the
    run.
    """
    resource = {
        **vars(options),
        "drop": list(options.drop),
        "sites": settings.site_entries(),
        "as_of": settings.as_of.isoformat() if settings.as_of else "",
        "variables": _for_another_folder(variables, settings),
    }
    config = {
        "resources": {RESOURCE: {"config": resource}},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }
    # If nothing has changed, Dagster would print a warning about the page for each check without a result.
    logging.getLogger("dagster._core.execution.plan.active").setLevel(logging.ERROR)
    # The daemon cannot retry a run that it did not start. Without this tag the run's log says that it will.
    run_id, tags = str(uuid.uuid4()), {TRIGGER_TAG: COMMAND_LINE, "dagster/max_retries": "0"}
    # If Dagster cannot record something, it prints that several times; our error says it in one line.
    dagster_stderr = StringIO()
    try:
        with redirect_stderr(dagster_stderr), dg.DagsterInstance.from_config(str(settings.project)) as instance:
            job = definitions.resolve_job_def(job_name(options.engine))
            _place_in_code_location(instance, job.name)
            result = job.execute_in_process(config, instance=instance, run_id=run_id, tags=tags)
    except dg.DagsterExecutionInterruptedError as error:  # Dagster's name for Ctrl-C
        raise KeyboardInterrupt from error
    except RuntimeError as error:
        if str(error) == "Query interrupted":  # DuckDB's
            raise KeyboardInterrupt from error
        raise
    except (dg.Failure, dg.DagsterError) as error:
        reason = _find_user_error(error) or error
        send_alert(failure_alert(str(reason), settings, run_id), settings)
        raise reason from error
    except (OSError, SQLAlchemyError) as error:  # Dagster's record of runs: a full disk, or not ours to write to
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        reason = PostsError(f"{settings.dagster_state}, Dagster's record of runs, cannot be written: {why}")
        send_alert(failure_alert(str(reason), settings, run_id), settings)
        raise reason from error
    sys.stderr.write(dagster_stderr.getvalue())
    evaluations = result.get_asset_check_evaluations()
    return [shorten_for_terminal(e.description or e.check_name) for e in evaluations if not e.passed]


def _place_in_code_location(instance: dg.DagsterInstance, job: str) -> None:
    """Let runs that `instance` creates belong to the UI's code location, so that the job's pages show them."""
    repository = RemoteRepositoryOrigin(RegisteredCodeLocationOrigin(CODE_LOCATION), SINGLETON_REPOSITORY_NAME)
    create = functools.partial(instance.create_run_for_job, remote_job_origin=RemoteJobOrigin(repository, job))
    vars(instance)["create_run_for_job"] = create  # execute_in_process calls it without an origin


def _for_another_folder(variables: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """Return the variables of the command line with the warehouse's absolute path, and without the sites."""
    others = {name: value for name, value in variables.items() if name != "POSTS_SITE"}
    return others | {"POSTS_WAREHOUSE": str(settings.warehouse.absolute())}


def _find_user_error(error: BaseException) -> PostsError | None:
    """Return the PostsError, or the error of the disk, that Dagster's exceptions wrap."""
    inner: BaseException | None = error
    while inner is not None and not isinstance(inner, PostsError | OSError):
        inner = getattr(inner, "reason", None) or getattr(inner, "user_exception", None) or inner.__cause__
    return disk_error(inner) if isinstance(inner, OSError) else inner
