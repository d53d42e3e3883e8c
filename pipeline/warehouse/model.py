"""One file of sql/: front matter above one SELECT. What a model says of itself, and which tables it reads."""

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

HEADER_KEYS = {"description", "grain", "columns", "checks", "warnings"}
RECURRING = "recurring"  # what a recursive CTE calls its own rows of all rounds; not a schema

# DuckDB's clocks and dice, as functions and as SQL's own words for them: other rows in every refresh.
_CLOCKS = frozenset({"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"})
_UNSTABLE = _CLOCKS | {
    *("now", "today", "get_current_time", "get_current_timestamp", "current_localtime", "current_localtimestamp"),
    *("transaction_timestamp", "random", "uuid", "uuidv4", "uuidv7", "gen_random_uuid"),
}


class SqlHandler(frontmatter.YAMLHandler):
    """Front matter between `/*---` and `---*/`, so that a model file is SQL as it stands."""

    FM_BOUNDARY = re.compile(r"^(?:/\*---|---\*/)\s*$", re.MULTILINE)
    START_DELIMITER = "/*---"
    END_DELIMITER = "---*/"


@dataclass(frozen=True)
class Model:
    """`name` is schema.table, as the path says; `reads` are schema.table names; `version` is the file's sha256."""

    name: str
    path: Path
    sql: str
    description: str
    grain: tuple[str, ...]
    columns: dict[str, str]
    checks: dict[str, str]
    warnings: dict[str, str]
    reads: frozenset[str]
    version: str

    @property
    def schema(self) -> str:
        return self.name.partition(".")[0]

    @property
    def reads_the_moment(self) -> bool:
        """Whether its rows depend on when, and of what, a build is."""
        return "getvariable(" in self.sql

    def at_its_line(self, message: str) -> str:
        """A message of DuckDB's about this SELECT, with the line of the file instead of that of the SELECT."""
        text = self.path.read_text(encoding="utf-8")
        above = text.count("\n", 0, max(0, text.find(self.sql)))

        def placed(found: re.Match[str]) -> str:
            line = str(int(found[1]) + above)
            return f"LINE {line}: {found[2]}\n{' ' * (len(line) - len(found[1]))}{found[3]}"

        return re.sub(r"LINE (\d+): (.*)\n( *\^)", placed, message)

    @property
    def where(self) -> str:
        """The file as messages name it."""
        return f"sql/{self.schema}/{self.path.name}"


def read_model(path: Path, duck: duckdb.DuckDBPyConnection) -> Model:
    """Read one file, its SQL by the parser of `duck`; raises ModelError naming the file where it is not a model."""
    text = path.read_text(encoding="utf-8")
    where = f"sql/{path.parent.name}/{path.name}"
    try:
        document = frontmatter.loads(text, handler=SqlHandler())
    except yaml.YAMLError as error:
        raise ModelError(f"{where}: the header between /*--- and ---*/ is not YAML: {_one_line(error)}") from error
    header: dict[str, Any] = document.metadata
    if unknown := header.keys() - HEADER_KEYS:
        raise ModelError(
            f"{where}: the header knows no {', '.join(sorted(unknown))}; it may hold {', '.join(sorted(HEADER_KEYS))}"
        )
    description, grain, columns = header.get("description"), header.get("grain"), header.get("columns")
    if not (description and isinstance(grain, list) and grain and isinstance(columns, dict)):
        raise ModelError(
            f"{where}: the header needs description, grain (a list of columns) and columns (name: meaning)"
        )
    if missing := [column for column in grain if column not in columns]:
        raise ModelError(f"{where}: grain names {', '.join(missing)}, which columns does not describe")
    name = f"{path.parent.name}.{path.stem}"
    sql = document.content.strip().removesuffix(";")
    checks = {key: str(expression) for key, expression in (header.get("checks") or {}).items()}
    warnings = {key: str(expression) for key, expression in (header.get("warnings") or {}).items()}
    selects = [sql, *(f"select {expression}" for expression in [*checks.values(), *warnings.values()])]
    return Model(
        name=name,
        path=path,
        sql=sql,
        description=_one_line(description),
        grain=tuple(grain),
        columns={column: _one_line(meaning) for column, meaning in columns.items()},
        checks=checks,
        warnings=warnings,
        reads=tables_read(selects, where, duck) - {name},
        version=hashlib.sha256(text.encode()).hexdigest(),
    )


def tables_read(selects: list[str], where: str, duck: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The schema.table names in each SELECT, by DuckDB's own parser; a table without a schema is one of its CTEs.

    Raises ModelError where one would give other rows from one refresh to the next.
    """
    serialized = "select json_serialize_sql(sql, skip_null := true, skip_empty := true) from (select unnest(?) as sql)"
    found, unstable = set[str](), set[str]()

    def note(node: dict[str, Any]) -> dict[str, Any]:
        if node.get("type") == "BASE_TABLE" and node.get("schema_name", "") not in ("", RECURRING):
            found.add(f"{node['schema_name']}.{node['table_name']}")
        called = node.get("function_name") or ".".join(node.get("column_names", ())).lower()
        if called in (_UNSTABLE if "function_name" in node else _CLOCKS):
            unstable.add(called)
        return node

    for (text,) in duck.execute(serialized, [selects]).fetchall():
        parsed = json.loads(text, object_hook=note)
        if parsed.get("error"):
            raise ModelError(f"{where}: {parsed['error_message']}; a model is one SELECT, a check one expression")
        if len(parsed["statements"]) != 1:
            raise ModelError(f"{where}: {len(parsed['statements'])} statements; a model is one SELECT")
    if unstable:
        raise ModelError(
            f"{where} uses {', '.join(sorted(unstable))}, another one in every refresh; "
            "the moment of a build is getvariable('as_of')"
        )
    return frozenset(found)


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
