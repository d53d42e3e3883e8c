"""What keeps the record of runs true and small, and what is told of runs: dead ones are ended, old ones forgotten."""

import logging
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

import dagster as dg
import duckdb

from pipeline.alerts import Alert, send
from pipeline.lock import dead
from pipeline.progress import tell
from pipeline.settings import STATE, Settings
from pipeline.warehouse import facts
from pipeline.warehouse.publish import Live

STARTED_BY = "posts-warehouse/started_by"  # a run with this tag tells of its failure itself; of others, a sensor does
AT_ONCE = 20  # old runs that one refresh forgets; a year of nights makes one a night
DIED = "The process of this run ended without a word: it was killed, or the machine stopped."


def tell_of(alert: Alert, settings: Settings, log: logging.Logger | None = None) -> None:
    """Send an alert; what cannot be delivered is a warning, to whoever reads the run's log or the terminal."""
    for undelivered in send(alert, settings):
        if log:
            log.warning(undelivered)
        tell(f"warning: {undelivered}")


def failure(fact: str, settings: Settings, run_id: str | None = None) -> Alert:
    """What is told of a refresh that failed for good, or before it was a run."""
    sites = ", ".join(name for name, _ in settings.sites) or "the sites"
    return Alert(
        f"The refresh of {sites} failed; the published file stays as it was",
        f"{fact}\n\n{f'Run {run_id[:8]}, ' if run_id else ''}{settings.published}",
    )


def late(duck: duckdb.DuckDBPyConnection, since: Live | None) -> Iterator[Alert]:
    """What is told of sites that have become late since the file before was published; once for each silence."""
    for site in facts.late(duck):
        before = since.as_of if since and site.site in since.posts else None
        if before is None or before <= site.due_at:
            yield Alert(f"{site.site} has not published for longer than it ever does", str(site), "a-site-is-late")


def end_dead_runs(instance: dg.DagsterInstance, settings: Settings, log: logging.Logger) -> int:
    """Mark runs as failed whose process is gone, and give how many; Dagster tries those that it started once more."""
    ended = 0
    for run_id in dead(settings.warehouse):
        run = instance.get_run_by_id(run_id)
        if run and not run.is_finished:
            instance.report_run_failed(run, DIED)
            ended += 1
            if STARTED_BY in run.tags:
                tell_of(failure(DIED, settings, run_id), settings, log)
    return ended


def forget_old_runs(instance: dg.DagsterInstance, settings: Settings, now: datetime) -> None:
    """Delete runs that were started over `keep_runs` days ago, with their events and logs, a few at a time."""
    before = now - timedelta(days=settings.keep_runs)
    for record in instance.get_run_records(dg.RunsFilter(created_before=before), limit=AT_ONCE, ascending=True):
        run = record.dagster_run
        if run.is_finished:
            instance.delete_run(run.run_id)
            for folder in (STATE / "logs", STATE / "storage"):
                shutil.rmtree(folder / run.run_id, ignore_errors=True)
            for path in (STATE / "storage/history/runs").glob(f"{run.run_id}.db*"):  # Dagster empties them only
                path.unlink()
