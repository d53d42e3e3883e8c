"""Dagster's SQLite storage, with one transaction for the hundreds of events of a refresh.

Dagster's own opens, commits and closes a file or two for each event, and SQLite syncs the disk at each close. This one
needs a few private names of Dagster; where one is gone, Dagster's own takes its place. Start with `one_transaction`.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, NullPool, create_engine

SQLITE_TIMEOUT_S = 30  # how long SQLite waits for another writer
PRIVATE_NAMES = {
    SqliteEventLogStorage: ("_connect", "conn_string_for_shard", "has_table", "store_event_batch"),
    DagsterSqliteStorage: ("from_local", "event_log_storage"),
}


class EventLog(SqliteEventLogStorage):
    """Events as Dagster stores them; within `one_transaction`, each file is committed once."""

    def __init__(self, base_dir: str) -> None:
        self._open: dict[str, Connection] = {}
        self._holder: int | None = None  # the thread that is within the transaction
        self._closing = ExitStack()
        self._known_tables: set[str] = set()
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
        """Return whether a table exists; remember it, as Dagster asks before each of many events."""
        if table_name not in self._known_tables and super().has_table(table_name):
            self._known_tables.add(table_name)
        return table_name in self._known_tables

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        with self.one_transaction():
            super().store_event_batch(events)

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
        return cls.from_local(inst_data=inst_data, **config_value)


def one_transaction(instance: dg.DagsterInstance) -> AbstractContextManager[None]:
    """Return a context that records events in one transaction, if `Storage` is configured."""
    storage = instance.event_log_storage
    return storage.one_transaction() if isinstance(storage, EventLog) else nullcontext()
