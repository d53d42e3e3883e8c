"""One refresh, from the sites to the editor's page. Read this file first.

    sites --scan--> changes --parse--> lake --build--> a new file --gate--> posts.duckdb --> report.html

Its parts are update_lake, build_models and write_report; defs/assets/ calls them in this order, as Dagster's assets.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from pipeline.attempts import RUNNING, Attempt, recording
from pipeline.copies.places import copy_to_places
from pipeline.engine import Engine, EngineName, open_engine
from pipeline.errors import PostsError
from pipeline.inputs import lake_inputs
from pipeline.lake.changes import ScanResult, detect_changes
from pipeline.lake.commit import CommitResult, commit
from pipeline.lake.history import Refresh
from pipeline.lake.manifest import Manifest
from pipeline.lake.repair import repair
from pipeline.lock import hold_lock
from pipeline.progress import report_progress
from pipeline.report import page
from pipeline.settings import Settings
from pipeline.shrinking import WAY_OUT, ShrunkError
from pipeline.sites import (
    describe_shallow,
    describe_unread,
    load_sites,
    refuse_lost_settings,
    refuse_unnamed_sites,
    sample_that_may_go,
)
from pipeline.warehouse.build import TableResult, input_versions
from pipeline.warehouse.catalog import Catalog
from pipeline.warehouse.publish import publish
from pipeline.warehouse.published import (
    PublishedFile,
    checksum_matches,
    open_published,
    refuse_while_held,
    remove_wal,
)
from pipeline.warehouse.session import build_id

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """Options of a refresh, as the operator gives them."""

    full: bool = False  # read and build everything again
    allow_shrink: bool = False  # publish even if a site lost more than a fifth of its files, posts or words
    drop: tuple[str, ...] = ()  # sites that may leave the published file, because they are named no longer
    engine: EngineName = "duckdb"


@dataclass(frozen=True)
class LakeUpdate:
    """Result of update_lake. `committed` is None if a build would publish what is published already."""

    committed: CommitResult | None
    unread: Mapping[str, str]  # sites that could not be read, and why: their rows stay as they were


@contextmanager
def open_refresh(
    settings: Settings,
    options: Options,
    who: str,
    when_locked: Callable[[], object] = lambda: None,
) -> Iterator["RefreshRun"]:
    """Hold the warehouse's lock as `who` and yield one refresh; wait for a running one."""
    with hold_lock(settings.warehouse / ".lock", who, report_progress):
        when_locked()
        moment = Refresh(now := datetime.now(UTC), settings.as_of or now.replace(microsecond=0))
        with (
            recording(settings.warehouse, who) as attempt,
            open_engine(options.engine, settings, moment.id) as engine,
        ):
            yield RefreshRun(settings, options, moment, engine, attempt)


@dataclass(frozen=True)
class RefreshRun:
    """One refresh that holds the lock: its settings, options, moment, engine, and the record of how it goes."""

    settings: Settings
    options: Options
    moment: Refresh
    engine: Engine
    attempt: Attempt

    def update_lake(self, catalog: Catalog | None = None, warn: Say = lambda _: None) -> LakeUpdate:
        """Bring the lake up to date with the sites; `warn` of damaged files and of sites that cannot be read.

        Raises ShrunkError for a site that lost too much, HeldError after a rollback that holds.
        """
        settings, full, store = self.settings, self.options.full, self.engine.store
        with self.attempt.noting_errors(), self.engine.map() as map_:
            refuse_while_held(settings.published)
            remove_wal(settings.published)
            published = PublishedFile.load(settings.published)  # refuses a newer release's, before any change
            damage = repair(settings.lake, settings.history, store)
            before = Manifest.load(settings.lake)
            refuse_unnamed_sites(settings, published.posts if published else before.site_names(), self.options.drop)
            loaded = load_sites(settings.sites, before, store)
            self.attempt.unread = loaded.unread
            shallow = [describe_shallow(site) for site in loaded.sites if site.is_shallow]
            for sentence in [*damage, *(describe_unread(*site) for site in loaded.unread.items()), *shallow]:
                report_progress(sentence)
                warn(sentence)
            scan = detect_changes(loaded.sites, settings.lake, kept=loaded.unread, full=full, map_=map_)
            # With a catalog given, stop here if a build of it would publish the rows that are published already.
            if catalog and not full and not damage and self._is_current(scan, published, catalog):
                self.attempt.result = "unchanged"
                return LakeUpdate(None, loaded.unread)
            if not self.options.allow_shrink:
                refuse_lost_settings(loaded.sites, before)
                if scan.shrunk:
                    raise ShrunkError(f"{scan.shrunk[0]} Nothing was changed. {WAY_OUT}")
            committed = commit(scan, settings.lake, settings.history, self.moment, store=store, full=full, map_=map_)
            self.attempt.result = "lake updated"
            return LakeUpdate(committed, loaded.unread)

    def build_models(
        self, catalog: Catalog, asked: Collection[str], say: Say = lambda _: None
    ) -> tuple[set[str] | None, list[TableResult]]:
        """Build and publish the models `asked` for; return those chosen (None: all), and results.

        Raises RefusedError, which carries the results, if the gate keeps the new file from being published.
        """
        settings, options = self.settings, self.options
        with self.attempt.noting_errors():
            refuse_while_held(settings.published)
            inputs = lake_inputs(
                Manifest.load(settings.lake), settings.lake, settings.history, self.engine.store, settings.own_sql
            )
            published = PublishedFile.load(settings.published)
            chosen = _choose_models(catalog, set(asked), published, inputs.lake_id)
            if chosen is None and asked != catalog.keys():
                say("The published file is of another lake or lacks a model, so everything is built.")
            built = publish(
                settings.published,
                catalog,
                inputs,
                published.as_of if published and chosen is not None else self.moment.as_of,
                memory=settings.memory,
                chosen=chosen,
                full=options.full,
                dropped=[*options.drop, *sample_that_may_go(settings)],
                allow_shrink=options.allow_shrink,
                build=self.engine.build,
                commit=self.engine.commit,
            )
            self.attempt.result = "published"
            return chosen, built

    def write_report(self) -> None:
        """Write the editor's page from the published file."""
        report_progress("report")
        with self.attempt.noting_errors():
            write_report(self.settings)
        if self.attempt.result == RUNNING:
            self.attempt.result = "page written"

    def copy_to_places(self) -> Mapping[str, str]:
        """Bring the places of `publish` up to date; return why each failed one could not be."""
        if self.settings.publish:
            report_progress("copy")
            self.attempt.uncopied = copy_to_places(self.settings)
        return self.attempt.uncopied

    def report_is_current(self) -> bool:
        """Return whether today's code wrote the page, from the file that is published now."""
        with open_published(self.settings.published) as duck:
            return page.is_current(duck, self.settings.report, self.settings.ui_url)

    def _is_current(self, scan: ScanResult, published: PublishedFile | None, catalog: Catalog) -> bool:
        """Return whether a build would publish the same rows: same files, same code, same day."""
        settings, as_of, unchanged = self.settings, self.moment.as_of, scan.unchanged
        if published is None or unchanged is None:
            return False
        if not checksum_matches(settings.published):
            report_progress(f"{settings.published} does not hold what was published: it is built again")
            return False
        is_due = as_of >= published.next_due_at if settings.as_of is None else settings.as_of != published.as_of
        inputs = lake_inputs(unchanged, settings.lake, settings.history, own_sql=settings.own_sql)
        is_same_build = published.build_id == build_id(input_versions(catalog, inputs))
        return is_same_build and not is_due and as_of >= published.as_of


def _choose_models(catalog: Catalog, asked: set[str], published: PublishedFile | None, lake_id: str) -> set[str] | None:
    """Return the models to build on a copy of the published file; None for all."""
    if published is None or published.lake_id != lake_id or asked == catalog.keys():
        return None
    missing = catalog.keys() - published.tables
    return asked | missing if missing <= catalog.downstream(asked) else None


def write_report(settings: Settings) -> None:
    """Write the editor's page; PostsError if it, or the published file, cannot be used."""
    try:
        with open_published(settings.published) as duck:
            html = page.render(duck, settings.ui_url)
    except (duckdb.IOException, duckdb.CatalogException) as error:
        raise PostsError(f"{settings.published} cannot be read: {error}") from error
    page.write(html, settings.report, settings.published)
