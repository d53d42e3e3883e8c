"""Resource of a run: one refresh, which holds the lock. Add an option of the launchpad as a field here."""

import os
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any

import dagster as dg
from pydantic import Field, PrivateAttr

from pipeline.defs.run_records import SITES_TAG, TRIGGER_TAG, delete_old_runs, describe_trigger, end_dead_runs
from pipeline.engine import EngineName
from pipeline.errors import PostsError, disk_error
from pipeline.lock import hold_run_lock
from pipeline.refresh import Options, RefreshRun, open_refresh
from pipeline.settings import Settings
from pipeline.startup import without_garbage_collection


class UserFailure(dg.Failure):
    """Failure of a step whose `reason` is an error that the user can act on; it is not tried again."""

    def __init__(self, reason: PostsError) -> None:
        super().__init__(description=str(reason), allow_retries=False)
        self.reason = reason


class RefreshResource(dg.ConfigurableResource):
    """One refresh, shared by the assets of a run; `run` exists while that run executes."""

    sites: list[str] = Field(
        default=[],
        description="Folders of sites, each DIR or NAME=DIR. Empty: what POSTS_SITE or posts.toml name.",
    )
    as_of: str = Field(
        default="",
        description="Builds the file as of an instant with its zone, such as 2026-01-31T02:30:00+00:00. "
        "Empty: POSTS_AS_OF, else now.",
    )
    full: bool = Field(default=False, description="Read and build everything again, whatever has changed.")
    allow_shrink: bool = Field(
        default=False, description="Publish even if a site lost more than a fifth of its files, posts or words."
    )
    drop: list[str] = Field(
        default=[], description="Sites that may leave the published file, because they are named no longer."
    )
    engine: EngineName = Field(default="duckdb", description="duckdb is this machine; others are clusters.")
    variables: dict[str, str] = Field(
        default={}, description="Other variables of docs/operating.md, which go before the environment and .env."
    )

    _run: RefreshRun = PrivateAttr()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator["RefreshResource", None, None]:
        """Yield this resource with a refresh; end dead runs before, delete old runs after."""
        settings = Settings.from_env(overriding_variables(self.sites, self.as_of, self.variables))
        options = Options(self.full, self.allow_shrink, tuple(self.drop), self.engine)
        run, instance = context.run, context.instance
        with without_garbage_collection(), ExitStack() as stack:
            who = "a direct call"
            if run and instance:
                trigger = describe_trigger(run.tags)
                who = f"run {run.run_id[:8]} ({trigger})"
                names = ", ".join(site.name for site in settings.sites)
                instance.add_run_tags(run.run_id, {SITES_TAG: names, TRIGGER_TAG: trigger})
                stack.enter_context(hold_run_lock(settings.warehouse, run.run_id))

            def end_dead() -> None:
                if instance and context.log:
                    end_dead_runs(instance, settings, context.log)

            self._run = stack.enter_context(open_refresh(settings, options, who, end_dead))
            yield self
            if instance:
                delete_old_runs(instance, settings, datetime.now(UTC))

    @property
    def run(self) -> RefreshRun:
        return self._run


def overriding_variables(sites: list[str], as_of: str, variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that the options of a run set; they go before the environment."""
    own = {"POSTS_SITE": os.pathsep.join(sites), "POSTS_AS_OF": as_of}
    return dict(variables) | {name: value for name, value in own.items() if value}


def variables_of_run(run: dg.DagsterRun, resource: str) -> dict[str, str]:
    """Return the variables that the config of a run sets; none if it has no such config."""
    resources: Any = run.run_config.get("resources", {})
    config = resources.get(resource, {}).get("config", {})
    return overriding_variables(config.get("sites", []), config.get("as_of", ""), config.get("variables", {}))


@contextmanager
def user_errors_as_failures() -> Iterator[None]:
    """Raise a PostsError, or an error of the disk, as a Failure: one sentence, no retries."""
    try:
        yield
    except (PostsError, OSError) as error:
        reason = disk_error(error) if isinstance(error, OSError) else error
        # `from None`: the sentence says it all, and the UI would show a second stack trace.
        raise UserFailure(reason) from None
