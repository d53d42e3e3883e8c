"""The published file as an analyst's command opens it: read-only, and with no way to anything else."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb

from pipeline.errors import PostsError, UsageError
from pipeline.settings import Settings

T = TypeVar("T")

SESSION = Path(__file__).with_name("session.sql")
CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), 0x7F, *range(0x80, 0xA0))}


@contextmanager
def opened(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published file; what DuckDB says of a query becomes a PostsError. The variable as_of is models' own."""
    published = there(settings)
    try:
        connection = duckdb.connect(str(published), read_only=True)
    except duckdb.Error as error:
        why = str(error).splitlines()[0]
        raise PostsError(f"{published} cannot be opened: {why}; posts-warehouse refresh builds it again") from error
    try:
        with connection as duck:
            duck.execute(SESSION.read_text(encoding="utf-8"))
            duck.execute("set lock_configuration = true")  # settings such as profiling_output write files
            yield duck
    except duckdb.Error as error:
        raise PostsError(_said(str(error))) from error
    except RuntimeError as error:
        if str(error) == "Query interrupted":  # so DuckDB says Ctrl-C
            raise KeyboardInterrupt from None
        raise


def interruptible(duck: duckdb.DuckDBPyConnection, run: Callable[[], T]) -> T:
    """What `run` gives, which asks `duck`; Ctrl-C ends it. DuckDB itself hears of that now and then only."""
    with ThreadPoolExecutor(1) as thread:
        future = thread.submit(run)
        try:
            return future.result()
        except KeyboardInterrupt:
            while not future.done():
                duck.interrupt()
                wait([future], timeout=0.1)
            raise


def _said(message: str) -> str:
    """What DuckDB says of a query, without the number of a line that it counts in its own wrapping."""
    message = re.sub(r'\nDid you mean "(pg|duckdb|sqlite)_.*"\?', "", message)
    if message.startswith("Catalog Error: Table "):
        message += "\nposts-warehouse models lists the tables."
    if at := re.search(r"\n+(LINE \d+: )(.*)\n(.*)", message):
        message = f"{message[: at.start()]}\n    {at[2]}\n    {at[3][len(at[1]) :]}{message[at.end() :]}"
    return message


def there(settings: Settings) -> Path:
    """The published file's path; PostsError if nothing has been published."""
    if not settings.published.exists():
        raise PostsError(f"{settings.published} is not there yet: posts-warehouse refresh makes it")
    return settings.published


def outside(settings: Settings, target: Path) -> None:
    """Raise UsageError for a place in the warehouse."""
    if settings.warehouse.resolve() in target.resolve().parents:
        raise UsageError(f"{target} lies in the warehouse, where only a refresh writes; name another place")


def plain(line: str) -> str:
    """`line` without control characters: a title or a file name must not move the cursor or colour the terminal."""
    return line.translate(CONTROLS)


def plain_lines(text: str) -> str:
    """The same for several lines."""
    return "\n".join(map(plain, text.split("\n")))
