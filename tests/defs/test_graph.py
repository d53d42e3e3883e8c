"""The graph that the operator sees, as Dagster loads it: every table and check is there, in its place."""

import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest

from pipeline.definitions import build_definitions, defs
from pipeline.defs.schedules import freshness_policy, nightly_schedule
from pipeline.inputs import load_models
from pipeline.project import SQL
from pipeline.settings import Settings
from pipeline.sources import SiteSource

DEFINITIONS = defs()
GRAPH = DEFINITIONS.resolve_asset_graph()
CATALOG = load_models(SQL)


def name(key: dg.AssetKey) -> str:
    return ".".join(key.path)


def test_every_model_is_an_asset_with_its_checks_and_nothing_else_is() -> None:
    read = {
        "site.sites",
        "site.authors",
        "site.names",
        "lake.revisions",
        "lake.files",
        "lake.posts",
        "lake.changes",
        "lake.refreshes",
    }
    read |= {f"lake.{table}" for table in ("terms", "fingerprints", "openings")}
    assert {name(key) for key in GRAPH.get_all_asset_keys()} == read | CATALOG.keys() | {"report.page"}
    assert Counter(f"{name(check.asset_key)} {check.name}" for check in GRAPH.asset_check_keys) == Counter(
        ["core.posts not_shrunk", "site.sites site_is_read"]
        + [f"{model} rules" for model in CATALOG]
        + [f"{name} warnings" for name, model in CATALOG.items() if model.warnings]
    )


def test_each_asset_has_group_kinds_description_and_columns() -> None:
    for key in GRAPH.get_all_asset_keys() - {dg.AssetKey(["report", "page"])}:
        node = GRAPH.get(key)
        schema, table = key.path
        assert node.group_name == schema
        assert node.kinds >= ({"parquet"} if schema == "lake" else {"yaml"} if schema == "site" else {"duckdb", "sql"})
        assert node.description and node.description.splitlines()[0].endswith("."), "one plain sentence first"
        columns = node.metadata["dagster/column_schema"].columns
        assert columns
        assert all(column.type not in ("", "?") and column.description for column in columns), "before any run"
        [reference] = node.metadata["dagster/code_references"].code_references
        assert Path(reference.file_path).is_file()
        assert node.owners == [{"site": "team:editors", "lake": "team:operators"}.get(schema, "team:analysts")]
        if f"{schema}.{table}" in CATALOG:
            assert {column.name: column.description for column in columns} == CATALOG[f"{schema}.{table}"].columns


def test_what_an_asset_stands_on_is_what_its_select_reads() -> None:
    for table, model in CATALOG.items():
        upstream = {name(key) for key in GRAPH.get(dg.AssetKey(table.split("."))).parent_keys}
        assert upstream == {read for read in model.reads if not read.startswith("seeds.")}


def test_the_page_stands_behind_the_tables_that_it_reads() -> None:
    node = GRAPH.get(dg.AssetKey(["report", "page"]))
    assert (node.group_name, node.kinds) == ("report", {"html"})
    upstream = {name(key) for key in node.parent_keys}
    assert (
        {"core.sites", "cadence.weekly", "topics.topics", "core.problems", "core.changes"} <= upstream <= CATALOG.keys()
    )
    assert "staging.texts" not in upstream


def test_checks_block_and_warnings_do_not() -> None:
    for check in GRAPH.asset_check_keys:
        assert GRAPH.get_check_spec(check).blocking is (check.name not in ("warnings", "site_is_read"))


def test_the_job_is_everything_and_runs_in_one_process() -> None:
    job = DEFINITIONS.resolve_job_def("refresh")
    assert job.executor_def.name == "in_process"
    assert set(job.asset_layer.executable_asset_keys) == set(GRAPH.get_all_asset_keys())


def test_each_option_of_the_launchpad_is_described() -> None:
    [resource] = [DEFINITIONS.resolve_job_def("refresh").resource_defs["refresh"]]
    fields = vars(resource.config_schema.as_field().config_type)["fields"]
    assert fields.keys() == {"sites", "as_of", "full", "allow_shrink", "drop", "engine", "variables"}
    assert all(field.description and field.description.endswith(".") for field in fields.values())
    assert not any(field.is_required for field in fields.values())


def test_an_edited_check_leaves_the_code_version_of_its_table_and_edited_sql_does_not(tmp_path: Path) -> None:
    shutil.copytree(SQL, tmp_path / "sql")
    path = tmp_path / "sql/core/tags.sql"
    text = path.read_text()
    version = load_models(SQL)["core.tags"]
    for old, new, is_same in [("checks:\n", "checks:\n  always: true\n", True), ("\nselect\n", "\nselect  \n", False)]:
        path.write_text(text.replace(old, new, 1))
        edited = load_models(tmp_path / "sql")["core.tags"]
        assert edited.version != version.version
        assert (edited.sql_version == version.sql_version) is is_same


@pytest.mark.parametrize(
    ("config", "cron", "zone"),
    [
        pytest.param("timezone: Europe/Berlin\n", "30 2 * * *", "Europe/Berlin", id="the site's own zone"),
        pytest.param("timezone: UTC+5:30\n", "30 2 * * *", "UTC", id="an offset that is no zone of Dagster's"),
        pytest.param("title: none\n", "15 4 * * 1", "UTC", id="UTC without one"),
        pytest.param("title: [broken\n", "30 2 * * *", "UTC", id="a broken site does not keep the UI from loading"),
        pytest.param(None, "30 2 * * *", "UTC", id="nor does a missing one"),
    ],
)
def test_the_nightly_schedule(tmp_path: Path, config: str | None, cron: str, zone: str) -> None:
    if config is not None:
        (tmp_path / "_config.yml").write_text(config)
    site = tmp_path if config is not None else tmp_path / "missing"
    schedule = nightly_schedule(Settings((SiteSource("s", site),), tmp_path, cron, None))
    assert (schedule.cron_schedule, schedule.execution_timezone) == (cron, zone)
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    assert schedule.job_name == "refresh"


@pytest.mark.parametrize(
    ("cron", "hours"),
    [
        pytest.param("30 2 * * *", 26, id="every night"),
        pytest.param("15 4 * * 1", 7 * 24 + 2, id="every week"),
        pytest.param("0 3 * * 1-5", 3 * 24 + 2, id="over the weekend"),
        pytest.param("0 * * * *", 3, id="every hour"),
        pytest.param("*/10 6-8 * * 1", (7 * 24 - 3) + 2 + 1 / 6, id="in the hours of one day"),
        pytest.param("0 3 1 1 *", 366 * 24 + 2, id="every year"),
        pytest.param("0 3 29 2 *", 2921 * 24 + 2, id="every leap year, one of which is left out in 2100"),
    ],
)
def test_the_file_may_be_as_old_as_the_schedule_lets_it_become(tmp_path: Path, cron: str, hours: float) -> None:
    settings = Settings((SiteSource("s", tmp_path),), tmp_path, cron, None)
    policy = dg.FreshnessPolicy.time_window(timedelta(hours=hours))
    assert freshness_policy(nightly_schedule(settings), cron) == policy
    graph = build_definitions(settings).resolve_asset_graph()
    assert {name(key) for key in graph.get_all_asset_keys() if graph.get(key).to_asset_spec().freshness_policy} == {
        "core.posts"
    }
    assert graph.get(dg.AssetKey(["core", "posts"])).to_asset_spec().freshness_policy == policy
