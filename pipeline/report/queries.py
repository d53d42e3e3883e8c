"""Queries of the page: one SELECT a file in queries/, run by name.

Parameters are named ($site). A file is called for its rows, and its first line says what a row is. Add a query as a
file: nothing else lists them.
"""

import json
import re
from collections import namedtuple
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import duckdb

from pipeline import files
from pipeline.errors import PostsError

FOLDER = Path(__file__).parent / "queries"
MAX_TEXT_CHARS = 300
# Columns of texts that a site's templates write into its pages, where &amp; shows as &.
_PROSE = "title titles headline name label a b a_name b_name also section tags series text".split()  # noqa: SIM905
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z0-9]{2,31});")
# Control characters, and those that turn the direction of the words around them.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def query_rows(duck: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> list[Any]:
    """Return the rows of queries/`name`.sql, as named tuples of its columns.

    Texts are fit to be shown, but for keys (`site`, `…_id` and `…_ids`), with which other rows are found.
    """
    result = duck.execute(load_query(name), parameters)
    row_class = _row_class(tuple(column for column, *_ in result.description))
    kinds = [(name == "site" or name.endswith(("_id", "_ids")), name in _PROSE) for name in row_class._fields]
    return [
        row_class(*(v if key else clean_value(v, prose) for (key, prose), v in zip(kinds, row, strict=True)))
        for row in result.fetchall()
    ]


def query_row(duck: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> Any:
    """Return the only row of queries/`name`.sql; None if there is none."""
    return next(iter(query_rows(duck, name, **parameters)), None)


def clean_value(value: Any, is_prose: bool = False) -> Any:
    """Return a value of a row fit to be shown: no control characters, a long text cut, entities of prose decoded."""
    if isinstance(value, list):
        return [clean_value(item, is_prose) for item in value]
    if not isinstance(value, str):
        return value
    text = _ENTITY.sub(lambda found: unescape(found[0]), value) if is_prose else value
    text = _CONTROL.sub("\ufffd", text)
    return text if len(text) <= MAX_TEXT_CHARS else f"{text[: MAX_TEXT_CHARS - 1]}…"


def load_query(name: str) -> str:
    """Return the text of queries/`name`.sql."""
    return files.load_query(FOLDER, name)


def tables_read() -> list[str]:
    """Return the tables (schema.table) that the page's queries read, sorted.

    DuckDB's own parser finds them: a table without a schema is a CTE. Raises PostsError for a file that is no SELECT.
    """
    tables: set[str] = set()

    def collect_table(node: dict[str, Any]) -> dict[str, Any]:
        if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
            tables.add(f"{node['schema_name']}.{node['table_name']}")
        return node

    names = sorted(str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.rglob("*.sql"))
    serialize = "json_serialize_sql(sql, skip_null := true, skip_empty := true)"
    with duckdb.connect() as duck:
        parameters = {"queries": [load_query(name) for name in names]}
        trees = duck.execute(f"select {serialize} from (select unnest($queries) as sql)", parameters).fetchall()
    for name, (text,) in zip(names, trees, strict=True):
        tree = json.loads(text, object_hook=collect_table)
        if tree["error"]:
            raise PostsError(f"{name}.sql: {tree['error_message']}; a query of the page is one SELECT")
    return sorted(tables)


@cache
def _row_class(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)
