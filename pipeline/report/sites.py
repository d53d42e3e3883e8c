"""Which sites the published file has, each in five numbers, and what the page does not count of them."""

from datetime import timedelta

import duckdb

from pipeline.report.parts import Site, count, day, number, row, rows

RECENT = timedelta(weeks=103)  # before the last week; two years of weeks in all


def sites(duck: duckdb.DuckDBPyConnection) -> list[Site]:
    """Every site, by its name. One that has been silent for two years is shown up to its newest story."""
    found = rows(
        duck,
        """
        with weeks as (
            select site, min(week) as first, max(week) filter (where stories > 0) as newest
            from cadence.weekly join core.sites using (site)
            where week <= today
            group by site
        )
        select site, title, timezone, as_of at time zone timezone, today, date_trunc('week', today)::date, first, newest
        from core.sites left join weeks using (site)
        order by site
        """,
    )
    known = []
    for name, title, timezone, as_of, today, this_week, first, newest in found:
        until = newest if newest and newest < this_week - RECENT else this_week
        since = max(first or until, until - RECENT)
        known.append(Site(name, " ".join((title or name).split()), timezone, as_of, today, since, until))
    return known


def figures(duck: duckdb.DuckDBPyConnection, site: Site) -> list[tuple[str, str]]:
    """(number, what it counts), for a glance."""
    totals = row(
        duck,
        "select count(*), count(*) filter (where post_id = story_id), max(published_on), "
        "(select count(*) from core.authors as a where a.site = ? and a.posts > 0), "
        "(select count(*) from core.files as f where f.site = ? and fate = 'problem') "
        "from core.posts where site = ? and is_live",
        site.name,
        site.name,
        site.name,
    )
    posts, stories, newest, authors, broken = totals or (0, 0, None, 0, 0)
    if not posts:
        return []
    age = max(0, (site.today - newest).days)  # a site may show the future
    return [
        (number(stories), "story" if stories == 1 else "stories"),
        (number(posts), "post" if posts == 1 else "posts"),
        (number(authors), "author" if authors == 1 else "authors"),
        (number(age), f"{'day' if age == 1 else 'days'} since the newest, {day(newest)}"),
        (number(broken), "file that is no post" if broken == 1 else "files that are no posts"),
    ]


def left_out(duck: duckdb.DuckDBPyConnection, site: Site) -> list[str]:
    """What the numbers of this page do not count."""
    posts = row(
        duck,
        "select count(*) filter (where not is_live and is_future), "
        "count(*) filter (where not is_live and is_hidden and not is_future), "
        "count(*) filter (where not is_live and not is_hidden and not is_future) "
        "from core.posts where site = ?",
        site.name,
    )
    files = row(
        duck,
        "select count(*) filter (where fate = 'problem'), count(*) filter (where fate = 'ignored') "
        "from core.files where site = ?",
        site.name,
    )
    future, hidden, drafts = posts or (0, 0, 0)
    problems, ignored = files or (0, 0)
    found = [
        (drafts, count(drafts, "draft")),
        (future, f"{count(future, 'post')} dated to the future"),
        (hidden, f"{count(hidden, 'post')} that the front matter hides"),
        (problems, f"{count(problems, 'file')} that cannot be read"),
        (ignored, f"{count(ignored, 'file')} that Jekyll ignores"),
    ]
    return [words for n, words in found if n]
