"""Commands that describe the published file. Add one here if it takes no SQL."""

import argparse
from datetime import UTC, datetime

from pipeline.cli.connection import open_for_analyst
from pipeline.cli.terminal import escape_line
from pipeline.settings import Settings


def status(arguments: argparse.Namespace, settings: Settings) -> None:
    """Show the last refresh of each site, its counts, and how old the data is."""
    now = settings.as_of or datetime.now(UTC)
    with open_for_analyst(settings) as duck:
        duck.sql(
            """
            with latest_refreshes as (
                select site, max(refresh_id) as refresh_id from core.refreshes group by site
            ), live_posts as (
                select site, count(*) as live, max(published_local) as newest
                from core.posts
                where is_live
                group by site
            )
            select site, sites.as_of, date_trunc('minute', ?::timestamptz - sites.as_of) as age,
                files, posts, live, problems, newest
            from core.sites as sites
            left join latest_refreshes using (site)
            left join core.refreshes using (site, refresh_id)
            left join live_posts using (site)
            order by site
            """,
            params=[now],
        ).show()


def problems(arguments: argparse.Namespace, settings: Settings) -> None:
    """Print each file that could not be read as a post; with --warnings, odd posts too."""
    severities = ["error", "warning"] if arguments.warnings else ["error"]
    with open_for_analyst(settings) as duck:
        rows = duck.execute(
            "select site, path, line, severity, kind, detail from core.problems "
            "where list_contains(?, severity) order by all",
            [severities],
        ).fetchall()
    for site, path, line, severity, kind, detail in rows:
        where = f"{site}: {path}{f':{line}' if line else ''}"
        print(escape_line(f"{where}: {'' if severity == 'error' else 'warning: '}{kind}: {detail}"))
    if not rows:
        print("Every file that could be a post was read as one.")
