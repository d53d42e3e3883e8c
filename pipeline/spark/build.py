"""Models as Parquet tables, built and checked by a cluster, upstream first.

The published file is written from these tables. Start with `Cluster.build`; dialect.py translates the models.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col
from pyspark.sql.pandas.types import from_arrow_schema
from upath import UPath

from pipeline.errors import ModelError
from pipeline.files import ensure_dir, is_local, remove_dir
from pipeline.progress import track
from pipeline.spark import tables
from pipeline.spark.checks import run_checks
from pipeline.spark.dialect import Variables, View, translate
from pipeline.spark.rows import view_name
from pipeline.spark.session import error_summary
from pipeline.spark.tables import spark_url
from pipeline.warehouse import seeds
from pipeline.warehouse.build import TableResult, check_columns_match_header, comment_table, forbid_nulls_in_grain
from pipeline.warehouse.catalog import Catalog
from pipeline.warehouse.model import Model
from pipeline.warehouse.session import Inputs, InputVersions, build_id, open_build

MAX_ROUNDS = 50  # of a recursive model, which needs about log2 of its longest chain


class Cluster:
    """One build on a cluster: its session, the folder of its tables, and its name."""

    def __init__(self, spark: SparkSession, folder: Path, name: str) -> None:
        self.spark, self.folder, self.name = spark, folder, name
        self.beside = folder / f".beside-{name}"  # files that are removed when the build ends

    def build(
        self,
        target: Path,
        catalog: Catalog,
        inputs: Inputs,
        as_of: datetime,
        *,
        built_from: InputVersions,
        memory: str | None,
    ) -> list[TableResult]:
        """Build and check every table on the cluster, then write `target` from the tables.

        Counterpart of warehouse.build.build; ModelError as there. The tables are committed later, if `target` is
        published.
        """
        variables: Variables = {"as_of": as_of, "lake_id": inputs.lake_id, "build_id": build_id(built_from)}
        try:
            self._register_inputs(inputs)
            entries = [
                self._make_table(catalog[name], variables) for name in track("build", catalog, [1] * len(catalog))
            ]
        finally:
            remove_dir(self.beside)
        # DuckDB only needs the columns' types here; the rows are the cluster's.
        unread: dict[str, tuple[pa.Schema, list[Path]]] = {n: (schema, []) for n, (schema, _) in inputs.files.items()}
        with open_build(target, replace(inputs, files=unread), as_of, built_from, memory) as duck:
            built = []
            if not is_local(self.folder):
                duck.register_filesystem(cast(UPath, self.folder).fs)
            for entry in entries:
                duck.execute(f"create schema if not exists {entry.model.schema}")
                duck.execute(f"create table {entry.model.name} as {entry.model.sql} with no data")
                if files := tables.table_files(self.folder, entry.model.name, self.name):
                    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
                    rows = f"read_parquet([{listed}], hive_partitioning = false)"
                    duck.execute(f"insert into {entry.model.name} select * from {rows}")
                forbid_nulls_in_grain(duck, entry.model)
                comment_table(duck, entry.model)
                types = {row[0]: row[1] for row in duck.execute(f"describe {entry.model.name}").fetchall()}
                built.append(TableResult(entry.model, False, entry.rows, entry.seconds, types, entry.checks))
        return built

    def _register_inputs(self, inputs: Inputs) -> None:
        seed_tables = {f"seeds.{n}": seeds.load_seed(inputs.seed_folder(n), n) for n in seeds.SEEDS}
        arrow_tables = dict(inputs.tables) | seed_tables
        for name, rows in arrow_tables.items():
            self._to_frame(rows).createOrReplaceTempView(view_name(name))
        for name, (schema, paths) in inputs.files.items():
            reader = self.spark.read.schema(from_arrow_schema(schema, prefer_timestamp_ntz=True))
            urls = [spark_url(self._reachable_path(path)) for path in paths]
            frame = reader.parquet(*urls) if urls else self._to_frame(schema.empty_table())
            frame.createOrReplaceTempView(view_name(name))

    def _reachable_path(self, path: Path) -> Path:
        """Return a path that executors reach: the file itself, or a copy of it in the store."""
        if is_local(self.folder) or not is_local(path):
            return path
        ensure_dir(self.beside / "given")
        copy = self.beside / "given" / path.name
        copy.write_bytes(path.read_bytes())
        return copy

    def _to_frame(self, rows: pa.Table) -> DataFrame:
        schema = from_arrow_schema(rows.schema, prefer_timestamp_ntz=True)
        return self.spark.createDataFrame(rows, schema) if rows.num_rows else self.spark.createDataFrame([], schema)

    def _make_table(self, entry: Model, variables: Variables) -> TableResult:
        start = time.perf_counter()
        with spark_errors_as_model_errors(entry):
            self.spark.sparkContext.setJobDescription(entry.name)
            query = translate(entry.sql, variables)
            with self._register_views(query.views):
                frame = self.spark.sql(query.sql)
                check_columns_match_header(entry, frame.columns)
                columns = [col(f"`{c}`").alias(c, metadata={"comment": entry.columns[c]}) for c in frame.columns]
                path = tables.table_path(self.folder, entry.name, self.name)
                frame.select(columns).write.mode("overwrite").parquet(spark_url(path))
            table = self.spark.read.schema(frame.schema).parquet(spark_url(path))
            table.createOrReplaceTempView(view_name(entry.name))
            rows = table.count()
        return TableResult(entry, False, rows, time.perf_counter() - start, {}, run_checks(self.spark, entry))

    @contextmanager
    def _register_views(self, views: list[View]) -> Iterator[None]:
        """Register the CTEs of a model; those read more than once stay on the executors meanwhile."""
        persisted = []
        try:
            for view in views:
                frame = self._run_recursion(view) if view.again else self.spark.sql(view.sql)
                if view.uses > 1 and not view.again:
                    persisted.append(frame.persist())
                frame.createOrReplaceTempView(view.name)
            yield
        finally:
            for frame in persisted:
                frame.unpersist()
            for view in views:
                self.spark.catalog.dropTempView(view.name)
            remove_dir(self.beside / "rounds")

    def _run_recursion(self, view: View) -> DataFrame:
        """Run a recursive CTE with a key in rounds, each on the new rows of the last one.

        Each round is written, so a lost executor costs one round, and query plans stay short. Raises ModelError if
        there are still new rows after MAX_ROUNDS.
        """
        new_rows = known = self._store_round(self.spark.sql(view.sql), 0)
        for number in range(1, MAX_ROUNDS + 1):
            if new_rows.isEmpty():
                return known
            new_rows.createOrReplaceTempView(view.name)
            known.createOrReplaceTempView(view_name(f"recurring.{view.name}"))
            new_rows = self._store_round(self.spark.sql(view.again).toDF(*known.columns), 2 * number)
            rest = known.join(new_rows, list(view.key), "left_anti")
            known = self._store_round(rest.unionByName(new_rows), 2 * number + 1)
        raise ModelError(f"has a recursion, {view.name}, that has not settled in {MAX_ROUNDS} rounds")

    def _store_round(self, frame: DataFrame, number: int) -> DataFrame:
        path = spark_url(self.beside / "rounds" / str(number))
        frame.write.mode("overwrite").parquet(path)
        return self.spark.read.schema(frame.schema).parquet(path)


@contextmanager
def spark_errors_as_model_errors(entry: Model) -> Iterator[None]:
    """Raise Spark's error about a model as a ModelError, as DuckDB's errors are."""
    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise ModelError(f"{entry.where} does not run on Spark: {error_summary(error)}") from error
    except ModelError as error:
        raise error if str(error).startswith("sql/") else ModelError(f"{entry.where} {error}") from error
