"""Findings of a review: the rows of core.problems, and what only the whole site shows. Start with find_problems.

Every post of the sites is parsed, because two files may be wrong only together.
"""

import functools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.errors import did_you_mean
from pipeline.files import load_query
from pipeline.generators import generator_of
from pipeline.generators.problems import KINDS, Kind, ProblemError, Severity
from pipeline.generators.read import load_file
from pipeline.generators.site import Site
from pipeline.inputs import lake_inputs
from pipeline.lake.changes import ScanResult, list_files
from pipeline.lake.manifest import FILES, Manifest
from pipeline.lake.plan import plan_packs
from pipeline.lake.pool import process_pool
from pipeline.lake.post_packs import PACKED, PostPackTask, load_rows
from pipeline.project import SQL
from pipeline.warehouse.model import load_model
from pipeline.warehouse.session import Inputs, attach_inputs

_QUERIES = Path(__file__).with_name("queries")
# Tables that are made, in this order: models of sql/, and stand-ins for tables that would take a whole build.
TABLES = (
    "staging.posts",
    "core.posts",
    "core.url_conflicts",
    "core.problems",
    "core.post_tags",
    "core.tags",
    "quality.tag_suggestions",
)
STAND_INS = {"core.posts": "posts", "core.tags": "tags"}
UNREGISTERED, SIMILAR_TAG = "author_not_registered", "tag_similar"
ALL_KINDS = KINDS | {
    UNREGISTERED: Kind("warning", "The site has a registry of authors, and this author is not in it."),
    SIMILAR_TAG: Kind("warning", "Another tag of the site, which more posts have, is probably the same tag."),
}
_KEYS = {UNREGISTERED: ("author", "authors"), SIMILAR_TAG: ("tags", "tag")}  # of front matter, to name a line


@dataclass(frozen=True)
class Finding:
    """Problem of a file: a row of core.problems, or one of a kind that only a review has."""

    site: str
    path: str  # relative to the site
    line: int | None
    severity: Severity
    kind: str
    detail: str


@dataclass(frozen=True)
class Review:
    """Findings by site and path, and how many files each site's generator reads."""

    findings: list[Finding]
    files: dict[str, int]


def find_problems(sites: Sequence[Site], as_of: datetime, own_sql: Path | None = None) -> Review:
    """Parse every post of the sites and return what is wrong with them and with the settings.

    Seeds of `own_sql`, the project's sql/, take the place of ours.
    """
    rows, read = _load_posts(sites)
    with attach_inputs(_inputs(sites, rows, own_sql)) as duck:
        duck.execute("set variable as_of = ?::timestamptz", [as_of.isoformat()])
        for name in TABLES:
            _create_table(duck, name)
        found = duck.execute(load_query(_QUERIES, "problems")).fetchall()
        findings = [Finding(*row) for row in found] + find_across(duck, {site.name: site for site in sites})
    findings.sort(key=lambda finding: (finding.site, finding.path, finding.line or 0, finding.kind))
    return Review(findings, read)


def find_across(duck: duckdb.DuckDBPyConnection, sites: dict[str, Site]) -> list[Finding]:
    """Return the findings that no file shows alone, one for each file and kind."""
    details = defaultdict[tuple[str, str, str], list[str]](list)
    for site, path, name, registered in duck.execute(load_query(_QUERIES, "unregistered_authors")).fetchall():
        hint = _similar_name(name, tuple(registered))
        details[site, path, UNREGISTERED].append(f"{name} is not in the site's registry of authors{hint}")
    for site, path, tag, other, posts in duck.execute(load_query(_QUERIES, "similar_tags")).fetchall():
        details[site, path, SIMILAR_TAG].append(f"the tag {tag} is probably {other}, which {posts:,} posts have")
    return [
        Finding(site, path, _line_of(sites[site], path, kind), ALL_KINDS[kind].severity, kind, "; ".join(texts))
        for (site, path, kind), texts in details.items()
    ]


@functools.lru_cache(1_000)
def _similar_name(name: str, registered: tuple[str, ...]) -> str:
    return did_you_mean(name, registered)


def _load_posts(sites: Sequence[Site]) -> tuple[pa.Table, dict[str, int]]:
    """Return the rows (PACKED) of all files that the generators read, and their number by site."""
    tasks = []
    for site in sites:
        packs = plan_packs(list_files(site), {site.name: ""}, {})
        tasks += [PostPackTask(site, pack, Path()) for pack in packs]
    with process_pool() as map_:
        tables = [rows for rows, _, _ in map_(load_rows, tasks)]
    read = dict.fromkeys((site.name for site in sites), 0)
    for task in tasks:
        read[task.site.name] += task.size
    return pa.concat_tables([PACKED.empty_table(), *tables]), read


def _inputs(sites: Sequence[Site], rows: pa.Table, own_sql: Path | None) -> Inputs:
    """Return the input tables of models, as of a lake that holds these rows and no history."""
    manifest = ScanResult(tuple(sites), Manifest(), [], {}, {}).manifest([], [], {}, {})
    inputs = lake_inputs(manifest, Path(), Path(), own_sql=own_sql)
    columns = {name: rows.column(name) for name in ("site", "path", "sha256", "fate", "text_key", "row_key")}
    nulls = {field.name: pa.nulls(rows.num_rows, field.type) for field in FILES}
    tables = {"lake.posts": rows.drop_columns(["body"]), "lake.files": pa.table(nulls | columns, FILES)}
    files = {name: file for name, file in inputs.files.items() if name not in tables}
    return replace(inputs, tables={**inputs.tables, **tables}, files=files)


def _create_table(duck: duckdb.DuckDBPyConnection, name: str) -> None:
    schema, _, table = name.partition(".")
    stand_in = STAND_INS.get(name)
    sql = load_query(_QUERIES, stand_in) if stand_in else load_model(SQL / schema / f"{table}.sql", duck).sql
    duck.execute(f"create schema if not exists {schema}")
    duck.execute(f"create table {name} as {sql}")


def _line_of(site: Site, path: str, kind: str) -> int | None:
    """Return the line of the front matter that names the authors or the tags; None if none does."""
    content, _ = load_file(site.root, path)
    try:
        return generator_of(site).document(site, content or b"").line_of(*_KEYS[kind])
    except ProblemError:  # the file has changed since it was parsed
        return None
