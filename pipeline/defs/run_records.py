"""Records of runs: end dead ones, delete old ones, send alerts. Add alert texts here."""

import logging
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

import dagster as dg
import duckdb

from pipeline.alerts import Alert, send
from pipeline.lock import find_dead_runs
from pipeline.progress import report_progress
from pipeline.settings import STATE, Settings
from pipeline.warehouse.metrics import find_late_sites
from pipeline.warehouse.published import PublishedFile

STARTED_BY_TAG = "posts-warehouse/started_by"  # a run with it sends its own alert; for others a sensor does
MAX_RUNS_DELETED = 20  # by one refresh, which must not take long
DIED = "The process of this run ended without a word: it was killed, or the machine stopped."


def send_alert(alert: Alert, settings: Settings, log: logging.Logger | None = None) -> None:
    """Send an alert; a failed delivery is a warning in the run's log and on the terminal."""
    for undelivered in send(alert, settings):
        if log:
            log.warning(undelivered)
        report_progress(f"warning: {undelivered}")


def failure_alert(fact: str, settings: Settings, run_id: str | None = None) -> Alert:
    """Return the alert of a refresh that failed for good, or before there was a run."""
    sites = ", ".join(name for name, _ in settings.sites) or "the sites"
    return Alert(
        f"The refresh of {sites} failed; the published file stays as it was",
        f"{fact}\n\n{f'Run {run_id[:8]}, ' if run_id else ''}{settings.published}",
    )


def alerts_of_late_sites(duck: duckdb.DuckDBPyConnection, before: PublishedFile | None) -> Iterator[Alert]:
    """Yield an alert for each site that became late since the file before was published."""
    for site in find_late_sites(duck):
        since = before.as_of if before and site.site in before.posts else None
        if since is None or since <= site.due_at:
            yield Alert(f"{site.site} has not published for longer than it ever does", str(site), "a-site-is-late")


def end_dead_runs(instance: dg.DagsterInstance, settings: Settings, log: logging.Logger) -> int:
    """Mark runs without a process as failed; return how many. Dagster retries its own."""
    ended = 0
    for run_id in find_dead_runs(settings.warehouse):
        run = instance.get_run_by_id(run_id)
        if run and not run.is_finished:
            instance.report_run_failed(run, DIED)
            ended += 1
            if STARTED_BY_TAG in run.tags:
                send_alert(failure_alert(DIED, settings, run_id), settings, log)
    return ended


def delete_old_runs(instance: dg.DagsterInstance, settings: Settings, now: datetime) -> None:
    """Delete runs older than `keep_runs` days with their logs, at most MAX_RUNS_DELETED."""
    before = now - timedelta(days=settings.keep_runs)
    old = instance.get_run_records(dg.RunsFilter(created_before=before), limit=MAX_RUNS_DELETED, ascending=True)
    for run in (record.dagster_run for record in old):
        if run.is_finished:
            instance.delete_run(run.run_id)
            for folder in (STATE / "logs", STATE / "storage"):
                shutil.rmtree(folder / run.run_id, ignore_errors=True)
            for path in (STATE / "storage/history/runs").glob(f"{run.run_id}.db*"):  # delete_run empties them
                path.unlink()
