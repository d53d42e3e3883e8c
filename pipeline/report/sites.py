"""Sites of the published file, the figures of each, and what the page does not count."""

import duckdb

from pipeline.report.page_model import Site
from pipeline.report.queries import query_row, query_rows
from pipeline.report.wording import format_count, format_day, format_number


def list_sites(duck: duckdb.DuckDBPyConnection) -> list[Site]:
    """Return every site, by name."""
    rows = query_rows(duck, "sites")
    return [Site(*row._replace(title=" ".join(row.title.split()))) for row in rows]


def site_figures(duck: duckdb.DuckDBPyConnection, site: Site) -> list[tuple[str, str]]:
    """Return five figures as (number, its noun); none for a site without a live post."""
    totals = query_row(duck, "site_totals", site=site.name)
    if not totals.posts:
        return []
    age_days = max(0, (site.today - totals.newest_on).days)  # a site may show posts of the future
    since = f"since the newest, {format_day(totals.newest_on)}"
    figures = [
        (totals.stories, "story", "stories"),
        (totals.posts, "post", "posts"),
        (totals.authors, "author", "authors"),
        (age_days, f"day {since}", f"days {since}"),
        (totals.problems, "file that is no post", "files that are no posts"),
    ]
    return [(format_number(value), singular if value == 1 else plural) for value, singular, plural in figures]


def describe_uncounted(duck: duckdb.DuckDBPyConnection, site: Site) -> list[str]:
    """Return what the page does not count, a phrase for each kind of file."""
    files = query_row(duck, "uncounted_files", site=site.name)
    kinds = [
        (files.drafts, "draft", ""),
        (files.future_posts, "post", " dated to the future"),
        (files.hidden_posts, "post", " that the front matter hides"),
        (files.expired_posts, "post", " that the site no longer shows"),
        (files.pages, "page", " that is not a post" if files.pages == 1 else " that are not posts"),
        (files.problems, "file", " that cannot be read"),
        (files.ignored, "file", f" that {site.generator.capitalize()} ignores"),
    ]
    return [f"{format_count(number, noun)}{remark}" for number, noun, remark in kinds if number]
