"""Nightly schedule, and the age that it allows the published file. Add schedules here."""

from datetime import timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import dagster as dg
from dagster._utils.schedules import cron_string_iterator

from pipeline.defs.jobs import refresh_job
from pipeline.errors import PostsError, UsageError
from pipeline.settings import Settings
from pipeline.sites import load_source


def nightly_schedule(settings: Settings) -> dg.ScheduleDefinition:
    """Return the refresh at POSTS_REFRESH_CRON in the first site's time zone.

    The zone is UTC while that site cannot be read. Raises UsageError if the variable is no cron expression.
    """
    try:
        site = load_source(settings.sites[0])
        timezone = site.timezone if isinstance(site.zone, ZoneInfo) else "UTC"  # Dagster knows no bare offset
    except PostsError:
        timezone = "UTC"
    try:
        return dg.ScheduleDefinition(
            name="nightly",
            job=refresh_job,
            cron_schedule=settings.cron,
            execution_timezone=timezone,
            default_status=dg.DefaultScheduleStatus.RUNNING,
            description=f"Refreshes at {settings.cron}, {timezone}.",
        )
    except dg.DagsterInvalidDefinitionError as error:
        raise UsageError(f"POSTS_REFRESH_CRON is {settings.cron!r}; give five fields, such as 30 2 * * *") from error


def freshness_policy(schedule: dg.ScheduleDefinition, cron: str) -> dg.FreshnessPolicy:
    """Return a policy that allows the longest time between two ticks, plus two hours."""
    times = cron_string_iterator(0, cron, schedule.execution_timezone)
    longest = max(after - before for before, after in pairwise(islice(times, 400)))
    return dg.FreshnessPolicy.time_window(longest + timedelta(hours=2))
