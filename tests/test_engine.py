"""Which engine a refresh gets, and which store of a cluster can be meant. What Spark does is tested in tests/spark/."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.cli.main import build_parser, overriding_variables
from pipeline.engine import OPTIONS, LocalEngine, _parse_store, open_engine
from pipeline.errors import PostsError, UsageError
from pipeline.settings import Settings
from pipeline.sources import SiteSource


def settings(variables: Mapping[str, str]) -> Settings:
    return Settings((SiteSource("s", Path("s")),), Path("warehouse"), "30 2 * * *", None, variables=variables)


def test_this_machine_works_in_the_warehouse_whatever_a_cluster_has() -> None:
    with open_engine("duckdb", settings({"POSTS_SPARK_STORE": "s3a://bucket/news"}), "r1") as engine:
        assert isinstance(engine, LocalEngine)
        assert engine.store == Path("warehouse/lake")


def test_a_cluster_without_its_extra_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pipeline.spark.engine", None)
    with (
        pytest.raises(PostsError, match=r"^--engine spark needs the extra \[spark\]: make spark \("),
        open_engine("spark", settings({}), "r1"),
    ):
        raise AssertionError("there is no such engine")


def test_options_of_the_command_line_go_into_the_variables_of_the_engine() -> None:
    words = ["refresh", "--engine", "spark", "--master", "local[1]", "--store", "file:///x", "a", "b"]
    variables = overriding_variables(build_parser().parse_args(words))
    assert variables == {"POSTS_SPARK_MASTER": "local[1]", "POSTS_SPARK_STORE": "file:///x", "POSTS_SITE": "a:b"}
    assert {variable for variable, _ in OPTIONS.values()} == variables.keys() - {"POSTS_SITE"}
    assert overriding_variables(build_parser().parse_args(["--warehouse", "w", "status"])) == {"POSTS_WAREHOUSE": "w"}


@pytest.mark.parametrize("url", ["s3a://bucket/news", "hdfs:///news", "file:///srv/a folder"])
def test_the_store_of_a_cluster_is_the_url_of_a_folder(url: str) -> None:
    store = _parse_store(url)
    assert f"{store} {store and store / 'lake'}" == f"{url} {url}/lake"


@pytest.mark.parametrize("text", [None, ""])
def test_without_a_store_the_cluster_writes_to_the_warehouse(text: str | None) -> None:
    assert _parse_store(text) is None


@pytest.mark.parametrize(
    "url",
    ["/srv/news", "s3a://bucket", "hdfs://name:9000/news", "file://srv/news", "s3a://key:secret@bucket/x", "none://a/b"]
    + [f"file:///srv/{character}" for character in "*?{[\\"],
)
def test_a_store_that_cannot_be_meant(url: str) -> None:
    with pytest.raises(UsageError, match="POSTS_SPARK_STORE") as said:
        _parse_store(url)
    assert "secret" not in str(said.value)
