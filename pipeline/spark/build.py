"""Every model in order as Parquet tables, made and checked by a cluster; what is published is read from these."""

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
from pipeline.files import is_local, made, remove
from pipeline.progress import tracked
from pipeline.spark import tables
from pipeline.spark.checks import check
from pipeline.spark.dialect import Variables, View, translated
from pipeline.spark.rows import table
from pipeline.spark.session import said
from pipeline.spark.tables import url
from pipeline.warehouse import seeds
from pipeline.warehouse.build import Built, as_described, comment
from pipeline.warehouse.catalog import Catalog
from pipeline.warehouse.model import Model
from pipeline.warehouse.session import Parts, Sources, build_id, opened

ROUNDS = 50  # of a recursive model; labels that jump need the logarithm of the longest chain


class Cluster:
    """A session, the folder of its tables, and what this build calls its files."""

    def __init__(self, spark: SparkSession, folder: Path, name: str) -> None:
        self.spark, self.folder, self.name = spark, folder, name
        self.beside = folder / f".beside-{name}"  # what a build needs and leaves nothing of

    def build(
        self, target: Path, catalog: Catalog, sources: Sources, as_of: datetime, *, made_of: Parts, memory: str | None
    ) -> list[Built]:
        """Make and check every table on the cluster, and write `target` from them; the counterpart of warehouse.build.

        The tables are not committed; whoever decides that `target` is published does that.
        """
        variables: Variables = {"as_of": as_of, "lake_id": sources.lake_id, "build_id": build_id(made_of)}
        try:
            self._give(sources)
            entries = [self._made(catalog[name], variables) for name in tracked("build", catalog, [1] * len(catalog))]
        finally:
            remove(self.beside)
        unread: dict[str, tuple[pa.Schema, list[Path]]] = {
            name: (schema, []) for name, (schema, _) in sources.files.items()
        }  # columns have types without rows
        with opened(target, replace(sources, files=unread), as_of, made_of, memory) as duck:
            built = []
            if not is_local(self.folder):
                duck.register_filesystem(cast(UPath, self.folder).fs)
            for entry in entries:
                duck.execute(f"create schema if not exists {entry.model.schema}")
                duck.execute(f"create table {entry.model.name} as {entry.model.sql} with no data")
                if files := tables.files(self.folder, entry.model.name, self.name):
                    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
                    rows = f"read_parquet([{listed}], hive_partitioning = false)"
                    duck.execute(f"insert into {entry.model.name} select * from {rows}")
                comment(duck, entry.model)
                types = {row[0]: row[1] for row in duck.execute(f"describe {entry.model.name}").fetchall()}
                built.append(Built(entry.model, False, entry.rows, entry.seconds, types, entry.checks))
        return built

    def _give(self, sources: Sources) -> None:
        """The sources as views."""
        given = dict(sources.tables) | {f"seeds.{n}": seeds.read_seed(sources.seeds, n) for n in seeds.SEEDS}
        for name, rows in given.items():
            self._frame(rows).createOrReplaceTempView(table(name))
        for name, (schema, paths) in sources.files.items():
            read = self.spark.read.schema(from_arrow_schema(schema, prefer_timestamp_ntz=True))
            within = [url(self._within_reach(path)) for path in paths]
            frame = read.parquet(*within) if within else self._frame(schema.empty_table())
            frame.createOrReplaceTempView(table(name))

    def _within_reach(self, path: Path) -> Path:
        """A file of the warehouse's where executors find it: in the store, if that is another place."""
        if is_local(self.folder) or not is_local(path):
            return path
        made(self.beside / "given")
        copy = self.beside / "given" / path.name
        copy.write_bytes(path.read_bytes())
        return copy

    def _frame(self, rows: pa.Table) -> DataFrame:
        schema = from_arrow_schema(rows.schema, prefer_timestamp_ntz=True)
        return self.spark.createDataFrame(rows, schema) if rows.num_rows else self.spark.createDataFrame([], schema)

    def _made(self, entry: Model, variables: Variables) -> Built:
        start = time.perf_counter()
        with plainly(entry):
            self.spark.sparkContext.setJobDescription(entry.name)
            query = translated(entry.sql, variables)
            with self.views(query.views):
                frame = self.spark.sql(query.sql)
                as_described(entry, frame.columns)
                meant = [col(f"`{c}`").alias(c, metadata={"comment": entry.columns[c]}) for c in frame.columns]
                path = tables.path(self.folder, entry.name, self.name)
                frame.select(meant).write.mode("overwrite").parquet(url(path))
            written = self.spark.read.schema(frame.schema).parquet(url(path))
            written.createOrReplaceTempView(table(entry.name))
            rows = written.count()
        return Built(entry, False, rows, time.perf_counter() - start, {}, check(self.spark, entry))

    @contextmanager
    def views(self, views: list[View]) -> Iterator[None]:
        """The CTEs of a model; what is read more than once is kept on the executors until the model is made."""
        kept = []
        try:
            for view in views:
                frame = self._settled(view) if view.again else self.spark.sql(view.sql)
                if view.uses > 1 and not view.again:
                    kept.append(frame.persist())
                frame.createOrReplaceTempView(view.name)
            yield
        finally:
            for frame in kept:
                frame.unpersist()
            for view in views:
                self.spark.catalog.dropTempView(view.name)
            remove(self.beside / "rounds")

    def _settled(self, view: View) -> DataFrame:
        """A recursive CTE with a key: rounds that each read the news of the last one, until there are none.

        Each round is written, so that a lost executor costs one round, and plans stay as long as one.
        """
        news = known = self._stored(self.spark.sql(view.sql), 0)
        for number in range(1, ROUNDS + 1):
            if news.isEmpty():
                return known
            news.createOrReplaceTempView(view.name)
            known.createOrReplaceTempView(table(f"recurring.{view.name}"))
            news = self._stored(self.spark.sql(view.again).toDF(*known.columns), 2 * number)
            rest = known.join(news, list(view.key), "left_anti")
            known = self._stored(rest.unionByName(news), 2 * number + 1)
        raise ModelError(f"has a recursion, {view.name}, that has not settled in {ROUNDS} rounds")

    def _stored(self, frame: DataFrame, number: int) -> DataFrame:
        path = url(self.beside / "rounds" / str(number))
        frame.write.mode("overwrite").parquet(path)
        return self.spark.read.schema(frame.schema).parquet(path)


@contextmanager
def plainly(entry: Model) -> Iterator[None]:
    """What Spark says of a model as the line that DuckDB's errors become too."""
    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise ModelError(f"{entry.where} does not run on Spark: {said(error)}") from error
    except ModelError as error:
        raise error if str(error).startswith("sql/") else ModelError(f"{entry.where} {error}") from error
