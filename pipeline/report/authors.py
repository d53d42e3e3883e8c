"""Section about authors: who writes, who is new, and the months in which each wrote."""

from datetime import date
from typing import Any

import duckdb

from pipeline.report import grids
from pipeline.report.page_model import Chart, Section, Site, Table
from pipeline.report.queries import query_rows
from pipeline.report.wording import format_count, format_month, format_number, isolate_rtl, join_words, unique_labels

RECENT_MONTHS = 36
MIN_MONTHS_DRAWN = 12
MAX_AUTHORS_DRAWN = 12
MAX_AUTHORS_LISTED = 25


def authors_section(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """Return the section with a chart of recent authors and a table of all authors."""
    last_month = site.last_day.replace(day=1)
    authors = query_rows(duck, "authors_by_posts", site=site.name)
    if not authors:
        return Section("who", "Who", "No post names an author")
    table = Table(
        "Authors, those with the most posts first",
        ("Author", "Posts", "Stories", "First", "Latest"),
        [tuple(author[1:]) for author in authors[:MAX_AUTHORS_LISTED]],
        len(authors),
    )
    author_months = query_rows(
        duck,
        "posts_per_author_month",
        site=site.name,
        after=month_before(last_month, RECENT_MONTHS),
        last=last_month,
    )
    if not author_months:
        answer = f"{format_count(len(authors), 'author')}, none of them lately"
        return Section("who", "Who", answer, tables=[table])
    names = {author.author_id: author.name for author in authors}
    chart = _author_chart(author_months, names, last_month, table)
    return Section("who", "Who", _answer_who(duck, site, names, last_month), charts=[chart])


def _answer_who(duck: duckdb.DuckDBPyConnection, site: Site, names: dict[str, str], last_month: date) -> str:
    """Return who wrote in the year up to `last_month`, how many are new, and who wrote most."""
    year = query_rows(duck, "authors_of_year", site=site.name, after=month_before(last_month, 12), last=last_month)
    months = f"twelve months up to {format_month(last_month)}" if site.is_dormant else "last twelve months"
    if not year:
        return f"{format_count(len(names), 'author')}, none of them in the {months}"
    best = [author for author in year if author.posts == year[0].posts]
    new = sum(author.is_new for author in year)
    answer = f"{format_count(len(year), 'author')} in the {months}"
    if new:
        answer += f", {format_number(new)} of them new" if new < len(year) else ", all new" if new > 1 else ", new"
    if len(best) <= 2 < len(year):
        most = f"{format_number(best[0].posts)} of {format_count(best[0].site_posts, 'post')}"
        writers = join_words(isolate_rtl(names[author.author_id]) for author in best)
        answer += f"; {writers} wrote most, {'each ' if len(best) > 1 else ''}{most}"
    return answer


def _author_chart(author_months: list[Any], names: dict[str, str], last_month: date, table: Table) -> Chart:
    """Return a grid of months for the authors with most recent posts.

    `author_months` are rows of posts_per_author_month.sql, oldest first.
    """
    posts = {(row.author_id, row.month): row.posts for row in author_months}
    totals: dict[str, int] = {}
    for row in author_months:
        totals[row.author_id] = totals.get(row.author_id, 0) + row.posts
    drawn = sorted(totals, key=lambda author_id: (-totals[author_id], author_id))[:MAX_AUTHORS_DRAWN]
    labels = unique_labels([(author_id, names[author_id]) for author_id in drawn])
    months = [month_before(last_month, back) for back in reversed(range(RECENT_MONTHS))]
    months = months[min(months.index(author_months[0].month), RECENT_MONTHS - MIN_MONTHS_DRAWN) :]
    bounds, legend = grids.shade_scale([posts.get((author_id, month), 0) for author_id in drawn for month in months])
    values = [
        {
            "author": labels[author_id],
            "month": f"{month:%Y-%m}",
            "name": format_month(month),
            "posts": posts.get((author_id, month), 0),
            "shade": grids.shade_of(posts.get((author_id, month), 0), bounds),
        }
        for author_id in drawn
        for month in months
    ]
    # The label of a January among the last three months would run out of the chart.
    labelled = [month for month in months[:-3] if month.month == 1] or months[:1]
    month_axis = {
        "values": [f"{month:%Y-%m}" for month in labelled],
        "labelExpr": "slice(datum.value, 0, 4)",
        "labelAlign": "left",
    }
    authors = format_count(len(totals), "author")
    if len(totals) > len(drawn):
        authors = f"{format_number(len(drawn))} of {authors}"
    return Chart(
        f"Posts a month since {format_month(months[0])}: {authors}",
        "A line for each author, those with the most posts first, "
        f"from {format_month(months[0])} to {format_month(last_month)}; a square a month, the darker the more posts. "
        f"The first is {labels[drawn[0]]} with {format_count(totals[drawn[0]], 'post')}.",
        grids.grid_chart(
            values,
            x=("month", [f"{month:%Y-%m}" for month in months], month_axis),
            y=("author", list(labels.values()), {"labelLimit": 130}),
            tooltip=[("author", "Author"), ("name", "Month"), ("posts", "Posts")],
            step=26,
        ),
        table,
        legend,
    )


def month_before(month: date, months: int) -> date:
    """Return the first day of the month that lies so many months before another's first day."""
    place = month.year * 12 + month.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)
