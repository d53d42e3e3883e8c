"""Connections in which models run: the sources as views, the file that is written, and how much memory they take."""

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

# The oldest that analysts' tools carry: a file in DuckDB 2.0's own format opens in no older client.
STORAGE_VERSION = "v1.2.0"
FORMAT = 1  # of the published file, its tables and their columns; a newer one is refused, an older one built again
# Rows that are written, and skipped by a filter, together: with DuckDB's 122,880 most tables were one processor's work.
ROW_GROUP_SIZE = 10_240
# What a build takes unless it is told: more spares a large site a tenth of its time, and its neighbours go without.
HALF, MOST = "50%", "3GB"

Parts = Mapping[str, str]  # versions by name: of lake, duckdb and code, of each seed and each model


@dataclass(frozen=True)
class Sources:
    """What models read besides each other: Arrow tables, or the Parquet files of one schema (possibly none), by name.

    `lake_id` names their content: two lakes of one id make the same tables, history aside.
    """

    tables: Mapping[str, pa.Table]
    files: Mapping[str, tuple[pa.Schema, list[Path]]]
    seeds: Path
    lake_id: str

    @property
    def size(self) -> int:
        """Bytes of the files that are there."""
        return sum(path.stat().st_size for _, paths in self.files.values() for path in paths if path.exists())


def build_id(made_of: Parts) -> str:
    """The same as the file's format and one hash: equal ids and an equal as_of mean equal rows."""
    return f"{FORMAT}:{sha256(json.dumps(made_of, sort_keys=True))}"


@contextmanager
def opened(
    target: Path, sources: Sources, as_of: datetime, made_of: Parts, memory: str | None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which models run, and which has written `target` when the block has ended."""
    with _enough(target, memory), _opened(target, sources, memory) as duck:
        prepared(duck, sources, as_of, made_of)
        said = ", ".join(f"({quoted(name)}, {quoted(version)})" for name, version in made_of.items())
        # no table, because those are the analyst's
        duck.execute(f"create or replace macro made_of() as table from (values {said}) as parts(part, version)")
        yield duck
        duck.execute("force checkpoint warehouse")
        duck.execute("use memory")
        duck.execute("detach warehouse")


def prepared(duck: duckdb.DuckDBPyConnection, sources: Sources, as_of: datetime, made_of: Parts) -> None:
    """What each connection has to be told before models run in it."""
    duck.execute("set TimeZone = 'UTC'")
    duck.execute("set enable_progress_bar = false")
    duck.execute("use warehouse")
    duck.execute("set variable as_of = ?::timestamptz", [as_of.isoformat()])
    duck.execute("set variable lake_id = ?::varchar", [sources.lake_id])
    duck.execute("set variable build_id = ?::varchar", [build_id(made_of)])


@contextmanager
def _enough(target: Path, memory: str | None) -> Iterator[None]:
    try:
        yield
    except (ModelError, duckdb.Error) as error:
        cause = error.__cause__ if isinstance(error, ModelError) else error
        # a model that cannot read something is the model's business
        names_it = not isinstance(error, ModelError) or str(target.parent) in str(cause)
        if isinstance(cause, duckdb.FatalException) or (isinstance(cause, duckdb.IOException) and names_it):
            why = str(cause).partition("Error: ")[2].splitlines()[0]
            raise PostsError(f"{target.parent} cannot be written: {why}") from error
        if isinstance(error.__cause__, duckdb.OutOfMemoryException):
            now = memory or f"{HALF}, {MOST} at most"
            raise ModelError(f"POSTS_MEMORY, now {now}, is not enough: {error}") from error
        raise


@contextmanager
def attached(sources: Sources) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the sources as databases of views: lake.posts, …"""
    with duckdb.connect() as duck:
        duck.execute("set TimeZone = 'UTC'")
        tables = dict(sources.tables) | {f"seeds.{n}": seeds.read_seed(sources.seeds, n) for n in seeds.SEEDS}
        for database in sorted({name.partition(".")[0] for name in [*tables, *sources.files]}):
            duck.execute(f"attach ':memory:' as {database}")
        for name, table in tables.items():
            duck.register("given", table)
            duck.execute(f"create table {name} as select * from given")
            duck.unregister("given")
        for name, (schema, paths) in sources.files.items():
            if paths:
                listed = ", ".join(quoted(str(path)) for path in paths)
                duck.execute(f"create view {name} as select * from read_parquet([{listed}], hive_partitioning = false)")
            else:
                duck.register("given", schema.empty_table())
                duck.execute(f"create table {name} as select * from given")
                duck.unregister("given")
        yield duck


@contextmanager
def _opened(target: Path, sources: Sources, memory: str | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same with `target` as its default database."""
    spill = target.with_name(f"{target.name}.spill")
    try:
        with attached(sources) as duck:
            duck.execute("set temp_directory = ?", [str(spill)])
            _limit(duck, memory)
            duck.execute("set force_compression = 'zstd'")  # or the bodies make the file several times larger
            # a build that is killed is thrown away, so it needs no log of every statement
            duck.execute(
                f"attach {quoted(str(target))} as warehouse (storage_version '{STORAGE_VERSION}', "
                f"row_group_size {ROW_GROUP_SIZE}, recovery_mode no_wal_writes)"
            )
            yield duck
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _limit(duck: duckdb.DuckDBPyConnection, memory: str | None) -> None:
    duck.execute("set memory_limit = ?", [memory or HALF])
    if memory is None and has(duck, MOST):
        duck.execute("set memory_limit = ?", [MOST])


def has(duck: duckdb.DuckDBPyConnection, memory: str) -> bool:
    """Whether it may take that much."""
    asked = "select parse_formatted_bytes(current_setting('memory_limit')) >= parse_formatted_bytes(?)"
    return duck.execute(asked, [memory]).fetchall() == [(True,)]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
