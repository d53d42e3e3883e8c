"""Records of runs: end dead ones, delete old ones, send alerts. Add alert texts here."""

import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import dagster as dg
import duckdb

from pipeline.alerts import Alert, send, shorten
from pipeline.copies.places import describe_uncopied
from pipeline.lock import find_dead_runs
from pipeline.progress import report_progress
from pipeline.settings import Settings
from pipeline.sites import describe_unread
from pipeline.warehouse.metrics import find_late_sites
from pipeline.warehouse.published import PublishedFile

POSTS_KEY = dg.AssetKey(["core", "posts"])
SITES_TAG, TRIGGER_TAG, COMMIT_TAG = "posts/sites", "posts/trigger", "posts/commit"
COMMAND_LINE = "the command line"  # a run of this trigger sends its own alert; for others a sensor does
MAX_SITES_CHARS = 80  # of their names in the title of an alert
MAX_RUNS_DELETED = 20  # by one refresh, which must not take long
DIED = "The process of this run ended without a word: it was killed, or the machine stopped."


def describe_trigger(tags: Mapping[str, str]) -> str:
    """Return who started a run, as its tags say."""
    if name := tags.get("dagster/schedule_name"):
        return f"the schedule {name}"
    if name := tags.get("dagster/sensor_name"):
        return f"the sensor {name}"
    return "the UI" if "dagster/from_ui" in tags else tags.get(TRIGGER_TAG, "a launch of Dagster")


def send_alert(alert: Alert, settings: Settings, log: logging.Logger | None = None) -> None:
    """Send an alert; a failed delivery is a warning in the run's log and on the terminal."""
    for undelivered in send(alert, settings):
        if log:
            log.warning(undelivered)
        report_progress(f"warning: {undelivered}")


def failure_alert(fact: str, settings: Settings, run_id: str | None = None) -> Alert:
    """Return the alert of a refresh that failed for good, or before there was a run."""
    sites = ", ".join(site.name for site in settings.sites) or "the sites"
    return Alert(
        f"The refresh of {shorten(sites, MAX_SITES_CHARS)} failed; the published file stays as it was",
        f"{fact}\n\n{f'Run {run_id[:8]}, ' if run_id else ''}{settings.published}",
        link=run_link(settings, run_id),
    )


def unread_alert(unread: Mapping[str, str], settings: Settings, run_id: str | None) -> Alert:
    """Return the alert of sites that could not be read, while the others were refreshed."""
    return Alert(
        f"{shorten(', '.join(unread), MAX_SITES_CHARS)} could not be read; the other sites were refreshed",
        "\n".join(describe_unread(*site) for site in unread.items()),
        "Sites",
        run_link(settings, run_id),
    )


def alert_of_copies(uncopied: Mapping[str, str], settings: Settings, run_id: str | None) -> Alert:
    """Return the alert of places of `publish` that were not brought up to date."""
    return Alert(
        "The refresh was published, but not copied to every place",
        "\n".join(describe_uncopied(*place) for place in uncopied.items()),
        "Copies in other places",
        run_link(settings, run_id),
    )


def commits_of(sites: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return {"commit of NAME": commit} for the sites (rows of site.sites) whose repository posts.toml names."""
    return {f"commit of {row['site']}": row["commit"] for row in sites if row.get("commit")}


def tag_commits(context: dg.AssetExecutionContext, sites: Sequence[Mapping[str, Any]]) -> None:
    """Tag the run with the commit of each site that has one."""
    commits = [f"{row['site']}={row['commit']}" for row in sites if row.get("commit")]
    if commits:
        context.instance.add_run_tags(context.run.run_id, {COMMIT_TAG: " ".join(commits)})


def materialise_as_current(context: dg.AssetExecutionContext) -> None:
    """Log a materialisation of core.posts without rows, which keeps it fresh after a refresh that found nothing new.

    It carries the data version of the one before, so that no table counts as outdated.
    """
    before = context.instance.get_latest_materialization_event(POSTS_KEY)
    if before and before.asset_materialization:
        metadata = {"result": "Nothing has changed: the published file is current."}
        tags = before.asset_materialization.tags
        context.log_event(dg.AssetMaterialization(POSTS_KEY, metadata=metadata, tags=tags))


def run_link(settings: Settings, run_id: str | None) -> str | None:
    """Return the address of a run in the UI, where POSTS_UI_URL says where that is."""
    return f"{settings.ui_url}/runs/{run_id}" if settings.ui_url and run_id else None


def alerts_of_late_sites(
    duck: duckdb.DuckDBPyConnection, before: PublishedFile | None, link: str | None = None
) -> Iterator[Alert]:
    """Yield an alert for each site that became late since the file before was published."""
    for site in find_late_sites(duck):
        since = before.as_of if before and site.site in before.posts else None
        if since is None or since <= site.due_at:
            yield Alert(
                f"{site.site} has not published for longer than it ever does", str(site), "A site is late", link
            )


def end_dead_runs(instance: dg.DagsterInstance, settings: Settings, log: logging.Logger) -> int:
    """Mark runs without a process as failed; return how many. Dagster retries its own."""
    ended = 0
    for run_id in find_dead_runs(settings.warehouse):
        run = instance.get_run_by_id(run_id)
        if run and not run.is_finished:
            instance.report_run_failed(run, DIED)
            ended += 1
            if run.tags.get(TRIGGER_TAG) == COMMAND_LINE:
                send_alert(failure_alert(DIED, settings, run_id), settings, log)
    return ended


def delete_old_runs(instance: dg.DagsterInstance, settings: Settings, now: datetime) -> None:
    """Delete runs older than `keep_runs` days with their logs, at most MAX_RUNS_DELETED."""
    before, state = now - timedelta(days=settings.keep_runs), settings.dagster_state
    old = instance.get_run_records(dg.RunsFilter(created_before=before), limit=MAX_RUNS_DELETED, ascending=True)
    for run in (record.dagster_run for record in old):
        if run.is_finished:
            instance.delete_run(run.run_id)
            for folder in (state / "logs", state / "storage"):
                shutil.rmtree(folder / run.run_id, ignore_errors=True)
            for path in (state / "storage/history/runs").glob(f"{run.run_id}.db*"):  # delete_run empties them
                path.unlink()
