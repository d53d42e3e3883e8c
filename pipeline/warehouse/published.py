"""Published file: what it records of itself, its checksum, and the file before it.

Other modules open the file through `open_published`. Whether a new one is published is decided in publish.py.
"""

import functools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipeline.errors import NotPublishedError, PostsError
from pipeline.files import file_sha256, file_state, load_query, replacing
from pipeline.warehouse.session import FILE_FORMAT

PREVIOUS_NAME = "posts.previous.duckdb"
HOLD_NAME = ".hold"  # says since when
CHECKSUM_NAME = ".posts.sha256"  # as sha256sum writes and reads it
_QUERIES = Path(__file__).with_name("queries")


class HeldError(NotPublishedError):
    """Refusal to publish over a file that a rollback holds."""


@contextmanager
def open_published(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a read-only connection, in UTC; PostsError if there is no file that opens."""
    if not path.exists():
        raise PostsError(f"{path} is not there yet: posts-warehouse refresh makes it")
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        why = str(error).splitlines()[0]
        raise PostsError(f"{path} cannot be opened: {why}; posts-warehouse refresh builds it again") from error
    with connection as duck:
        duck.execute("set TimeZone = 'UTC'")
        yield duck


@dataclass(frozen=True)
class PublishedFile:
    """Inputs that a published file was built from, and when the clock alone outdates it."""

    as_of: datetime
    lake_id: str
    build_id: str
    next_due_at: datetime
    refresh_id: str  # the last refresh in it
    posts: dict[str, int]  # by site
    tables: frozenset[str]
    due_posts: dict[str, int] = field(default_factory=dict)  # by site, without posts of the future
    texts: dict[str, int] = field(default_factory=dict)  # by site: live posts that hold text
    words: dict[str, int] = field(default_factory=dict)  # by site, of live posts
    built_from: dict[str, str] = field(default_factory=dict)  # versions, by input, model and seed

    @classmethod
    def load(cls, path: Path) -> "PublishedFile | None":
        """Return what `path` records of itself; None without a file, or if it is not one of ours.

        Raises PostsError for a file of a newer release, of this project or of DuckDB.
        """
        state = file_state(path)
        try:
            published = cls._load(path, state) if state else None
        except duckdb.Error as error:
            if "newer version of DuckDB" not in str(error):
                return None
            raise PostsError(f"{path} was written by a newer release (of DuckDB); upgrade") from error
        format_ = published.build_id.partition(":")[0] if published else ""
        if format_.isdigit() and int(format_) > FILE_FORMAT:
            raise PostsError(
                f"{path} was written by a newer release (format {format_}, this one knows {FILE_FORMAT}); upgrade"
            )
        return published

    @classmethod
    @functools.lru_cache(2)  # one refresh reads it six times; errors are not cached
    def _load(cls, path: Path, _: tuple[int, int, int]) -> "PublishedFile | None":
        with duckdb.connect(str(path), read_only=True) as duck:
            duck.execute("set TimeZone = 'UTC'")
            return cls._query(duck)

    @classmethod
    def _query(cls, duck: duckdb.DuckDBPyConnection) -> "PublishedFile | None":
        head = duck.execute(load_query(_QUERIES, "published_inputs")).fetchone()
        if head is None or head[0] is None:
            return None
        counts = duck.execute(load_query(_QUERIES, "site_counts")).fetchall()
        posts, due, texts, words = ({row[0]: row[place] for row in counts} for place in range(1, 5))
        tables = duck.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        as_of, lake_id, build_id, next_due_at, refresh_id = head
        names = frozenset(name for (name,) in tables)
        built_from: dict[str, str] = {}
        with suppress(duckdb.CatalogException):  # a file of an earlier release
            built_from = dict(duck.execute("from made_of()").fetchall())
        return cls(as_of, lake_id, build_id, next_due_at, refresh_id, posts, names, due, texts, words, built_from)


def write_checksum(published: Path, new: Path) -> None:
    """Write the checksum of `new`; a refresh that finds another one builds the file again."""
    with replacing(published.with_name(CHECKSUM_NAME)) as beside:
        beside.write_text(f"{file_sha256(new)}  {published.name}\n")


def checksum_matches(published: Path) -> bool:
    """Return whether the published file is unchanged; True if no checksum was written."""
    try:
        checksum_line = published.with_name(CHECKSUM_NAME).read_text()
    except (FileNotFoundError, UnicodeDecodeError):
        return True
    return checksum_line == f"{file_sha256(published)}  {published.name}\n"


def keep_previous(published: Path) -> None:
    """Keep the published file as the file before too; a hard link, which costs no room."""
    with replacing(published.with_name(PREVIOUS_NAME)) as beside:
        _link_or_copy(published, beside)


def remove_wal(published: Path) -> None:
    """Remove the log that a tool left beside the published file; a stale one blocks opening."""
    published.with_name(f"{published.name}.wal").unlink(missing_ok=True)


def describe_hold(published: Path) -> str | None:
    """Return since when a rollback holds the file, and how to end that; None if none does."""
    try:
        since = published.with_name(HOLD_NAME).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return (
        f"{published} is held since {since} by rollback --hold: posts-warehouse rollback --release lets refreshes "
        "publish again."
    )


def refuse_while_held(published: Path) -> None:
    """Raise HeldError if a rollback holds the file."""
    if held := describe_hold(published):
        raise HeldError(f"{held} Nothing was changed.")


def hold(published: Path) -> None:
    """Keep refreshes from publishing until `release`."""
    with replacing(published.with_name(HOLD_NAME)) as beside:
        beside.write_text(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n", encoding="utf-8")


def release(published: Path) -> bool:
    """Let refreshes publish again; return whether the file was held."""
    path = published.with_name(HOLD_NAME)
    was_held = path.exists()
    path.unlink(missing_ok=True)
    return was_held


def rollback(published: Path) -> None:
    """Publish the file before again, and keep the one that was live as the file before.

    The caller holds the lock. Raises PostsError if there is no file before, or it cannot be opened.
    """
    previous = published.with_name(PREVIOUS_NAME)
    if not previous.exists():
        raise PostsError(f"{previous} is not there: nothing was published before")
    try:
        with duckdb.connect(str(previous), read_only=True) as duck:
            duck.execute("select site from core.sites").fetchall()
    except duckdb.Error as error:
        why = str(error).splitlines()[0]
        raise PostsError(f"{previous} cannot be published: {why}; {published.name} stays as it is") from error
    with replacing(previous) as kept:
        _link_or_copy(published if published.exists() else previous, kept)
        remove_wal(published)
        with replacing(published) as beside:
            _link_or_copy(previous, beside)
            write_checksum(published, beside)


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)
