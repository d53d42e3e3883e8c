"""Section about authors: who writes, who is new, and the months in which each wrote."""

from typing import Any

import duckdb

from pipeline.report import grids
from pipeline.report.page_model import Chart, Section, Site, Table, make_table, make_values
from pipeline.report.queries import query_rows
from pipeline.report.wording import format_count, format_month, format_number, isolate_rtl, join_words, unique_labels

MAX_AUTHORS_DRAWN = 12
MAX_AUTHORS_LISTED = 25


def authors_section(duck: duckdb.DuckDBPyConnection, site: Site) -> Section:
    """Return the section with a chart of recent authors and a table of all authors."""
    authors = query_rows(duck, "authors_by_posts", site=site.name)
    if not authors:
        return Section("who", "Who", "No post names an author")
    table = make_table(
        "Authors, those with the most posts first",
        {"name": "Author", "posts": "Posts", "stories": "Stories", "first_on": "First", "last_on": "Latest"},
        authors[:MAX_AUTHORS_LISTED],
        len(authors),
    )
    author_months = query_rows(
        duck, "posts_per_author_month", site=site.name, last=site.last_day, max_rows=MAX_AUTHORS_DRAWN
    )
    if not author_months:
        answer = f"{format_count(len(authors), 'author')}, none of them lately"
        return Section("who", "Who", answer, tables=[table])
    answer = _answer_who(duck, site, len(authors))
    return Section("who", "Who", answer, charts=[_author_chart(author_months, table)])


def _answer_who(duck: duckdb.DuckDBPyConnection, site: Site, authors: int) -> str:
    """Return who wrote in the last twelve months, how many are new, and who wrote most."""
    year = query_rows(duck, "authors_of_year", site=site.name, last=site.last_day)
    months = f"twelve months up to {format_month(site.last_day)}" if site.is_dormant else "last twelve months"
    if not year:
        return f"{format_count(authors, 'author')}, none of them in the {months}"
    best = [author for author in year if author.posts == year[0].posts]
    new = sum(author.is_new for author in year)
    answer = f"{format_count(len(year), 'author')} in the {months}"
    if new:
        answer += f", {format_number(new)} of them new" if new < len(year) else ", all new" if new > 1 else ", new"
    if len(best) <= 2 < len(year):
        most = f"{format_number(best[0].posts)} of {format_count(best[0].site_posts, 'post')}"
        writers = join_words(isolate_rtl(author.name) for author in best)
        answer += f"; {writers} wrote most, {'each ' if len(best) > 1 else ''}{most}"
    return answer


def _author_chart(author_months: list[Any], table: Table) -> Chart:
    """Return a grid of the rows of posts_per_author_month.sql: a line an author."""
    best = author_months[0]
    labels = unique_labels({row.author_id: row.author for row in author_months})
    months = sorted({row.month for row in author_months})
    rows = [row._replace(author=labels[row.author_id]) for row in author_months]
    values, legend = grids.add_shades(make_values(rows, "author", "month", "name", "posts"), "posts")
    # The label of a January among the last three months would run out of the chart.
    labelled = [month for month in months[:-3] if month.endswith("-01")] or months[:1]
    month_axis = {"values": labelled, "labelExpr": "slice(datum.value, 0, 4)", "labelAlign": "left"}
    authors = format_count(best.authors, "author")
    if best.authors > len(labels):
        authors = f"{format_number(len(labels))} of {authors}"
    return Chart(
        f"Posts a month since {best.name}: {authors}",
        "A line for each author, those with the most posts first, "
        f"from {best.name} to {rows[-1].name}; a square a month, the darker the more posts. "
        f"The first is {labels[best.author_id]} with {format_count(best.author_posts, 'post')}.",
        grids.grid_chart(
            values,
            x=("month", months, month_axis),
            y=("author", list(labels.values()), {"labelLimit": 130}),
            tooltip={"author": "Author", "name": "Month", "posts": "Posts"},
            step=26,
        ),
        table,
        legend,
    )
