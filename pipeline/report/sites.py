"""Sites of the published file, the figures of each, and what the page does not count."""

from datetime import timedelta

import duckdb

from pipeline.report.page_model import Site
from pipeline.report.queries import query_row, query_rows
from pipeline.report.wording import format_count, format_day, format_number

RECENT_WEEKS = 104  # as far back go the charts of the recent past


def list_sites(duck: duckdb.DuckDBPyConnection) -> list[Site]:
    """Return every site, by name.

    Charts of a site that has been silent for two years end with its newest story.
    """
    before_last_week = timedelta(weeks=RECENT_WEEKS - 1)
    sites = []
    for row in query_rows(duck, "sites"):
        newest = row.newest_week
        last_week = newest if newest and newest < row.this_week - before_last_week else row.this_week
        first_week = max(row.first_week or last_week, last_week - before_last_week)
        title = " ".join((row.title or row.site).split())
        sites.append(Site(row.site, title, row.timezone, row.as_of_local, row.today, first_week, last_week))
    return sites


def site_figures(duck: duckdb.DuckDBPyConnection, site: Site) -> list[tuple[str, str]]:
    """Return five figures as (number, its noun); none for a site without a live post."""
    totals = query_row(duck, "site_totals", site=site.name)
    if not totals.posts:
        return []
    age_days = max(0, (site.today - totals.newest_on).days)  # a site may show posts of the future
    return [
        (format_number(value), singular if value == 1 else plural)
        for value, singular, plural in [
            (totals.stories, "story", "stories"),
            (totals.posts, "post", "posts"),
            (totals.authors, "author", "authors"),
            (age_days, *(f"{days} since the newest, {format_day(totals.newest_on)}" for days in ("day", "days"))),
            (totals.problems, "file that is no post", "files that are no posts"),
        ]
    ]


def describe_uncounted(duck: duckdb.DuckDBPyConnection, site: Site) -> list[str]:
    """Return what the page does not count, a phrase for each kind of file."""
    files = query_row(duck, "uncounted_files", site=site.name)
    phrases = [
        (files.drafts, format_count(files.drafts, "draft")),
        (files.future_posts, f"{format_count(files.future_posts, 'post')} dated to the future"),
        (files.hidden_posts, f"{format_count(files.hidden_posts, 'post')} that the front matter hides"),
        (files.problems, f"{format_count(files.problems, 'file')} that cannot be read"),
        (files.ignored, f"{format_count(files.ignored, 'file')} that the site's generator ignores"),
    ]
    return [phrase for number, phrase in phrases if number]
