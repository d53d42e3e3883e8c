"""One model of sql/ on rows that a test writes down: its SELECT, its grain and its checks."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import duckdb
import pytest

from pipeline.inputs import INPUT_TABLES, empty_inputs, load_models
from pipeline.project import SQL
from pipeline.warehouse.build import build
from pipeline.warehouse.catalog import SEED_TABLES, Catalog
from pipeline.warehouse.chance import define_macros
from pipeline.warehouse.checks import CheckResult, run_checks
from pipeline.warehouse.seeds import SEEDS
from pipeline.warehouse.session import Inputs
from tests.support.text_tables import Rows, Run, with_row_keys

AS_OF = "2024-03-15 12:00:00+00"  # a Friday
INPUT_NAMES = SEED_TABLES | {table.name for table in INPUT_TABLES}  # what models read besides each other

Types = dict[str, dict[str, str]]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_models(SQL)


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    """The inputs of a warehouse without a site."""
    folder = tmp_path_factory.mktemp("nothing")
    for name, header in SEEDS.items():
        (folder / f"{name}.csv").write_text(",".join(header))
    return replace(empty_inputs(), seeds=folder)


@pytest.fixture(scope="session")
def types(catalog: Catalog, nothing: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Types:
    """The columns of every table, inputs included, with their types: those of a warehouse built from nothing."""
    built = build(tmp_path_factory.mktemp("empty") / "posts.duckdb", catalog, nothing, datetime.now(UTC))
    found = {table.model.name: table.types for table in built}
    schemas = {name: table.schema for name, table in nothing.tables.items()}
    schemas |= {name: schema for name, (schema, _) in nothing.files.items()}
    with duckdb.connect() as duck:
        for name, schema in schemas.items():
            duck.register("given", schema.empty_table())
            found[name] = {row[0]: row[1] for row in duck.execute("describe given").fetchall()}
    for name, header in SEEDS.items():
        found[f"seeds.{name}"] = dict.fromkeys(header, "VARCHAR")
    return found


class Bench:
    """A database in memory with the tables that one model reads, and what it makes of them."""

    def __init__(self, duck: duckdb.DuckDBPyConnection, catalog: Catalog, types: Types) -> None:
        self.duck, self.catalog, self.types = duck, catalog, types

    def make(self, model: str, given: Mapping[str, Rows], as_of: str = AS_OF) -> list[CheckResult]:
        """Make `model` of the given tables, and of what the models before it make of them; try its checks."""
        wanted = {model, *self.catalog[model].reads}
        for name in reversed(self.catalog):
            if name in wanted and name not in given:
                wanted |= self.catalog[name].reads
        assert given.keys() <= wanted, f"{model} does not read {', '.join(given.keys() - wanted)}"
        self.build(wanted, given, as_of)
        return list(run_checks(self.duck, self.catalog[model]))

    def build(self, wanted: Collection[str], given: Mapping[str, Rows], as_of: str = AS_OF) -> None:
        """Make the wanted tables: as given, else by their model; an input that is not given is empty."""
        given = with_row_keys(given)
        define_macros(self.duck)
        self.duck.execute("set TimeZone = 'UTC'")
        self.duck.execute("set variable as_of = ?::timestamptz", [as_of])
        self.duck.execute("set variable lake_id = 'lake'")
        self.duck.execute("set variable build_id = 'build'")
        for name in [name for name in [*INPUT_NAMES, *self.catalog] if name in wanted]:
            self.duck.execute(f"create schema if not exists {name.partition('.')[0]}")
            if name in given or name in INPUT_NAMES:
                self._give(name, given.get(name, []))
            else:
                self.duck.execute(f"create table {name} as {self.catalog[name].sql}")

    def rows(self, model: str) -> Rows:
        """The rows in the order of their grain, nulls left out."""
        order = ", ".join(self.catalog[model].grain)
        found = self.duck.execute(f"select to_json(t)::varchar from {model} as t order by {order}").fetchall()
        return [{name: value for name, value in json.loads(row).items() if value is not None} for (row,) in found]

    def _give(self, table: str, given: Rows) -> None:
        types = self.types[table]
        for row in given:
            assert row.keys() <= types.keys(), f"{table} has no column {', '.join(row.keys() - types.keys())}"
        resolve_scalar = ", ".join(f'"{column}" {type_}' for column, type_ in types.items())
        self.duck.execute(f"create table {table} ({resolve_scalar})")
        filled = f"insert into {table} select unnest(from_json(?, ?), max_depth := 2)"
        self.duck.execute(filled, [json.dumps(given), json.dumps([types])])


@pytest.fixture
def bench(catalog: Catalog, types: Types) -> Iterator[Bench]:
    with duckdb.connect() as duck:
        yield Bench(duck, catalog, types)


@pytest.fixture
def run(bench: Bench) -> Run:
    """What a model makes of given tables; its grain and its checks must hold."""

    def run(model: str, given: Mapping[str, Rows], as_of: str = AS_OF) -> Rows:
        for result in bench.make(model, given, as_of):
            assert result.passed or not result.blocking, result
        return bench.rows(model)

    return run
