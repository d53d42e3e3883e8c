"""Published file as an analyst's command opens it: read-only, and closed to all else."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb

from pipeline.errors import PostsError, UsageError
from pipeline.settings import Settings
from pipeline.warehouse.published import open_published

T = TypeVar("T")

SESSION_SQL = Path(__file__).with_name("session.sql")


@contextmanager
def open_for_analyst(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield the published file, closed to all others; query errors become PostsErrors."""
    try:
        with open_published(settings.published) as duck:
            duck.execute(SESSION_SQL.read_text(encoding="utf-8"))
            duck.execute("set lock_configuration = true")  # settings such as profiling_output write files
            yield duck
    except duckdb.Error as error:
        raise PostsError(_clean_error(str(error))) from error
    except RuntimeError as error:
        if str(error) == "Query interrupted":  # DuckDB's word for Ctrl-C
            raise KeyboardInterrupt from None
        raise


def run_interruptibly(duck: duckdb.DuckDBPyConnection, run: Callable[[], T]) -> T:
    """Return the result of `run`, which queries `duck`; Ctrl-C interrupts it at once."""
    with ThreadPoolExecutor(1) as thread:
        future = thread.submit(run)
        try:
            return future.result()
        except KeyboardInterrupt:
            while not future.done():
                duck.interrupt()
                wait([future], timeout=0.1)
            raise


def _clean_error(message: str) -> str:
    """Return DuckDB's message without line numbers, which count its own wrapping."""
    message = re.sub(r'\nDid you mean "(pg|duckdb|sqlite)_.*"\?', "", message)
    if message.startswith("Catalog Error: Table "):
        message += "\nposts-warehouse models lists the tables."
    if found := re.search(r"\n+(LINE \d+: )(.*)\n(.*)", message):
        query = f"\n    {found[2]}\n    {found[3][len(found[1]) :]}"
        message = f"{message[: found.start()]}{query}{message[found.end() :]}"
    return message


def refuse_inside_warehouse(settings: Settings, target: Path) -> None:
    """Raise UsageError if `target` lies in the warehouse."""
    if settings.warehouse.resolve() in target.resolve().parents:
        raise UsageError(f"{target} lies in the warehouse, where only a refresh writes; name another place")
