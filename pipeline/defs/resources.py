"""What every asset of a run shares: the settings, the moment the run is of, and the lock that keeps other runs out."""

import gc
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import dagster as dg
from pydantic import PrivateAttr

from pipeline.defs.upkeep import end_dead_runs, forget_old_runs
from pipeline.errors import PostsError
from pipeline.lake.history import Refresh
from pipeline.lake.pool import Map, pool
from pipeline.lock import living, locked
from pipeline.progress import tell
from pipeline.settings import Settings


class Street(dg.ConfigurableResource):
    """One run of the pipeline. Held from its first asset to its last, so that two runs never interleave."""

    full: bool = False
    allow_shrink: bool = False
    engine: Literal["duckdb", "spark"] = "duckdb"

    _settings: Settings = PrivateAttr()
    _refresh: Refresh = PrivateAttr()
    _spark: Any = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator["Street", None, None]:
        self._settings = Settings.from_env()
        warehouse = self._settings.warehouse
        who = f"run {context.run.run_id[:8]}" if context.run else "a direct call"
        with _collecting_no_garbage(), ExitStack() as held:
            if context.run:
                held.enter_context(living(warehouse, context.run.run_id))
            held.enter_context(locked(warehouse / ".lock", who, tell))
            if context.instance and context.log:
                end_dead_runs(context.instance, self._settings, context.log)
            started_at = datetime.now(UTC)
            as_of = self._settings.as_of or started_at.replace(microsecond=0)
            self._refresh = Refresh(started_at, as_of)
            if self.engine == "spark":
                self._spark = held.enter_context(_spark(self._settings, self._refresh.id))
            yield self
            if context.instance:
                forget_old_runs(context.instance, self._settings, started_at)

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def refresh(self) -> Refresh:
        return self._refresh

    @property
    def store(self) -> Path:
        """Below it lie the lake's packs and a cluster's tables: the warehouse, unless a cluster has another."""
        return (self._spark and self._settings.spark_store) or self._settings.warehouse

    def mapping(self) -> AbstractContextManager[Map]:
        """What packs go through: processes, or a cluster."""
        if self._spark:
            return nullcontext(self._spark.map_)
        return pool()

    def engine_for_build(self) -> dict[str, Any]:
        """What publish() is given where a cluster builds."""
        return {"build": self._spark.build, "passed": self._spark.commit} if self._spark else {}


@contextmanager
def _collecting_no_garbage() -> Iterator[None]:
    """Millions of small objects are in no circle; to look for one again and again is a third of a look and a commit."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _spark(settings: Settings, name: str) -> AbstractContextManager[Any]:
    try:
        from pipeline.spark.engine import Spark  # noqa: PLC0415 -- an extra, which most installations lack
    except ImportError as error:
        raise PostsError(f"--engine spark needs the extra [spark]: make spark ({error})") from error
    try:
        if settings.spark_store:
            settings.spark_store.exists()
    except Exception as error:  # each kind of store has a library of its own, with errors of its own
        raise PostsError(f"POSTS_SPARK_STORE, {settings.spark_store}, cannot be reached: {error}") from error
    return Spark(settings.spark_master, (settings.spark_store or settings.warehouse) / "spark", name)


@contextmanager
def plainly() -> Iterator[None]:
    """What the user has to know becomes the run's failure as it stands, without a stack trace and without retries."""
    try:
        yield
    except PostsError as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
    except OSError as error:
        said = of_disk(error)
        raise dg.Failure(description=str(said), allow_retries=False) from said


def of_disk(error: OSError) -> PostsError:
    """What is said of a disk that fails where nothing is being replaced."""
    return PostsError(f"{error.filename or 'the disk'}: {error.strerror or error}")
