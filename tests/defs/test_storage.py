"""Events of a run in one transaction, in the storage that dagster.yaml names: nothing lost, nothing seen early."""

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dagster as dg
import pytest
from alembic.script import ScriptDirectory
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from dagster._core.storage.runs.sqlite import sqlite_run_storage
from dagster._core.storage.sql import get_alembic_config

from pipeline.defs import storage
from pipeline.defs.storage import EventLog, one_transaction
from tests.conftest import PROJECT


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    shutil.copy(PROJECT / "dagster.yaml", tmp_path)
    monkeypatch.setattr(storage, "find_project", lambda: tmp_path)
    with dg.DagsterInstance.from_config(str(tmp_path)) as made:
        yield made


def index(folder: Path) -> int:
    """Materialisations that another process sees."""
    with sqlite3.connect(folder / ".dagster/storage/history/runs/index.db") as other:
        return other.execute(
            "select count(*) from event_logs where dagster_event_type = 'ASSET_MATERIALIZATION'"
        ).fetchone()[0]


def test_events_are_committed_together_also_those_of_a_run_that_fails(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    assert isinstance(instance.event_log_storage, EventLog)
    seen = []

    @dg.multi_asset(specs=[dg.AssetSpec(name, skippable=True) for name in "abc"])
    def three(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
        with one_transaction(context.instance):
            for name in "ab":
                yield dg.MaterializeResult(name)
                seen.append(index(tmp_path))
        seen.append(index(tmp_path))
        with one_transaction(context.instance):
            yield dg.MaterializeResult("c")
            raise ValueError

    result = dg.materialize([three], instance=instance, raise_on_error=False)
    assert not result.success
    assert seen == [0, 0, 2]
    assert index(tmp_path) == 3
    kinds = [
        record.event_log_entry.dagster_event_type for record in instance.get_records_for_run(result.run_id).records
    ]
    assert kinds.count(dg.DagsterEventType.ASSET_MATERIALIZATION) == 3
    assert kinds.count(dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED) == 3
    assert kinds[-1] == dg.DagsterEventType.RUN_FAILURE
    assert [instance.get_latest_materialization_event(dg.AssetKey(name)) is not None for name in "abc"] == [True] * 3


def test_another_thread_is_not_held_up_by_an_open_transaction(instance: dg.DagsterInstance) -> None:
    with one_transaction(instance), ThreadPoolExecutor(1) as other:
        instance.get_asset_keys()
        assert list(other.submit(instance.get_asset_keys).result(timeout=20)) == []


def test_a_table_is_looked_for_until_it_is_there(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    storage = instance.event_log_storage
    assert isinstance(storage, EventLog)
    assert storage.supports_asset_checks
    assert not storage.has_table("later")
    with sqlite3.connect(tmp_path / ".dagster/storage/history/runs/index.db") as other:
        other.execute("create table later (a integer)")
    assert storage.has_table("later")
    (tmp_path / ".dagster/storage/history/runs/index.db").rename(tmp_path / "aside.db")
    assert storage.has_table("later")  # without opening the file again


def test_without_a_private_name_events_go_to_dagsters_own_storage_and_one_warning_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    names = {SqliteEventLogStorage: ("_connect", "no_such_name")}
    monkeypatch.setattr(storage, "PRIVATE_NAMES", names)
    shutil.copy(PROJECT / "dagster.yaml", tmp_path)
    monkeypatch.setattr(storage, "find_project", lambda: tmp_path)

    @dg.multi_asset(specs=[dg.AssetSpec("a"), dg.AssetSpec("b")])
    def two(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
        with one_transaction(context.instance):
            yield dg.MaterializeResult("a")
            yield dg.MaterializeResult("b")

    with caplog.at_level(logging.WARNING), dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        assert type(instance.event_log_storage) is SqliteEventLogStorage
        result = dg.materialize([two], instance=instance)
        assert result.success
        assert [run.status for run in instance.get_runs()] == [dg.DagsterRunStatus.SUCCESS]
        found = [instance.get_latest_materialization_event(dg.AssetKey(name)) for name in "ab"]
        assert [event is not None and event.run_id == result.run_id for event in found] == [True, True]
    assert index(tmp_path) == 2
    [warning] = [record.getMessage() for record in caplog.records if record.name == storage.__name__]
    assert warning == (
        f"Dagster {dg.__version__} has no SqliteEventLogStorage.no_such_name: events go to its own storage, one by one"
    )


def test_what_the_index_has_is_asked_once(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    event_log = instance.event_log_storage
    assert isinstance(event_log, EventLog)
    assert event_log.has_asset_key_index_cols()
    assert event_log.has_secondary_index("asset_key_table")
    assert not event_log.has_secondary_index("later")
    (tmp_path / ".dagster/storage/history/runs/index.db").rename(tmp_path / "aside.db")
    assert event_log.has_asset_key_index_cols()  # without opening the file again
    assert event_log.has_secondary_index("asset_key_table")


def test_migrations_are_read_once(instance: dg.DagsterInstance) -> None:
    first, second = (get_alembic_config(module.__file__) for module in (sqlite_event_log, sqlite_run_storage))
    migrations = ScriptDirectory.from_config(first)
    assert ScriptDirectory.from_config(second) is migrations
    assert migrations.as_revision_number("head") == storage._read_migrations(first).as_revision_number("head")
