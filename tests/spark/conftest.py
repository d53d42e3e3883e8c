"""A session in this process for what is small, and a cluster of processes for what is not. Without the extra: nothing."""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# `make cluster` has the extra; there a test that cannot be imported is an error
if importlib.util.find_spec("pyspark") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    from pyspark.sql import SparkSession

    from tests.spark.cluster import QUICK, Standalone

    @pytest.fixture(scope="module")
    def spark() -> Iterator[SparkSession]:
        """A session on two threads of this process."""
        from pipeline.spark.session import open_session

        os.environ.update(QUICK)
        with open_session("local[2]") as spark:
            spark.conf.set("spark.sql.shuffle.partitions", "2")
            yield spark

    @pytest.fixture(scope="module")
    def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standalone]:
        """A master and two workers of one core each, on loopback."""
        with Standalone(Path(tmp_path_factory.mktemp("cluster")), workers=2) as cluster:
            yield cluster


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.spark)
