"""The page itself: everything that the published file says to an editor, as one HTML file that needs no other."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.errors import PostsError
from pipeline.files import replacing
from pipeline.report import vega
from pipeline.report.authors import who
from pipeline.report.cadence import how_often
from pipeline.report.parts import Section, Site, day, listed, number, row
from pipeline.report.rhythm import unusual, when
from pipeline.report.sites import figures, left_out, sites
from pipeline.report.sources import broken, changed, twice
from pipeline.report.topics import about_what

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Told:
    """A site as the template has it."""

    title: str
    as_of: str
    timezone: str
    figures: list[tuple[str, str]]
    sections: list[Section]
    left_out: list[str]


def write(published: Path, page: Path) -> None:
    """Write the page of a published file; the same file gives the same bytes. PostsError where there is no place."""
    if not published.exists():
        raise PostsError(f"{published} is not there yet: posts-warehouse refresh makes it")
    try:
        with duckdb.connect(str(published), read_only=True) as duck:
            duck.execute("set TimeZone = 'UTC'")
            html = _html(duck, vega.script())
    except (duckdb.IOException, duckdb.CatalogException) as error:
        raise PostsError(f"{published} cannot be read: {error}") from error
    try:
        with replacing(page) as new:
            new.write_text(html, encoding="utf-8")
    except PostsError as error:
        raise PostsError(f"{error}; {published} is not touched by that") from error


def is_current(published: Path, page: Path) -> bool:
    """Whether the page is there and tells of this published file, by this code."""
    if not page.is_file():
        return False
    with duckdb.connect(str(published), read_only=True) as duck, page.open(encoding="utf-8", errors="replace") as text:
        return f'"{_id(duck)}"' in text.read(1000)


def _id(duck: duckdb.DuckDBPyConnection) -> str:
    """What the page is made of: the build, its moment, and the code and JavaScript that make the page."""
    build = row(duck, "select string_agg(build_id || epoch(as_of), ' ' order by site) from core.sites")
    digest = sha256(f"{build} {vega.NAME}".encode())
    for path in sorted(HERE.glob("*.*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _html(duck: duckdb.DuckDBPyConnection, vega_js: str) -> str:
    told = [_told(duck, site) for site in sites(duck)]
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"shown": _shown, "kind": _kind, "json": _json, "listed": listed}
    scripts = {"vega": vega_js.strip(), "js": (HERE / "page.js").read_text(encoding="utf-8").strip()}
    return environment.get_template("page.html.j2").render(
        id=_id(duck),
        policy=_policy(scripts),
        css=(HERE / "page.css").read_text(encoding="utf-8").strip(),
        title=told[0].title if len(told) == 1 else f"{number(len(told))} sites",
        as_of=told[0].as_of if told else "no refresh",
        sites=told,
        **scripts,
    )


def _told(duck: duckdb.DuckDBPyConnection, site: Site) -> Told:
    known = figures(duck, site)
    asked = [how_often, unusual, when, who, about_what, twice] if known else []
    sections = [ask(duck, site) for ask in [*asked, changed, broken]]
    if not known:
        sections.insert(0, Section("how-often", "How often", "No post is live yet"))
    as_of = f"{day(site.as_of)}, {site.as_of:%H:%M} ({site.timezone})"
    return Told(site.title, as_of, site.timezone, known, [found for found in sections if found], left_out(duck, site))


def _policy(scripts: Mapping[str, str]) -> str:
    """Nothing is loaded, nothing is sent, and only these two scripts run."""
    hashes = " ".join(f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts.values())
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def _json(value: Any) -> str:
    """JSON that cannot end the script element it stands in, whatever titles say."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _shown(cell: Any) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, date):
        return f"{cell.day} {cell:%b} {cell.year:04d}"
    return number(cell) if isinstance(cell, int | float) else str(cell)


def _kind(cell: Any) -> str:
    """The class of a cell: a number is set to the right, what is short stays on one line, a long text gets room."""
    if isinstance(cell, int | float):
        return "n"
    length = len(_shown(cell))
    return "short" if isinstance(cell, date) or length <= 10 else "long" if length > 24 else "text"
