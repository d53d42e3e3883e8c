"""What a refresh on a cluster works with in the place of processes and DuckDB: a map, and a build."""

import functools
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from pyspark.sql import SparkSession

from pipeline.lake.pool import Map
from pipeline.spark import tables
from pipeline.spark.build import Cluster
from pipeline.spark.mapping import mapped
from pipeline.spark.session import session
from pipeline.warehouse.build import Built
from pipeline.warehouse.catalog import Catalog
from pipeline.warehouse.session import Parts, Sources


class Spark(ExitStack):
    """The cluster at `master`, connected when it is first needed; its tables lie in `folder`, named by the refresh."""

    def __init__(self, master: str | None, folder: Path, name: str) -> None:
        super().__init__()
        self.master, self.folder, self.name = master, folder, name

    @functools.cached_property
    def session(self) -> SparkSession:
        return self.enter_context(session(self.master))

    @property
    def map_(self) -> Map:
        return mapped(lambda: self.session)

    def build(
        self,
        target: Path,
        catalog: Catalog,
        sources: Sources,
        as_of: datetime,
        *,
        made_of: Parts,
        memory: str | None = None,
        **_: object,
    ) -> list[Built]:
        """The counterpart of warehouse.build, which always builds everything."""
        cluster = Cluster(self.session, self.folder, self.name)
        return cluster.build(target, catalog, sources, as_of, made_of=made_of, memory=memory)

    def commit(self, built: list[Built]) -> None:
        tables.commit(self.folder, self.name, built)
