"""Resource of a run: one refresh, which holds the lock. Add an option as a field here."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

import dagster as dg
from pydantic import Field, PrivateAttr

from pipeline.defs.run_records import delete_old_runs, end_dead_runs
from pipeline.engine import EngineName
from pipeline.errors import PostsError, disk_error
from pipeline.lock import hold_run_lock
from pipeline.refresh import Options, RefreshRun, open_refresh
from pipeline.settings import Settings
from pipeline.startup import without_garbage_collection


class RefreshResource(dg.ConfigurableResource):
    """One refresh, shared by the assets of a run; `run` exists while that run executes."""

    full: bool = Field(default=False, description="Read and build everything again, whatever has changed.")
    allow_shrink: bool = Field(default=False, description="Publish even if a site lost more than a fifth of its posts.")
    engine: EngineName = Field(default="duckdb", description="This machine, or a cluster.")
    variables: dict[str, str] = Field(
        default={}, description="Variables of docs/operating.md, which go before the environment and .env."
    )

    _run: RefreshRun = PrivateAttr()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator["RefreshResource", None, None]:
        """Yield this resource with a refresh; end dead runs before, delete old runs after."""
        settings = Settings.from_env(self.variables)
        options = Options(self.full, self.allow_shrink, self.engine)
        run_id = context.run.run_id if context.run else None
        with without_garbage_collection(), ExitStack() as stack:
            if run_id:
                stack.enter_context(hold_run_lock(settings.warehouse, run_id))
            who = f"run {run_id[:8]}" if run_id else "a direct call"

            def end_dead() -> None:
                if context.instance and context.log:
                    end_dead_runs(context.instance, settings, context.log)

            self._run = stack.enter_context(open_refresh(settings, options, who, end_dead))
            yield self
            if context.instance:
                delete_old_runs(context.instance, settings, datetime.now(UTC))

    @property
    def run(self) -> RefreshRun:
        return self._run


@contextmanager
def user_errors_as_failures() -> Iterator[None]:
    """Raise a PostsError, or an error of the disk, as a Failure: one sentence, no retries."""
    try:
        yield
    except PostsError as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
    except OSError as error:
        message = disk_error(error)
        raise dg.Failure(description=str(message), allow_retries=False) from message
