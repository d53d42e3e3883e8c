"""What the daemon notices by itself: refreshes that failed, and runs whose process has died."""

from collections.abc import Iterator

import dagster as dg

from pipeline.defs.automation import refresh, refresh_on_spark
from pipeline.defs.upkeep import STARTED_BY, end_dead_runs, failure, tell_of
from pipeline.errors import NotPublishedError, PostsError, UsageError
from pipeline.settings import Settings

LAST = 2  # of what the engine says of a run that ended without saying why
OURS = {error.__name__ for error in (PostsError, NotPublishedError, UsageError)}


@dg.run_failure_sensor(
    name="alerts",
    monitored_jobs=[refresh, refresh_on_spark],
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells by webhook and e-mail, where they are configured, of each refresh that failed for good.",
)
def alerts(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    run = context.dagster_run
    if STARTED_BY in run.tags:
        return dg.SkipReason("The refresh was started on the command line and has told of it itself.")
    if run.tags.get("dagster/will_retry") == "true":
        return dg.SkipReason("It is tried once more.")
    try:
        settings = Settings.from_env()
    except UsageError:  # it stopped the run, too
        settings = Settings.for_alerts()
    tell_of(failure(_reason(context), settings, run.run_id), settings, context.log)
    return None


def _reason(context: dg.RunFailureSensorContext) -> str:
    """What stopped the run, as whoever raised it said it."""
    for event in [*context.get_step_failure_events(), context.failure_event]:
        data = event.event_specific_data
        if described := getattr(getattr(data, "user_failure_data", None), "description", None):
            return described
        chain = [getattr(data, "error", None)]
        while chain[-1]:
            chain.append(chain[-1].cause)
        if errors := [error for error in chain if error]:
            return next((error for error in errors if error.cls_name in OURS), errors[-1]).message.strip()
    ended = context.instance.all_logs(context.dagster_run.run_id, of_type=dg.DagsterEventType.ENGINE_EVENT)
    said = [entry.get_dagster_event().message or "" for entry in ended[-LAST:]]  # of those that watch its process
    return "\n".join(filter(None, [context.failure_event.message, *said])) or "It does not say why."


@dg.sensor(
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Ends runs whose process has died, also the command line's, whose death Dagster does not notice.",
)
def dead_runs(context: dg.SensorEvaluationContext) -> Iterator[dg.SkipReason]:
    ended = end_dead_runs(context.instance, Settings.from_env(), context.log)
    yield dg.SkipReason(f"{ended} ended." if ended else "Every run has its process.")
