"""Who writes: the authors of the recent past, month by month."""

from datetime import date

import duckdb

from pipeline.report import grids
from pipeline.report.parts import Chart, Section, Site, Table, count, isolated, listed, month, number, once, row, rows

MONTHS = 36
DRAWN = 12
LISTED = 25


def who(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """The authors with the most posts lately, each a line of months, and a table of those with the most of all."""
    last = site.last.replace(day=1)
    authors = rows(
        duck,
        "select author_id, name, posts, stories, first_on, last_on from core.authors "
        "where site = ? and posts > 0 order by posts desc, author_id",
        site.name,
    )
    if not authors:
        return Section("who", "Who", "No post names an author")
    table = Table(
        "Authors, those with the most posts first",
        ("Author", "Posts", "Stories", "First", "Latest"),
        [author[1:] for author in authors[:LISTED]],
        len(authors),
    )
    posts = rows(
        duck,
        "select author_id, month, posts from cadence.authors_monthly "
        "where site = ? and month > ? and month <= ? order by month, author_id",
        site.name,
        _before(last, MONTHS),
        last,
    )
    if not posts:
        return Section("who", "Who", f"{count(len(authors), 'author')}, none of them lately", tables=[table])
    return Section(
        "who",
        "Who",
        _answer(duck, site, dict(a[:2] for a in authors), last),
        [],
        [_strips(posts, authors, last, table)],
    )


def _answer(duck: duckdb.DuckDBPyConnection, site: Site, names: dict[str, str], last: date) -> str:
    """Who wrote in the year up to `last`, who of them is new, and who wrote most."""
    since = _before(last, 12)
    year = rows(
        duck,
        "select author_id, sum(posts)::bigint as posts, min(first_month) > ? from cadence.authors_monthly "
        "where site = ? and month > ? and month <= ? group by author_id order by posts desc, author_id",
        since,
        site.name,
        since,
        last,
    )
    period = f"in the twelve months up to {month(last)}" if site.is_dormant else "in the last twelve months"
    if not year:
        return f"{count(len(names), 'author')}, none of them {period}"
    of = row(
        duck,
        "select sum(posts)::bigint from cadence.monthly where site = ? and month > ? and month <= ?",
        site.name,
        since,
        last,
    )
    total = of[0] if of else 0
    best = [author for author in year if author[1] == year[0][1]]
    new = sum(is_new for *_, is_new in year)
    found = f"{count(len(year), 'author')} {period}"
    if new:
        found += f", {number(new)} of them new" if new < len(year) else ", all new" if new > 1 else ", new"
    if len(best) <= 2 < len(year):
        most = f"{'each ' if len(best) > 1 else ''}{number(best[0][1])} of {count(total, 'post')}"
        found += f"; {listed(isolated(names[author]) for author, *_ in best)} wrote most, {most}"
    return found


def _strips(posts: list[tuple[str, date, int]], authors: list[tuple], last: date, table: Table) -> Chart:
    sums: dict[str, int] = {}
    for author, _, n in posts:
        sums[author] = sums.get(author, 0) + n
    names = {author: name for author, name, *_ in authors}
    drawn = sorted(sums, key=lambda author: (-sums[author], author))[:DRAWN]
    labels = dict(zip(drawn, once([(author, names[author]) for author in drawn]), strict=True))
    months = [_before(last, back) for back in reversed(range(MONTHS))]
    months = months[min(months.index(posts[0][1]), MONTHS - 12) :]
    written = {(author, first): n for author, first, n in posts}
    bounds, legend = grids.shades([written.get((author, first), 0) for author in drawn for first in months])
    values = [
        {
            "author": labels[author],
            "month": f"{first:%Y-%m}",
            "name": month(first),
            "posts": written.get((author, first), 0),
            "shade": grids.shade(written.get((author, first), 0), bounds),
        }
        for author in drawn
        for first in months
    ]
    of = count(len(sums), "author")
    if len(sums) > len(drawn):
        of = f"{number(len(drawn))} of {of}"
    return Chart(
        f"Posts a month since {month(months[0])}: {of}",
        f"A line for each author, those with the most posts first, from {month(months[0])} to {month(last)}; "
        "a square a month, the darker the more posts. "
        f"The first is {labels[drawn[0]]} with {count(sums[drawn[0]], 'post')}.",
        grids.cells(
            values,
            x=("month", [f"{first:%Y-%m}" for first in months], {
                "values": [f"{first:%Y-%m}" for first in months[:-3] if first.month == 1] or [f"{months[0]:%Y-%m}"],
                "labelExpr": "slice(datum.value, 0, 4)",
                "labelAlign": "left",
            }),
            y=("author", [labels[author] for author in drawn], {"labelLimit": 130}),
            told=[("author", "Author"), ("name", "Month"), ("posts", "Posts")],
            step=26,
        ),
        table,
        legend,
    )  # fmt: skip


def _before(first: date, months: int) -> date:
    """The first of the month that lies so many months before."""
    at = first.year * 12 + first.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)
