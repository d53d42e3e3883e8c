"""One new DuckDB file from its inputs: every model, upstream first, commented and checked.

Start with `build`. Whether the file is published is decided in publish.py; to add a model, add a file to sql/.
"""

import inspect
import shutil
import sys
import time
from collections.abc import Collection
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.errors import ModelError
from pipeline.progress import track
from pipeline.warehouse import chance, checks, model, seeds, session
from pipeline.warehouse.catalog import Catalog
from pipeline.warehouse.checks import CheckResult
from pipeline.warehouse.model import Model
from pipeline.warehouse.parallel import run_in_dependency_order
from pipeline.warehouse.session import (
    Inputs,
    InputVersions,
    attach_inputs,
    configure,
    memory_allows,
    open_build,
    sql_text,
    text_sha256,
)

# Most models are short; two at a time use both cores (docs/performance.md).
MAX_PARALLEL_MODELS = 2
PARALLEL_MEMORY = "1500MB"  # with less, models are built one at a time, each with all of it


@dataclass(frozen=True)
class TableResult:
    """Result of one table: rows, seconds with its checks, column types, check results.

    `is_kept` means that the table was copied, because nothing that it reads has changed. Its checks ran all the same.
    """

    model: Model
    is_kept: bool
    rows: int
    seconds: float
    types: dict[str, str]
    checks: list[CheckResult]


def input_versions(catalog: Catalog, inputs: Inputs) -> InputVersions:
    """Return the versions of the lake, DuckDB, this code, each seed and each model, by name."""
    code = chr(0).join(
        inspect.getsource(module) for module in (model, chance, checks, seeds, session, sys.modules[__name__])
    )
    paths = {name: inputs.seed_folder(name) / f"{name}.csv" for name in seeds.SEEDS}
    texts = {f"seeds.{name}": path.read_text(encoding="utf-8") for name, path in paths.items()}
    shared = {"lake": inputs.lake_id, "duckdb": duckdb.__version__, "code": text_sha256(code)}
    models = {name: entry.version for name, entry in catalog.items()}
    return shared | {name: text_sha256(text) for name, text in texts.items()} | models


def build(
    target: Path,
    catalog: Catalog,
    inputs: Inputs,
    as_of: datetime,
    *,
    built_from: InputVersions | None = None,
    memory: str | None = None,
    chosen: Collection[str] | None = None,
    start_from: Path | None = None,
) -> list[TableResult]:
    """Write `target`: all models into a new file, or the `chosen` ones into a copy.

    The copy is of `start_from`; models that read a changed table are built there too. The file records what it was
    `built_from`, by default the versions of today. Raises ModelError for a model that does not run, or makes other
    columns than it describes. Broken checks are results, not errors.
    """
    if start_from:
        shutil.copyfile(start_from, target)
    built_from = built_from or input_versions(catalog, inputs)
    changed = set[str]()

    def build_model(name: str, duck: duckdb.DuckDBPyConnection) -> TableResult:
        start, entry = time.perf_counter(), catalog[name]
        is_kept = chosen is not None and name not in chosen and entry.reads.isdisjoint(changed)
        if not is_kept:
            if _create_table(duck, entry, new=chosen is None):
                changed.add(name)  # at once: if a later step fails, a second try finds equal rows
            comment_table(duck, entry)
        return _check_table(duck, entry, start, is_kept=is_kept)

    with open_build(target, inputs, as_of, built_from, memory) as duck, ExitStack() as stack:
        for schema in sorted({entry.schema for entry in catalog.values()}):
            duck.execute(f"create schema if not exists {schema}")
        # With a lake larger than the memory, a single model spills to disk already.
        fits = memory_allows(duck, PARALLEL_MEMORY) and memory_allows(duck, f"{inputs.size}B")
        connections = [stack.enter_context(duck.cursor()) for _ in range(MAX_PARALLEL_MODELS if fits else 1)]
        for connection in connections:
            configure(connection, inputs, as_of, built_from)
        reads = {name: sorted(entry.reads & catalog.keys()) for name, entry in catalog.items()}
        running = run_in_dependency_order(reads, build_model, connections)
        stack.callback(running.close)  # stops the other models if this block fails
        results = dict(track("build", running, [1] * len(catalog)))
    return [results[name] for name in catalog]


def bind_types(catalog: Catalog, inputs: Inputs) -> dict[str, dict[str, str]]:
    """Return {table: {column: type}} as DuckDB binds them, without models that do not run."""
    types = {}
    with attach_inputs(inputs) as duck:
        for name in ("as_of", "lake_id", "build_id"):
            duck.execute(f"set variable {name} = null::{'timestamptz' if name == 'as_of' else 'varchar'}")
        for name, entry in catalog.items():
            duck.execute(f"create schema if not exists {entry.schema}")
            with suppress(duckdb.Error):
                duck.execute(f"create table {name} as {entry.sql} with no data")
                types[name] = {row[0]: row[1] for row in duck.execute(f"describe {name}").fetchall()}
    return types


def _create_table(duck: duckdb.DuckDBPyConnection, entry: Model, *, new: bool) -> bool:
    """Create the table of a model; return whether its rows changed. If not, leave the old one."""
    fresh = entry.name if new else "temp.fresh"
    try:
        duck.execute(f"create or replace {'' if new else 'temp '}table {fresh} as {entry.sql}")
    except duckdb.Error as error:
        raise ModelError(f"{entry.where} does not run: {entry.with_file_lines(str(error))}") from error
    columns = list(_column_types(duck, fresh))
    check_columns_match_header(entry, columns)
    differs = new or _rows_differ(duck, fresh, entry.name)
    if differs and not new:
        duck.execute(f"create or replace table {entry.name} as from {fresh}")
    if differs:
        forbid_nulls_in_grain(duck, entry)
    return differs


def forbid_nulls_in_grain(duck: duckdb.DuckDBPyConnection, entry: Model) -> None:
    """Declare the columns of the grain NOT NULL; one that holds a null stays as it is, for the check to report."""
    for column in entry.grain:
        with suppress(duckdb.ConstraintException):
            duck.execute(f'alter table {entry.name} alter column "{column}" set not null')


def comment_table(duck: duckdb.DuckDBPyConnection, entry: Model) -> None:
    """Write the meanings of a table and its columns into the file, as comments."""
    columns = [f'comment on column {entry.name}."{name}" is {sql_text(text)}' for name, text in entry.columns.items()]
    duck.execute("; ".join([f"comment on table {entry.name} is {sql_text(entry.description)}", *columns]))


def _rows_differ(duck: duckdb.DuckDBPyConnection, fresh: str, before: str) -> bool:
    """Return whether two tables differ in their rows, in any order, by a sum of row hashes.

    `except all` would hold both in memory and take twelve times as long. One change in 2^64 is missed.
    """
    try:
        if _column_types(duck, fresh) != _column_types(duck, before):
            return True
    except duckdb.CatalogException:  # no table before
        return True
    hash_sum = "select sum(hash(*columns(*))) from {}"
    one, other = (duck.execute(hash_sum.format(name)).fetchone() for name in (fresh, before))
    return one != other


def _column_types(duck: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    return {row[0]: row[1] for row in duck.execute(f"describe {table}").fetchall()}


def _check_table(duck: duckdb.DuckDBPyConnection, entry: Model, start: float, *, is_kept: bool) -> TableResult:
    results = list(checks.run_checks(duck, entry))
    count = duck.execute(f"select count(*) from {entry.name}").fetchone()
    rows = count[0] if count else 0
    return TableResult(entry, is_kept, rows, time.perf_counter() - start, _column_types(duck, entry.name), results)


def check_columns_match_header(entry: Model, made: list[str]) -> None:
    """Raise ModelError unless `made` are the columns of the header, in the same order."""
    if made != (described := list(entry.columns)):
        raise ModelError(f"{entry.where} {_describe_difference(made, described)}")


def _describe_difference(made: list[str], described: list[str]) -> str:
    if unknown := [column for column in made if column not in described]:
        return f"makes {', '.join(unknown)}, which its header does not describe"
    if missing := [column for column in described if column not in made]:
        return f"describes {', '.join(missing)}, which its select does not make"
    return f"makes its columns in another order than its header describes them: {', '.join(made)}"
