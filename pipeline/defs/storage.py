"""Dagster's state: below the project, wherever Dagster is started; events of a refresh in one transaction.

dagster.yaml names the classes. Dagster's own event log opens, commits and closes a file or two for each event, and
SQLite syncs the disk at each close. This one needs a few private names of Dagster; where one is gone, Dagster's own
takes its place. Start with `one_transaction`.
"""

import functools
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import dagster as dg
from alembic.config import Config
from alembic.script import ScriptDirectory
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.local_compute_log_manager import LocalComputeLogManager
from dagster._core.storage.root import LocalArtifactStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from dagster._utils.error import SerializableErrorInfo
from sqlalchemy import Connection, NullPool, create_engine

from pipeline.errors import user_error_names
from pipeline.project import find_project, no_project

SQLITE_TIMEOUT_S = 30  # how long SQLite waits for another writer
PRIVATE_NAMES = {
    SqliteEventLogStorage: (
        *("_connect", "conn_string_for_shard", "has_table", "store_event_batch"),
        *("has_secondary_index", "_has_asset_key_col_on_connection"),
    ),
    DagsterSqliteStorage: ("from_local", "event_log_storage"),
}


_read_migrations = ScriptDirectory.from_config
_migrations: dict[str | None, ScriptDirectory] = {}


def _read_migrations_once(config: Config) -> ScriptDirectory:
    """Return Dagster's migrations; it asks for all ninety, to know the newest, whenever it opens or makes a file."""
    folder = config.get_main_option("script_location")
    if folder not in _migrations:
        _migrations[folder] = _read_migrations(config)
    return _migrations[folder]


ScriptDirectory.from_config = _read_migrations_once  # type: ignore[method-assign]


class EventLog(SqliteEventLogStorage):
    """Events as Dagster stores them; within `one_transaction`, each file is committed once."""

    def __init__(self, base_dir: str) -> None:
        self._open: dict[str, Connection] = {}
        self._holder: int | None = None  # the thread that is within the transaction
        self._closing = ExitStack()
        self._known: set[tuple[str, str]] = set()
        super().__init__(base_dir)

    @contextmanager
    def one_transaction(self) -> Iterator[None]:
        """Store the events of this thread in one transaction for each file, within the block."""
        with ExitStack() as self._closing:
            self._holder = threading.get_ident()
            try:
                yield
            finally:
                self._holder = None
                self._open = {}

    def has_table(self, table_name: str) -> bool:
        return self._ask_once("table", table_name, super().has_table)

    def has_secondary_index(self, name: str) -> bool:
        return self._ask_once("secondary index", name, super().has_secondary_index)

    def _has_asset_key_col_on_connection(self, conn: Connection, column_name: str) -> bool:
        ask = functools.partial(super()._has_asset_key_col_on_connection, conn)
        return self._ask_once("column of asset_keys", column_name, ask)

    def _ask_once(self, what: str, name: str, has: Callable[[str], bool]) -> bool:
        """Return whether the storage has something; remember it, as Dagster asks before each of many events."""
        if (what, name) not in self._known and has(name):
            self._known.add((what, name))
        return (what, name) in self._known

    def store_event(self, event: EventLogEntry) -> None:
        super().store_event(without_stack_trace(event))

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        with self.one_transaction():
            super().store_event_batch([without_stack_trace(event) for event in events])

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        if self._holder != threading.get_ident():
            with super()._connect(shard) as connection:
                yield connection
            return
        if shard not in self._open:
            with super()._connect(shard):  # makes the tables of a new file
                pass
            self._open[shard] = self._closing.enter_context(_open_transaction(self.conn_string_for_shard(shard)))
        yield self._open[shard]


@contextmanager
def _open_transaction(url: str) -> Iterator[Connection]:
    """Yield a connection; commit at the end, also after an error, to keep the events so far."""
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": SQLITE_TIMEOUT_S})
    with engine.connect() as connection:
        connection.begin()
        try:
            yield connection
        finally:
            connection.commit()
    engine.dispose()


def without_stack_trace(event: EventLogEntry) -> EventLogEntry:
    """Return an event whose error is only its message, if it is one that the user can act on."""
    data: Any = event.dagster_event and event.dagster_event.event_specific_data
    chain = [getattr(data, "error", None)]
    while chain[-1]:
        chain.append(chain[-1].cause)
    known = user_error_names() | {"UserFailure"}
    error = next((error for error in chain if error and error.cls_name in known), None)
    if error is None or event.dagster_event is None:
        return event
    message = re.sub(rf"^[\w.]*{error.cls_name}: ", "", error.message)
    plain = SerializableErrorInfo(message, [], error.cls_name)
    return event._replace(dagster_event=event.dagster_event._replace(event_specific_data=data._replace(error=plain)))


class Storage(DagsterSqliteStorage):
    """Storage that dagster.yaml names: SQLite for everything, with events in an EventLog."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        missing = [
            f"{c.__name__}.{name}" for c, names in PRIVATE_NAMES.items() for name in names if not hasattr(c, name)
        ]
        if missing:
            logging.getLogger(__name__).warning(
                "Dagster %s has no %s: events go to its own storage, one by one", dg.__version__, ", ".join(missing)
            )
            return
        self._event_log_storage = EventLog(str(Path(base_dir) / "history" / "runs"))

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData, config_value: Any) -> "Storage":
        return cls.from_local(inst_data=inst_data, base_dir=_below_project(config_value))


class ArtifactStorage(LocalArtifactStorage):
    """Files of runs, below the project."""

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "ArtifactStorage":
        return cls(_below_project(config_value), inst_data)


class ComputeLogs(LocalComputeLogManager):
    """Output of runs, below the project."""

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "ComputeLogs":
        return cls(_below_project(config_value), inst_data=inst_data)


def _below_project(config: Mapping[str, Any]) -> str:
    """Return `base_dir` of dagster.yaml, which Dagster itself takes relative to the current folder."""
    project = find_project()
    if project is None:
        raise no_project()
    return str(project / config["base_dir"])


def one_transaction(instance: dg.DagsterInstance) -> AbstractContextManager[None]:
    """Return a context that records events in one transaction, if `Storage` is configured."""
    storage = instance.event_log_storage
    return storage.one_transaction() if isinstance(storage, EventLog) else nullcontext()
