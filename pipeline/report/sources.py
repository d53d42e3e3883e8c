"""What a site's files are like: what was published twice, what changed and what is broken."""

from datetime import date

import duckdb

from pipeline.report.parts import (
    Cell,
    Section,
    Site,
    Table,
    count,
    hours,
    listed,
    month,
    number,
    row,
    rows,
    sentence,
    share,
)

LISTED = 15
BROKEN = 50


def twice(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """Stories of which there are several posts, the latest first."""
    totals = row(
        duck,
        "select count(*), coalesce(sum(posts - 1), 0)::bigint, "
        "(select count(*) from core.stories as s where s.site = ?), "
        "(select coalesce(sum(posts), 0)::bigint from cadence.daily as d where d.site = ? and d.day between ? and ?), "
        "(select coalesce(sum(posts - stories), 0)::bigint from cadence.daily as d "
        "where d.site = ? and d.day between ? and ?) "
        "from cadence.republishing where site = ?",
        site.name,
        site.name,
        year_ago := date(site.today.year - 1, site.today.month, 1),
        site.today,
        site.name,
        year_ago,
        site.today,
        site.name,
    )
    told, repeats, stories, posts_of_year, repeats_of_year = totals or (0, 0, 0, 0, 0)
    if not told:
        return Section("twice", "Published twice", "No story was published twice")
    found = rows(
        duck,
        "select republishing.headline, stories.first_published_at at time zone ?, republishing.posts, span_hours, "
        "prefixes from cadence.republishing as republishing join core.stories as stories using (site, story_id) "
        "where site = ? order by stories.first_published_at desc, story_id limit ?",
        site.timezone,
        site.name,
        LISTED,
    )
    notes = []
    if repeats_of_year:
        notes.append(
            f"Since {month(year_ago)}: {share(repeats_of_year, posts_of_year)} of the posts repeat a story "
            f"({number(repeats_of_year)} of {number(posts_of_year)})."
        )
    table = Table(
        "Stories published twice or more, the latest first",
        ("Story", "First", "Posts", "Within", "Under"),
        [
            (headline, at.date(), posts, hours(span), listed(prefixes) if prefixes else "")
            for headline, at, posts, span, prefixes in found
        ],
        told,
    )
    verb = "was" if told == 1 else "were"
    return Section(
        "twice",
        "Published twice",
        f"{number(told)} of {count(stories, 'story', 'stories')} {verb} published twice or more; "
        f"{count(repeats, 'post')} {'repeats' if repeats == 1 else 'repeat'} a story",
        notes,
        tables=[table],
    )


def changed(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """What the newest refresh that found a change has found; a later one may have found none, as after a failed one."""
    refreshes = rows(
        duck,
        "select refresh_id, started_at at time zone ?, "
        "refresh_id in (select refresh_id from core.changes where site = ?) "
        "from core.refreshes where site = ? order by refresh_id",
        site.timezone,
        site.name,
        site.name,
    )
    finder = max((place for place, (*_, has_found) in enumerate(refreshes) if has_found), default=0)
    refresh_id = refreshes[finder][0] if refreshes else ""
    counts = rows(
        duck,
        "select change, count(*) from core.changes where site = ? and refresh_id = ? group by all order by all",
        site.name,
        refresh_id,
    )
    at = [f"{started_at:%-d %B %Y, %H:%M}" for _, started_at, _ in refreshes]
    was_last = finder + 1 >= len(refreshes)
    if not finder:
        read = f"read {count(sum(n for _, n in counts), 'file')}"
        if was_last:
            return Section("changed", "What changed", f"This was the first refresh; it {read}")
        return Section(
            "changed", "What changed", f"No file has changed since the first refresh, of {at[0]}, which {read}"
        )
    found = rows(
        duck,
        "select change, title, path, moved_from from core.changes left join core.posts using (site, path) "
        "where site = ? and refresh_id = ? order by published_at desc nulls last, path limit ?",
        site.name,
        refresh_id,
        LISTED,
    )
    table = Table(
        "Files that changed, the newest posts first",
        ("Change", "Title", "File"),
        [
            (change, title or "", f"{path}, was {moved_from}" if moved_from else path)
            for change, title, path, moved_from in found
        ],
        sum(n for _, n in counts),
    )
    said = listed(f"{count(n, 'file')} {change}" for change, n in counts)
    if was_last:
        said += f" since the refresh of {at[finder - 1]}"
    else:
        said = f"No file has changed since the refresh of {at[finder]}, which found {said}"
    return Section("changed", "What changed", sentence(said), tables=[table])


def broken(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """The files that are no posts, with file and line, then what is odd about the posts."""
    tables, counted = [], {}
    for severity, caption in (
        ("error", "Files that are no posts, the latest first"),
        ("warning", "What is odd about posts, the latest first"),
    ):
        found = rows(
            duck,
            "select path, line, kind, detail, count(*) over () as total from core.problems "
            "where site = ? and severity = ? order by first_seen_at desc, path, kind limit ?",
            site.name,
            severity,
            BROKEN,
        )
        counted[severity] = found[0][4] if found else 0
        if found:
            lines: list[tuple[Cell, ...]] = [
                (f"{path}:{line}" if line else path, kind.replace("_", " "), detail)
                for path, line, kind, detail, _ in found
            ]
            tables.append(Table(caption, ("File and line", "Problem", "What is there"), lines, counted[severity]))
    files = row(duck, "select count(distinct path) from core.problems where site = ? and severity = 'error'", site.name)
    errors, odd = files[0] if files else 0, counted["warning"]
    answer = "Every file that Jekyll would read is a post"
    if errors or odd:
        answer = f"{sentence(count(errors, 'file'))} cannot be read as {'a post' if errors <= 1 else 'posts'}"
        answer += f", and {count(odd, 'thing')} in posts {'is' if odd == 1 else 'are'} odd" if odd else ""
    return Section("broken", "Broken in the sources", answer, tables=tables)
