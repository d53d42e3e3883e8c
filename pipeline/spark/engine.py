"""Engine of a refresh on a cluster: mapping.py runs the lake's tasks, build.py the models."""

import functools
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from pipeline.lake.pool import Map
from pipeline.spark import tables
from pipeline.spark.build import Cluster
from pipeline.spark.mapping import cluster_map
from pipeline.spark.session import open_session
from pipeline.warehouse.build import TableResult
from pipeline.warehouse.catalog import Catalog
from pipeline.warehouse.session import Inputs


class SparkEngine(ExitStack):
    """Cluster at `master`, connected when it is first needed; its files lie below `root`."""

    def __init__(self, master: str | None, root: Path, name: str) -> None:
        super().__init__()
        self.master, self.name = master, name
        self.store, self.folder = root / "lake", root / "spark"

    @functools.cached_property
    def session(self) -> SparkSession:
        return self.enter_context(open_session(self.master))

    def map(self) -> AbstractContextManager[Map]:
        return nullcontext(cluster_map(lambda: self.session))

    def build(
        self, target: Path, catalog: Catalog, inputs: Inputs, as_of: datetime, **options: Any
    ) -> list[TableResult]:
        """Build every table on the cluster, whatever was chosen; see warehouse.build.build."""
        cluster = Cluster(self.session, self.folder, self.name)
        return cluster.build(target, catalog, inputs, as_of, built_from=options["built_from"], memory=options["memory"])

    def commit(self, built: list[TableResult]) -> None:
        """Make the tables of this build those of the cluster, and remove all others."""
        tables.commit_tables(self.folder, self.name, built)
