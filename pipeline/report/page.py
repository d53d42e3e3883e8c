"""Editor's page: one HTML file that needs no other, with a compact row for each post.

Start at `render`. Everything is counted in the browser: data.py collects the rows, browser/ holds the template, the
style and the script. Opening the published file is the caller's matter.
"""

import gzip
import json
import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

import duckdb

from pipeline.errors import PostsError
from pipeline.files import replacing
from pipeline.generators.problems import KINDS
from pipeline.report.data import Limits, collect_data
from pipeline.report.queries import query_rows
from pipeline.report.script import bundle_script

HERE = Path(__file__).parent
PARTS = HERE / "browser"
HEAD_CHARACTERS = 1000  # of a page; its id is in them
NO_LIMITS = Limits()


def render(duck: duckdb.DuckDBPyConnection, ui_url: str | None = None, limits: Limits = NO_LIMITS) -> str:
    """Return the page of a published file, opened in UTC; the same file, the same HTML.

    With `ui_url`, the address of Dagster's UI, blocks link to the tables that they show.
    """
    data = collect_data(duck, ui_url, limits)
    script, style = bundle_script(PARTS), (PARTS / "page.css").read_text(encoding="utf-8").strip()
    sites = data["sites"]
    parts = {
        "id": _page_id(duck, ui_url),
        "policy": _content_policy(script, style),
        "title": escape(sites[0]["title"] if len(sites) == 1 else f"{len(sites)} sites"),
        "style": style,
        "static": _static_table(duck),
        "data": _pack_json(data),
        "script": script,
    }
    template = (PARTS / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], template)  # one pass: what is put in is not read


def write(html: str, page: Path, published: Path) -> None:
    """Write the page of `published`, replacing the file whole; PostsError if it cannot."""
    try:
        with replacing(page) as new:
            new.write_text(html, encoding="utf-8")
    except PostsError as error:
        raise PostsError(f"{error}; {published} is not touched by that") from error


def is_current(duck: duckdb.DuckDBPyConnection, page: Path, ui_url: str | None = None) -> bool:
    """Return whether the page is there, and was made from this published file by this code."""
    if not page.is_file():
        return False
    with page.open(encoding="utf-8", errors="replace") as text:
        return f'"{_page_id(duck, ui_url)}"' in text.read(HEAD_CHARACTERS)


def _page_id(duck: duckdb.DuckDBPyConnection, ui_url: str | None) -> str:
    """Return a checksum of all that the page is made from: builds, kinds of problem, code, SQL, JavaScript."""
    builds = [tuple(row) for row in query_rows(duck, "site_builds")]
    digest = sha256(f"{builds} {ui_url} {KINDS}".encode())
    for path in sorted(HERE.rglob("*.*")):
        if path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _content_policy(script: str, style: str) -> str:
    """Return a policy: nothing is loaded, nothing is sent, and only this script and this style apply."""
    script_hash, style_hash = (b64encode(sha256(text.encode()).digest()).decode() for text in (script, style))
    return (
        f"default-src 'none'; script-src 'sha256-{script_hash}'; style-src 'sha256-{style_hash}'; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _pack_json(data: dict[str, Any]) -> str:
    """Return data as base64 of gzip of JSON, which no title can end; the same data, the same text."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def _static_table(duck: duckdb.DuckDBPyConnection) -> str:
    """Return what stands in the page before its script runs, and in a mail's preview, which runs none."""
    titles = ("Site", "Last week", "The 12 weeks before", "Last 13 weeks", "A year before", "Newest in the week of")
    rows = []
    for site in query_rows(duck, "site_weeks"):
        usual = None if site.least_stories is None else f"{site.least_stories} to {site.most_stories}"
        cells = (site.last_week, usual, site.stories_13_weeks, site.stories_year_before, site.newest_week)
        texts = "".join(f"<td>{'–' if cell is None else cell}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{escape(site.title)}</th>{texts}</tr>')
    head = "".join(f'<th scope="col">{title}</th>' for title in titles)
    return (
        f"<table><caption>Stories of each site</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
        "<p>All else is counted in the browser, by a script of this page. It needs a browser of 2023 or later.</p>"
    )
