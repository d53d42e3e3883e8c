"""Sections about a site's files: stories published twice, changes, and broken files."""

from datetime import date

import duckdb

from pipeline.report.page_model import Cell, Section, Site, Table
from pipeline.report.queries import query_row, query_rows
from pipeline.report.wording import (
    capitalise,
    format_count,
    format_month,
    format_number,
    format_share,
    format_span,
    join_words,
)

MAX_STORIES_LISTED = 15
MAX_CHANGES_LISTED = 15
MAX_PROBLEMS_LISTED = 50  # of each severity


def repeats_section(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """Return the section about stories that several posts tell, the latest first."""
    year_ago = date(site.today.year - 1, site.today.month, 1)
    totals = query_row(duck, "republished_totals", site=site.name, first=year_ago, last=site.today)
    if not totals.republished:
        return Section("twice", "Published twice", "No story was published twice")
    notes = []
    if totals.recent_repeats:
        notes.append(
            f"Since {format_month(year_ago)}: {format_share(totals.recent_repeats, totals.recent_posts)} of the posts "
            f"repeat a story ({format_number(totals.recent_repeats)} of {format_number(totals.recent_posts)})."
        )
    stories = query_rows(
        duck, "republished_stories", site=site.name, timezone=site.timezone, max_rows=MAX_STORIES_LISTED
    )
    table = Table(
        "Stories published twice or more, the latest first",
        ("Story", "First", "Posts", "Within", "Under"),
        [
            (
                story.headline,
                story.first_published_local.date(),
                story.posts,
                format_span(story.span_hours),
                join_words(story.prefixes) if story.prefixes else "",
            )
            for story in stories
        ],
        totals.republished,
    )
    were = "was" if totals.republished == 1 else "were"
    repeat = "repeats" if totals.repeats == 1 else "repeat"
    answer = (
        f"{format_number(totals.republished)} of {format_count(totals.stories, 'story', 'stories')} {were} published "
        f"twice or more; {format_count(totals.repeats, 'post')} {repeat} a story"
    )
    return Section("twice", "Published twice", answer, notes, tables=[table])


def changes_section(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """Return the section about the newest refresh that found a change; later ones may not."""
    refreshes = query_rows(duck, "refreshes", site=site.name, timezone=site.timezone)
    newest = max((place for place, refresh in enumerate(refreshes) if refresh.has_changes), default=0)
    refresh_id = refreshes[newest].refresh_id if refreshes else ""
    changes = query_rows(duck, "changes_by_kind", site=site.name, refresh_id=refresh_id)
    files = sum(change.files for change in changes)
    moments = [f"{refresh.started_local:%-d %B %Y, %H:%M}" for refresh in refreshes]
    is_last = newest + 1 >= len(refreshes)
    if not newest:
        read = f"read {format_count(files, 'file')}"
        answer = f"This was the first refresh; it {read}"
        if not is_last:
            answer = f"No file has changed since the first refresh, of {moments[0]}, which {read}"
        return Section("changed", "What changed", answer)
    table = Table(
        "Files that changed, the newest posts first",
        ("Change", "Title", "File"),
        [
            (file.change, file.title or "", f"{file.path}, was {file.moved_from}" if file.moved_from else file.path)
            for file in query_rows(
                duck, "changed_files", site=site.name, refresh_id=refresh_id, max_rows=MAX_CHANGES_LISTED
            )
        ],
        files,
    )
    answer = join_words(f"{format_count(change.files, 'file')} {change.change}" for change in changes)
    if is_last:
        answer += f" since the refresh of {moments[newest - 1]}"
    else:
        answer = f"No file has changed since the refresh of {moments[newest]}, which found {answer}"
    return Section("changed", "What changed", capitalise(answer), tables=[table])


def problems_section(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """Return the section about files that are no posts, and what is odd in posts."""
    errors, warnings = (
        query_rows(duck, "problems", site=site.name, severity=severity, max_rows=MAX_PROBLEMS_LISTED)
        for severity in ("error", "warning")
    )
    tables = []
    for caption, problems in (
        ("Files that are no posts, the latest first", errors),
        ("What is odd about posts, the latest first", warnings),
    ):
        rows: list[tuple[Cell, ...]] = [
            (
                f"{problem.path}:{problem.line}" if problem.line else problem.path,
                problem.kind.replace("_", " "),
                problem.detail,
            )
            for problem in problems
        ]
        if rows:
            tables.append(Table(caption, ("File and line", "Problem", "What is there"), rows, problems[0].total))
    files = errors[0].files if errors else 0
    odd = warnings[0].total if warnings else 0
    answer = "Every file that could be a post is one"
    if files or odd:
        answer = f"{capitalise(format_count(files, 'file'))} cannot be read as {'a post' if files <= 1 else 'posts'}"
        answer += f", and {format_count(odd, 'thing')} in posts {'is' if odd == 1 else 'are'} odd" if odd else ""
    return Section("broken", "Broken in the sources", answer, tables=tables)
