"""Sections about a site's files: stories published twice, changes, and broken files."""

from datetime import date

import duckdb

from pipeline.report.page_model import Section, Site, make_table
from pipeline.report.queries import query_row, query_rows
from pipeline.report.wording import format_count, format_month, format_number, format_share, format_span, join_words

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
    table = make_table(
        "Stories published twice or more, the latest first",
        {"headline": "Story", "first_on": "First", "posts": "Posts", "span_hours": "Within", "prefixes": "Under"},
        [
            row._replace(span_hours=format_span(row.span_hours), prefixes=join_words(row.prefixes or [""]))
            for row in stories
        ],
        totals.republished,
    )
    answer = (
        f"{format_number(totals.republished)} of {format_count(totals.stories, 'story', 'stories')} "
        f"{'was' if totals.republished == 1 else 'were'} published twice or more; "
        f"{format_count(totals.repeats, 'post repeats', 'posts repeat')} a story"
    )
    return Section("twice", "Published twice", answer, notes, tables=[table])


def changes_section(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """Return the section about the newest refresh that found a change; later ones may not."""
    refresh = query_row(duck, "newest_change", site=site.name, timezone=site.timezone)
    changes = query_rows(duck, "changes_by_kind", site=site.name, refresh_id=refresh.refresh_id)
    files = sum(change.files for change in changes)
    moment = f"{refresh.started_local:%-d %B %Y, %H:%M}"
    if refresh.is_first:
        read = f"read {format_count(files, 'file')}"
        answer = f"No file has changed since the first refresh, of {moment}, which {read}"
        if refresh.is_last:
            answer = f"This was the first refresh; it {read}"
        return Section("changed", "What changed", answer)
    table = make_table(
        "Files that changed, the newest posts first",
        {"change": "Change", "title": "Title", "file": "File"},
        query_rows(duck, "changed_files", site=site.name, refresh_id=refresh.refresh_id, max_rows=MAX_CHANGES_LISTED),
        files,
    )
    found = join_words(f"{format_count(change.files, 'file')} {change.change}" for change in changes)
    answer = f"No file has changed since the refresh of {moment}, which found {found}"
    if refresh.is_last:
        answer = f"{found} since the refresh of {refresh.previous_started_local:%-d %B %Y, %H:%M}"
    return Section("changed", "What changed", answer, tables=[table])


def problems_section(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """Return the section about files that are no posts, and what is odd in posts and settings."""
    errors, warnings = (
        query_rows(duck, "problems", site=site.name, severity=severity, max_rows=MAX_PROBLEMS_LISTED)
        for severity in ("error", "warning")
    )
    titles = {"place": "File and line", "problem": "Problem", "detail": "What is there"}
    tables = [
        make_table(caption, titles, problems, problems[0].total)
        for caption, problems in (
            ("Files that are no posts, the latest first", errors),
            ("What is odd about posts, the latest first", warnings),
        )
        if problems
    ]
    answer = "Every file that could be a post is one"
    if errors:
        answer = format_count(errors[0].files, "file cannot be read as a post", "files cannot be read as posts")
    if warnings:
        answer += f", and {format_count(warnings[0].total, 'thing is', 'things are')} odd"
    shared = query_row(duck, "url_conflicts", site=site.name)
    notes = []
    if shared.addresses:
        notes.append(
            f"{format_count(shared.posts, 'post')} share {format_count(shared.addresses, 'address', 'addresses')}: "
            "at each of them only one post is on the web."
        )
    return Section("broken", "Broken in the sources", answer, notes, tables=tables)
