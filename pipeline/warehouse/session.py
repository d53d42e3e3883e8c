"""Connections in which models run: inputs as views, the target file, memory limits. Start with `open_build`."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.errors import ModelError, PostsError
from pipeline.warehouse import seeds
from pipeline.warehouse.chance import define_macros

# Analysts' tools carry DuckDB 1.2 or later, and cannot open a file in a newer format.
STORAGE_VERSION = "v1.2.0"
FILE_FORMAT = 1  # of the published file, its tables and their columns; a newer one is refused, an older one built again
# One core reads a row group; at DuckDB's 122,880 rows, most tables were the work of one core.
ROW_GROUP_SIZE = 10_240
# The memory of a build without POSTS_MEMORY. More would save a large site a tenth of its time, and starve others.
DEFAULT_MEMORY, MAX_DEFAULT_MEMORY = "50%", "3GB"

InputVersions = Mapping[str, str]  # versions by name: of lake, duckdb and code, of each seed and each model


@dataclass(frozen=True)
class Inputs:
    """Tables outside sql/ that models read: Arrow tables, or Parquet files, maybe none.

    `lake_id` identifies their content: two lakes of one id make the same tables, history aside.
    """

    tables: Mapping[str, pa.Table]
    files: Mapping[str, tuple[pa.Schema, list[Path]]]
    seeds: Path
    lake_id: str
    own_seeds: Path | None = None  # a seed that lies there takes the place of the one in `seeds`

    def seed_folder(self, name: str) -> Path:
        """Return the folder that holds a seed."""
        return self.own_seeds if self.own_seeds and (self.own_seeds / f"{name}.csv").exists() else self.seeds

    @property
    def size(self) -> int:
        """Return the bytes of the files that are there."""
        return sum(path.stat().st_size for _, paths in self.files.values() for path in paths if path.exists())


def build_id(built_from: InputVersions) -> str:
    """Return "format:hash" of all inputs; an equal id and as_of mean equal rows."""
    return f"{FILE_FORMAT}:{text_sha256(json.dumps(built_from, sort_keys=True))}"


@contextmanager
def open_build(
    target: Path, inputs: Inputs, as_of: datetime, built_from: InputVersions, memory: str | None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection in which models run; `target` is complete when the block has ended.

    Raises PostsError if the disk cannot be written, ModelError if the memory is not enough.
    """
    with _explain_resource_errors(target, memory), _attach_target(target, inputs, memory) as duck:
        configure(duck, inputs, as_of, built_from)
        rows = ", ".join(f"({sql_text(name)}, {sql_text(version)})" for name, version in built_from.items())
        # A macro, because a table would be listed among the analyst's.
        duck.execute(f"create or replace macro made_of() as table from (values {rows}) as parts(part, version)")
        yield duck
        duck.execute("force checkpoint warehouse")
        duck.execute("use memory")
        duck.execute("detach warehouse")


def configure(duck: duckdb.DuckDBPyConnection, inputs: Inputs, as_of: datetime, built_from: InputVersions) -> None:
    """Set the time zone, the default database, and the variables and macros that models use."""
    define_macros(duck)
    duck.execute("set TimeZone = 'UTC'")
    duck.execute("set enable_progress_bar = false")
    duck.execute("use warehouse")
    duck.execute("set variable as_of = ?::timestamptz", [as_of.isoformat()])
    duck.execute("set variable lake_id = ?::varchar", [inputs.lake_id])
    duck.execute("set variable build_id = ?::varchar", [build_id(built_from)])


@contextmanager
def _explain_resource_errors(target: Path, memory: str | None) -> Iterator[None]:
    try:
        yield
    except (ModelError, duckdb.Error) as error:
        cause = error.__cause__ if isinstance(error, ModelError) else error
        # If a model cannot read a file of its own, that is an error of the model, not of the disk.
        names_it = not isinstance(error, ModelError) or str(target.parent) in str(cause)
        if isinstance(cause, duckdb.FatalException) or (isinstance(cause, duckdb.IOException) and names_it):
            why = str(cause).partition("Error: ")[2].splitlines()[0]
            raise PostsError(f"{target.parent} cannot be written: {why}") from error
        if isinstance(error.__cause__, duckdb.OutOfMemoryException):
            limit = memory or f"{DEFAULT_MEMORY}, {MAX_DEFAULT_MEMORY} at most"
            raise ModelError(f"POSTS_MEMORY, now {limit}, is not enough: {error}") from error
        raise


@contextmanager
def attach_inputs(inputs: Inputs) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection with the inputs as databases: lake.posts, …"""
    with duckdb.connect() as duck:
        duck.execute("set TimeZone = 'UTC'")
        define_macros(duck)
        tables = dict(inputs.tables) | {f"seeds.{n}": seeds.load_seed(inputs.seed_folder(n), n) for n in seeds.SEEDS}
        for database in sorted({name.partition(".")[0] for name in [*tables, *inputs.files]}):
            duck.execute(f"attach ':memory:' as {database}")
        for name, table in tables.items():
            duck.register("given", table)
            duck.execute(f"create table {name} as select * from given")
            duck.unregister("given")
        for name, (schema, paths) in inputs.files.items():
            if paths:
                listed = ", ".join(sql_text(str(path)) for path in paths)
                duck.execute(f"create view {name} as select * from read_parquet([{listed}], hive_partitioning = false)")
            else:
                duck.register("given", schema.empty_table())
                duck.execute(f"create table {name} as select * from given")
                duck.unregister("given")
        yield duck


@contextmanager
def _attach_target(target: Path, inputs: Inputs, memory: str | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection with the inputs, and `target` as the default database."""
    spill = target.with_name(f"{target.name}.spill")
    try:
        with attach_inputs(inputs) as duck:
            duck.execute("set temp_directory = ?", [str(spill)])
            _set_memory_limit(duck, memory)
            duck.execute("set force_compression = 'zstd'")  # else the bodies make the file several times larger
            # A build that is killed is thrown away, so it needs no log of every statement.
            duck.execute(
                f"attach {sql_text(str(target))} as warehouse (storage_version '{STORAGE_VERSION}', "
                f"row_group_size {ROW_GROUP_SIZE}, recovery_mode no_wal_writes)"
            )
            yield duck
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _set_memory_limit(duck: duckdb.DuckDBPyConnection, memory: str | None) -> None:
    duck.execute("set memory_limit = ?", [memory or DEFAULT_MEMORY])
    if memory is None and memory_allows(duck, MAX_DEFAULT_MEMORY):
        duck.execute("set memory_limit = ?", [MAX_DEFAULT_MEMORY])


def memory_allows(duck: duckdb.DuckDBPyConnection, memory: str) -> bool:
    """Return whether the memory limit of a connection is at least `memory`, such as 3GB."""
    comparison = "select parse_formatted_bytes(current_setting('memory_limit')) >= parse_formatted_bytes(?)"
    return duck.execute(comparison, [memory]).fetchall() == [(True,)]


def text_sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def sql_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
