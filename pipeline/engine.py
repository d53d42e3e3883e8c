"""Engine of a refresh: this machine, or a Spark cluster. No other module knows which.

Spark is an extra, so it is imported only when it is chosen. Its options and variables are defined here alone. Add an
engine here: a name in EngineName, and a class that fulfils `Engine` in a folder of its own.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol, cast, get_args

from pipeline.errors import PostsError, UsageError
from pipeline.lake.pool import Map, process_pool
from pipeline.settings import Settings
from pipeline.warehouse.build import TableResult, build
from pipeline.warehouse.catalog import Catalog
from pipeline.warehouse.session import Inputs

EngineName = Literal["duckdb", "spark"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)  # the first is this machine
OPTIONS: Mapping[str, tuple[str, str]] = {  # of the command line: variable, help
    "master": ("POSTS_SPARK_MASTER", "of the Spark cluster (default: $POSTS_SPARK_MASTER, or spark-submit's)"),
    "store": (
        "POSTS_SPARK_STORE",
        "where the cluster keeps its files (default: $POSTS_SPARK_STORE, else the warehouse)",
    ),
}


class Engine(Protocol):
    """Machine or cluster that does the work of a refresh."""

    @property
    def store(self) -> Path:
        """Return the folder of the lake's packs, which may be a URL."""

    def map(self) -> AbstractContextManager[Map]:
        """Return a context that yields the `map` for the tasks of the lake."""

    def build(
        self, target: Path, catalog: Catalog, inputs: Inputs, as_of: datetime, **options: Any
    ) -> list[TableResult]:
        """Build every table into the DuckDB file `target`; see warehouse.build.build."""

    def commit(self, built: list[TableResult]) -> None:
        """Commit what a build left outside `target`; called when the tables have passed the gate."""


class LocalEngine:
    """Processes and DuckDB on this machine."""

    def __init__(self, settings: Settings) -> None:
        self.store = settings.lake

    def map(self) -> AbstractContextManager[Map]:
        return process_pool()

    def build(
        self, target: Path, catalog: Catalog, inputs: Inputs, as_of: datetime, **options: Any
    ) -> list[TableResult]:
        return build(target, catalog, inputs, as_of, **options)

    def commit(self, built: list[TableResult]) -> None:
        """Do nothing: a local build leaves nothing outside its target."""


@contextmanager
def open_engine(name: EngineName, settings: Settings, refresh_id: str) -> Iterator[Engine]:
    """Yield the engine called `name`.

    Raises PostsError where it is not installed or cannot be reached, UsageError for a store that is no folder's URL.
    """
    if name == "duckdb":
        yield LocalEngine(settings)
        return
    try:
        from pipeline.spark.engine import SparkEngine  # noqa: PLC0415 -- an extra, which most installations lack
    except ImportError as error:
        raise PostsError(f"--engine spark needs the extra [spark]: make spark ({error})") from error
    store = _parse_store(settings.variables.get("POSTS_SPARK_STORE"))
    try:
        if store:
            store.exists()
    except Exception as error:  # each kind of store has its own library, with its own errors
        raise PostsError(f"POSTS_SPARK_STORE, {store}, cannot be reached: {error}") from error
    root = store or settings.warehouse
    with SparkEngine(settings.variables.get("POSTS_SPARK_MASTER"), root, refresh_id) as engine:
        yield engine


def _parse_store(text: str | None) -> Path | None:
    """Return POSTS_SPARK_STORE, the URL of a folder that all machines reach, as a path."""
    if not text:
        return None
    from upath import UPath  # noqa: PLC0415 -- a tenth of a second, for clusters alone

    found = re.match(r"([a-z0-9]+)://([^/@]*)/.", text)
    # A host in hdfs:// would be ignored: the cluster's own setting, fs.defaultFS, decides.
    if not found or (found[1] in ("file", "hdfs") and found[2]) or re.search(r"[*?{}\[\]\\]", text):
        examples = "s3a://BUCKET/FOLDER, hdfs:///FOLDER, file:///FOLDER or the like"
        raise UsageError(f"POSTS_SPARK_STORE is no URL of a folder without a password; give {examples}")
    try:
        # A UPath has all methods of Path that are used. Executors write too, so listings are not cached.
        return cast(Path, UPath(text, use_listings_cache=False))
    except ValueError as error:
        raise UsageError(f"POSTS_SPARK_STORE: {error}") from error
