"""Dagster's SQLite storage, with one transaction for many events: a refresh records hundreds of them.

Dagster's own opens, commits and closes a file or two for each event, and SQLite syncs the disk at each close.
"""

import os
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

BUSY_SECONDS = 30  # how long SQLite waits for another writer

os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", "1000")  # Dagster gives what a run intends to do as one batch


class EventLog(SqliteEventLogStorage):
    """Events as Dagster stores them; within `at_once` a file is opened once and committed at the end."""

    def __init__(self, base_dir: str) -> None:
        self._open: dict[str, Connection] = {}
        self._holder: int | None = None  # the thread that is within
        self._closing = ExitStack()
        self._tables: set[str] = set()  # that are known to be there
        super().__init__(base_dir)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        with ExitStack() as self._closing:
            self._holder = threading.get_ident()
            try:
                yield
            finally:
                self._holder = None
                self._open = {}

    def has_table(self, table_name: str) -> bool:
        """Dagster asks before each of many events; a table that is there stays."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        with self.at_once():
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
            self._open[shard] = self._closing.enter_context(_committed(self.conn_string_for_shard(shard)))
        yield self._open[shard]


@contextmanager
def _committed(url: str) -> Iterator[Connection]:
    """A connection whose transaction is committed in the end, also of a run that fails: what was said is kept."""
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
    with engine.connect() as connection:
        connection.begin()
        try:
            yield connection
        finally:
            connection.commit()
    engine.dispose()


class Storage(DagsterSqliteStorage):
    """What dagster.yaml names: SQLite for everything, events in an EventLog."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = EventLog(str(Path(base_dir) / "history" / "runs"))

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData, config_value: Any) -> "Storage":
        return cls.from_local(inst_data=inst_data, **config_value)


def at_once(instance: dg.DagsterInstance) -> AbstractContextManager[None]:
    """Within it, record events in one transaction; where another storage is configured, as that does it."""
    storage = instance.event_log_storage
    return storage.at_once() if isinstance(storage, EventLog) else nullcontext()
