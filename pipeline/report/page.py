"""Editor's page: what the published file says, as one HTML file that needs no other.

Start at `render`. The sections are written in cadence, rhythm, authors, topics and health; page.html.j2, page.css and
page.js give the page its form. Opening the published file is the caller's matter. Add a section to POST_SECTIONS or
FILE_SECTIONS.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from pipeline.errors import PostsError
from pipeline.files import replacing
from pipeline.report import authors, cadence, health, rhythm, topics, vega
from pipeline.report.page_model import Section, Site
from pipeline.report.queries import query_rows
from pipeline.report.sites import describe_uncounted, list_sites, site_figures
from pipeline.report.wording import capitalise, format_day, format_number, join_words

HERE = Path(__file__).parent
HEAD_CHARACTERS = 1000  # of a page; its id is in them

SectionWriter = Callable[[duckdb.DuckDBPyConnection, Site], Section | None]
POST_SECTIONS: list[SectionWriter] = [  # of a site with a live post
    cadence.how_often_section,
    rhythm.unusual_section,
    rhythm.when_section,
    authors.authors_section,
    topics.topics_section,
    health.repeats_section,
]
FILE_SECTIONS: list[SectionWriter] = [health.changes_section, health.problems_section]  # of every site


@dataclass(frozen=True)
class SiteReport:
    """Everything that the page says of one site, as page.html.j2 takes it."""

    title: str
    as_of: str
    timezone: str
    figures: list[tuple[str, str]]
    sections: list[Section]
    uncounted: list[str]


def render(duck: duckdb.DuckDBPyConnection) -> str:
    """Return the page of a published file, opened in UTC; the same file, the same HTML."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 -- only a page needs it

    reports = [_report_site(duck, site) for site in list_sites(duck)]
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    filters = (capitalise, format_cell, cell_class, script_json, join_words)
    environment.filters |= {filter_.__name__: filter_ for filter_ in filters}
    scripts = {"vega": vega.load_bundle().strip(), "js": (HERE / "page.js").read_text(encoding="utf-8").strip()}
    return environment.get_template("page.html.j2").render(
        id=_page_id(duck),
        policy=_content_policy(scripts.values()),
        css=(HERE / "page.css").read_text(encoding="utf-8").strip(),
        title=reports[0].title if len(reports) == 1 else f"{format_number(len(reports))} sites",
        as_of=reports[0].as_of if reports else "no refresh",
        sites=reports,
        **scripts,
    )


def write(html: str, page: Path, published: Path) -> None:
    """Write the page of `published`, replacing the file whole; PostsError if it cannot."""
    try:
        with replacing(page) as new:
            new.write_text(html, encoding="utf-8")
    except PostsError as error:
        raise PostsError(f"{error}; {published} is not touched by that") from error


def is_current(duck: duckdb.DuckDBPyConnection, page: Path) -> bool:
    """Return whether the page is there, and was made from this published file by this code."""
    if not page.is_file():
        return False
    with page.open(encoding="utf-8", errors="replace") as text:
        return f'"{_page_id(duck)}"' in text.read(HEAD_CHARACTERS)


def _page_id(duck: duckdb.DuckDBPyConnection) -> str:
    """Return a checksum of all that the page is made from: builds, code, SQL, JavaScript."""
    builds = [tuple(row) for row in query_rows(duck, "site_builds")]
    digest = sha256(f"{builds} {vega.BUNDLE_NAME}".encode())
    for path in sorted(HERE.rglob("*.*")):
        if path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _report_site(duck: duckdb.DuckDBPyConnection, site: Site) -> SiteReport:
    figures = site_figures(duck, site)
    writers = [*(POST_SECTIONS if figures else []), *FILE_SECTIONS]
    sections = [section for write_section in writers if (section := write_section(duck, site))]
    if not figures:
        sections.insert(0, Section("how-often", "How often", "No post is live yet"))
    as_of = f"{format_day(site.as_of)}, {site.as_of:%H:%M} ({site.timezone})"
    return SiteReport(site.title, as_of, site.timezone, figures, sections, describe_uncounted(duck, site))


def _content_policy(scripts: Iterable[str]) -> str:
    """Return a policy: nothing is loaded, nothing is sent, and only these scripts run."""
    hashes = " ".join(f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def script_json(value: Any) -> str:
    """Return JSON that cannot end the script element it stands in, whatever titles say."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def format_cell(cell: Any) -> str:
    """Return a cell of a table as text; a dash if it is empty."""
    if cell is None:
        return "–"
    if isinstance(cell, date):
        return f"{cell.day} {cell:%b} {cell.year:04d}"
    return format_number(cell) if isinstance(cell, int | float) else str(cell)


def cell_class(cell: Any) -> str:
    """Return a cell's class in page.css: numbers go right, short texts keep to one line."""
    if isinstance(cell, int | float):
        return "n"
    length = len(format_cell(cell))
    return "short" if isinstance(cell, date) or length <= 10 else "long" if length > 24 else "text"
