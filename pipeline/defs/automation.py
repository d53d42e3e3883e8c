"""When a refresh runs by itself: one job, the one that the command line runs too, and its nightly schedule."""

import dagster as dg

from pipeline.defs.lake import REFRESH
from pipeline.errors import PostsError, UsageError
from pipeline.settings import Settings
from pipeline.site.config import load_site

refresh = dg.define_asset_job(
    REFRESH, selection=dg.AssetSelection.all(), description="Read the sites, build every model, check, publish."
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
            description=f"Refreshes at `{settings.cron}`, {timezone}.",
        )
    except dg.DagsterInvalidDefinitionError as error:
        raise UsageError(f"POSTS_REFRESH_CRON is {settings.cron!r}; give five fields, such as 30 2 * * *") from error
