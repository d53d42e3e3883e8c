"""Sensors: refreshes of quiet sites, alerts, the end of dead runs. Add sensors here."""

import hashlib
import json
from collections.abc import Iterator

import dagster as dg

from pipeline.defs.jobs import RESOURCE, jobs, refresh_job
from pipeline.defs.resources import variables_of_run
from pipeline.defs.run_records import COMMAND_LINE, TRIGGER_TAG, end_dead_runs, failure_alert, send_alert
from pipeline.errors import PostsError, UsageError, user_error_names
from pipeline.generators import generator_of
from pipeline.git import find_remote_commit
from pipeline.settings import Settings
from pipeline.sites import load_source

QUIET_SCANS = 2  # in a row that must find nothing new
ENGINE_EVENTS_SHOWN = 2  # the last ones, for a run that gives no reason


@dg.sensor(
    job=refresh_job,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description=f"Refreshes when the sites have changed and {QUIET_SCANS} scans, a minute apart, found nothing new.",
)
def when_quiet(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Request a refresh once the sites have changed and are quiet.

    The cursor holds the last fingerprint, the number of scans since that found it again, and a count of requests. The
    count is needed because a change may come, go and come again.
    """
    try:
        seen = _fingerprint(Settings.from_env())
    except PostsError as error:
        return dg.SkipReason(str(error))
    before = json.loads(context.cursor or "{}")
    quiet = before["quiet"] + 1 if seen == before.get("seen") else 0
    requests = before.get("asked", 0) + (quiet == QUIET_SCANS)
    cursor = json.dumps({"seen": seen, "quiet": min(quiet, QUIET_SCANS + 1), "asked": requests})
    if quiet == QUIET_SCANS:
        return dg.SensorResult([dg.RunRequest(f"{seen[:16]}-{requests}")], cursor=cursor)
    reason = "The sites have changed; waiting until they are quiet." if quiet < QUIET_SCANS else "Nothing has changed."
    return dg.SensorResult(skip_reason=reason, cursor=cursor)


def _fingerprint(settings: Settings) -> str:
    """Return a hash of settings and of names, sizes and times of files; no post is opened."""
    fingerprint = hashlib.sha256()
    for source in settings.sites:
        fingerprint.update(f"{source}\0{find_remote_commit(source)}".encode())
        if source.git:  # its clone is only written to by a refresh
            continue
        site = load_source(source)
        fingerprint.update(repr(site).encode())
        for file in generator_of(site).walk(site):
            fingerprint.update(f"\0{file.path}\0{file.size}\0{file.changed_ns}".encode())
    return fingerprint.hexdigest()


@dg.run_failure_sensor(
    name="alerts",
    monitored_jobs=jobs,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Sends an alert by webhook and e-mail, where they are configured, "
    "for each refresh that failed for good.",
)
def alerts(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """Send an alert of a run that failed for good, unless the command line started it."""
    run = context.dagster_run
    if run.tags.get(TRIGGER_TAG) == COMMAND_LINE:
        return dg.SkipReason("The refresh was started on the command line and has told of it itself.")
    if run.tags.get("dagster/will_retry") == "true":
        return dg.SkipReason("It is tried once more.")
    variables = variables_of_run(run, RESOURCE)
    try:
        settings = Settings.from_env(variables)
    except UsageError:  # the same error stopped the run
        settings = Settings.for_alerts(variables)
    send_alert(failure_alert(_failure_reason(context), settings, run.run_id), settings, context.log)
    return None


def _failure_reason(context: dg.RunFailureSensorContext) -> str:
    """Return the reason why the run stopped, in the words of the error that was raised."""
    known = user_error_names()
    for event in [*context.get_step_failure_events(), context.failure_event]:
        data = event.event_specific_data
        if described := getattr(getattr(data, "user_failure_data", None), "description", None):
            return described
        chain = [getattr(data, "error", None)]
        while chain[-1]:
            chain.append(chain[-1].cause)
        if errors := [error for error in chain if error]:
            return next((error for error in errors if error.cls_name in known), errors[-1]).message.strip()
    entries = context.instance.all_logs(context.dagster_run.run_id, of_type=dg.DagsterEventType.ENGINE_EVENT)
    messages = [entry.get_dagster_event().message or "" for entry in entries[-ENGINE_EVENTS_SHOWN:]]
    return "\n".join(filter(None, [context.failure_event.message, *messages])) or "It does not say why."


@dg.sensor(
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Ends runs whose process has died, also the command line's, whose death Dagster does not notice.",
)
def dead_runs(context: dg.SensorEvaluationContext) -> Iterator[dg.SkipReason]:
    """End the runs whose process has died, and report their number."""
    ended = end_dead_runs(context.instance, Settings.from_env(), context.log)
    yield dg.SkipReason(f"{ended} ended." if ended else "Every run has its process.")
