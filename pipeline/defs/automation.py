"""When a refresh runs by itself: the job that the command line runs too, every night, or when a site is quiet."""

import hashlib
import json
from datetime import timedelta
from itertools import islice, pairwise

import dagster as dg
from dagster._utils.schedules import cron_string_iterator

from pipeline.errors import PostsError, UsageError
from pipeline.settings import Settings
from pipeline.site.config import load_site
from pipeline.site.scan import walk

REFRESH = "refresh"  # the job that has nothing to do when nothing has changed; materialising by hand always does it
REFRESH_ON_SPARK = "refresh_on_spark"
QUIET = 2  # looks that must find nothing new

refresh = dg.define_asset_job(
    REFRESH, selection=dg.AssetSelection.all(), description="Read the sites, build every model, check, publish."
)
refresh_on_spark = dg.define_asset_job(
    REFRESH_ON_SPARK,
    selection=dg.AssetSelection.all(),
    config={"resources": {"street": {"config": {"engine": "spark"}}}},
    description="The same on the Spark cluster at POSTS_SPARK_MASTER.",
)


def nightly(settings: Settings) -> dg.ScheduleDefinition:
    """The refresh at POSTS_REFRESH_CRON in the first site's time zone; UTC while that site cannot be read."""
    try:
        name, folder = settings.sites[0]
        timezone = load_site(name, folder).timezone
    except PostsError:
        timezone = "UTC"
    try:
        return dg.ScheduleDefinition(
            name="nightly",
            job=refresh,
            cron_schedule=settings.cron,
            execution_timezone=timezone,
            default_status=dg.DefaultScheduleStatus.RUNNING,
            description=f"Refreshes at {settings.cron}, {timezone}.",
        )
    except dg.DagsterInvalidDefinitionError as error:
        raise UsageError(f"POSTS_REFRESH_CRON is {settings.cron!r}; give five fields, such as 30 2 * * *") from error


def fresh(settings: Settings) -> dg.FreshnessPolicy:
    """A published file may be as old as the longest time between two nights of the schedule, and two hours."""
    schedule = nightly(settings)
    times = cron_string_iterator(0, settings.cron, schedule.execution_timezone)
    longest = max(after - before for before, after in pairwise(islice(times, 400)))
    return dg.FreshnessPolicy.time_window(longest + timedelta(hours=2))


@dg.sensor(
    job=refresh,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description=f"Refreshes when the sites have changed and {QUIET} looks, a minute apart, then found nothing new.",
)
def when_quiet(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """The cursor holds what was seen, how often since, and a count: a change may come, go and come again."""
    try:
        seen = _fingerprint(Settings.from_env())
    except PostsError as error:
        return dg.SkipReason(str(error))
    before = json.loads(context.cursor or "{}")
    quiet = before["quiet"] + 1 if seen == before.get("seen") else 0
    asked = before.get("asked", 0) + (quiet == QUIET)
    cursor = json.dumps({"seen": seen, "quiet": min(quiet, QUIET + 1), "asked": asked})
    if quiet == QUIET:
        return dg.SensorResult([dg.RunRequest(f"{seen[:16]}-{asked}")], cursor=cursor)
    said = "The sites have changed; waiting until they are quiet." if quiet < QUIET else "Nothing has changed."
    return dg.SensorResult(skip_reason=said, cursor=cursor)


def _fingerprint(settings: Settings) -> str:
    """What a look at names, sizes and times finds, the settings included; no file of a post is opened."""
    found = hashlib.sha256()
    for name, folder in settings.sites:
        site = load_site(name, folder)
        found.update(repr(site).encode())
        for file in walk(site):
            found.update(f"\0{file.path}\0{file.size}\0{file.changed_ns}".encode())
    return found.hexdigest()
