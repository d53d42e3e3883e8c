"""One file of sql/: a header in front matter, one SELECT, and the tables that it reads.

Start with `load_model`. catalog.py reads all files and puts them in order.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import frontmatter
import yaml

from pipeline.errors import ModelError
from pipeline.files import describe_not_utf8

HEADER_KEYS = {"description", "grain", "columns", "checks", "warnings"}
_NAME = re.compile(r"[a-z_][a-z0-9_]*\.sql")
RECURRING = "recurring"  # the name by which a recursive CTE reads the rows of all its rounds; not a schema

# Clocks and random numbers give other rows in every refresh, so no model may use them. The same is true of age() with
# one argument, and of samples without a seed; `parse_selects` finds those.
_CLOCKS = frozenset({"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"})
_UNSTABLE = _CLOCKS | {
    *("now", "today", "get_current_time", "get_current_timestamp", "current_localtime", "current_localtimestamp"),
    *("transaction_timestamp", "pg_postmaster_start_time", "random", "uuid", "uuidv4", "uuidv7", "gen_random_uuid"),
}


class SqlHandler(frontmatter.YAMLHandler):
    """Front matter between `/*---` and `---*/`, so that a model file is valid SQL."""

    FM_BOUNDARY = re.compile(r"^(?:/\*---|---\*/)\s*$", re.MULTILINE)
    START_DELIMITER = "/*---"
    END_DELIMITER = "---*/"


@dataclass(frozen=True)
class Model:
    """One model: its header, its SELECT, and what its rows depend on.

    `name` is schema.table, as the path says. `reads` holds names of that form. `version` is the file's sha256.
    `reads_the_moment` means that its rows depend on when, and of which lake, a file is built.
    """

    name: str
    path: Path
    sql: str
    description: str
    grain: tuple[str, ...]
    columns: dict[str, str]
    checks: dict[str, str]
    warnings: dict[str, str]
    reads: frozenset[str]
    reads_the_moment: bool
    version: str

    @property
    def sql_version(self) -> str:
        """Return the sha256 of the SELECT alone: an edited check or comment leaves the rows as they were."""
        return hashlib.sha256(self.sql.encode()).hexdigest()

    @property
    def schema(self) -> str:
        return self.name.partition(".")[0]

    def with_file_lines(self, message: str) -> str:
        """Return DuckDB's message with line numbers of the file instead of the SELECT."""
        text = self.path.read_text(encoding="utf-8-sig")
        above = text.count("\n", 0, max(0, text.find(self.sql)))

        def use_file_line(found: re.Match[str]) -> str:
            line = str(int(found[1]) + above)
            return f"LINE {line}: {found[2]}\n{' ' * (len(line) - len(found[1]))}{found[3]}"

        return re.sub(r"LINE (\d+): (.*)\n( *\^)", use_file_line, message)

    @property
    def where(self) -> str:
        """Return the path of the file as messages name it."""
        return f"sql/{self.schema}/{self.path.name}"


def load_model(path: Path, duck: duckdb.DuckDBPyConnection) -> Model:
    """Read one file, its SQL by the parser of `duck`; ModelError if it is not a model."""
    where = f"sql/{path.parent.name}/{path.name}"
    if not _NAME.fullmatch(path.name):
        raise ModelError(f"{where}: a model is called by lower case letters, digits and _, then .sql")
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = frontmatter.loads(text, handler=SqlHandler())
    except UnicodeDecodeError as error:
        raise ModelError(f"{where}, {describe_not_utf8(error)}") from error
    except yaml.YAMLError as error:
        raise ModelError(f"{where}: the header between /*--- and ---*/ is not YAML: {_one_line(error)}") from error
    header: dict[str, Any] = document.metadata
    if unknown := header.keys() - HEADER_KEYS:
        known, named = ", ".join(sorted(HEADER_KEYS)), ", ".join(sorted(map(str, unknown)))
        raise ModelError(f"{where}: the header knows no {named}; it may hold {known}")
    description, grain, columns = header.get("description"), header.get("grain"), header.get("columns")
    if not (
        description and isinstance(grain, list) and grain and isinstance(columns, dict) and _has_text_keys(columns)
    ):
        raise ModelError(
            f"{where}: the header needs description, grain (a list of columns) and columns (name: meaning)"
        )
    if missing := [str(column) for column in grain if column not in list(columns)]:
        raise ModelError(f"{where}: grain names {', '.join(missing)}, which columns does not describe")
    for key in ("checks", "warnings"):
        if not isinstance(header.get(key) or {}, dict):
            raise ModelError(f"{where}: {key} holds names with an expression each (name: expression)")
    name = f"{path.parent.name}.{path.stem}"
    sql = document.content.strip().removesuffix(";")
    checks = {key: str(expression) for key, expression in (header.get("checks") or {}).items()}
    warnings = {key: str(expression) for key, expression in (header.get("warnings") or {}).items()}
    expressions = [f"select {expression}" for expression in [*checks.values(), *warnings.values()]]
    (read, calls), *others = parse_selects([sql, *expressions], where, text.count("\n", 0, text.find(sql)), duck)
    if name in read:
        raise ModelError(f"{where} reads itself; a table is made of others")
    return Model(
        name=name,
        path=path,
        sql=sql,
        description=_one_line(description),
        grain=tuple(grain),
        columns={column: _one_line(meaning) for column, meaning in columns.items()},
        checks=checks,
        warnings=warnings,
        reads=read.union(*(tables for tables, _ in others)) - {name},
        reads_the_moment="getvariable" in calls,
        version=hashlib.sha256(text.encode()).hexdigest(),
    )


def parse_selects(
    selects: list[str], where: str, above: int, duck: duckdb.DuckDBPyConnection
) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return the tables and the functions in each SELECT, by DuckDB's own parser.

    Tables are schema.table; one without a schema is a CTE and is left out. `above` counts the lines of the file above
    the first SELECT. Raises ModelError for a SELECT that would give other rows in every refresh.
    """
    serialized = "select json_serialize_sql(sql, skip_null := true, skip_empty := true) from (select unnest(?) as sql)"
    found, called, unstable = set[str](), set[str](), set[str]()

    def collect_names(node: dict[str, Any]) -> dict[str, Any]:
        if node.get("type") == "BASE_TABLE" and node.get("schema_name", "") not in ("", RECURRING):
            found.add(f"{node['schema_name']}.{node['table_name']}")
        if function := node.get("function_name"):
            called.add(function)
        word = ".".join(node.get("column_names", ())).lower()
        if function in _UNSTABLE or word in _CLOCKS:
            unstable.add(function or word)
        if function == "age" and len(node.get("arguments", ())) == 1:
            unstable.add("age() until now")
        if "sample_size" in node and not node.get("repeatable"):
            unstable.add("a sample that is not repeatable (seed)")
        return node

    parsed = []
    for place, (answer,) in enumerate(duck.execute(serialized, [selects]).fetchall()):
        found.clear()
        called.clear()
        tree = json.loads(answer, object_hook=collect_names)
        if tree.get("error"):
            line = above + selects[0].count("\n", 0, int(tree.get("position", 0))) + 1
            location = where if place else f"{where}, line {line}"
            raise ModelError(f"{location}: {tree['error_message']}; a model is one SELECT, a check one expression")
        if len(tree["statements"]) != 1:
            raise ModelError(f"{where}: {len(tree['statements'])} statements; a model is one SELECT")
        parsed.append((frozenset(found), frozenset(called)))
    if unstable:
        raise ModelError(
            f"{where} uses {', '.join(sorted(unstable))}, another one in every refresh; "
            "the moment of a build is getvariable('as_of')"
        )
    return parsed


def _has_text_keys(columns: dict[Any, Any]) -> bool:
    return all(isinstance(name, str) for name in columns)


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
