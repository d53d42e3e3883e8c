"""Sites and lake as assets, written in one step: one manifest commits all of them."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from pipeline import inputs
from pipeline.defs.assets.catalog import CATALOG
from pipeline.defs.assets.report import copy_to_places, materialise_page_if_old
from pipeline.defs.checks import SITE_IS_READ, shrunk_evaluation, site_is_read_result
from pipeline.defs.jobs import REFRESH_JOBS
from pipeline.defs.metadata import asset_attributes, file_size, materialisation_metadata
from pipeline.defs.resources import RefreshResource, user_errors_as_failures
from pipeline.defs.run_records import commits_of, materialise_as_current, send_alert, tag_commits, unread_alert
from pipeline.defs.storage import one_transaction
from pipeline.inputs import INPUT_TABLES, InputTable
from pipeline.lake import manifest, parquet, text_stats
from pipeline.lake.commit import CommitResult
from pipeline.lake.revisions import revisions_path
from pipeline.lake.text_packs import pack_path
from pipeline.refresh import RefreshRun
from pipeline.schema_docs import column_descriptions
from pipeline.shrinking import ShrunkError


def _asset_spec(table: InputTable) -> dg.AssetSpec:
    types = {column.name: str(column.type) for column in table.schema}
    return dg.AssetSpec(
        description=table.description,
        deps=[name.split(".") for name in table.reads],
        kinds=set(table.kinds),
        **asset_attributes(table.name, column_descriptions(table.schema), types, Path(inputs.__file__)),
    )


@dg.multi_asset(name="lake", specs=[_asset_spec(table) for table in INPUT_TABLES], check_specs=[SITE_IS_READ])
def lake(
    context: dg.AssetExecutionContext, refresh: RefreshResource
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Scan the sites, parse the files that changed, and commit the lake."""
    start = time.perf_counter()
    # The refresh jobs end here if nothing has changed. Somebody who materialises by hand wants the work done.
    catalog = CATALOG if context.job_name in REFRESH_JOBS else None
    with user_errors_as_failures():
        try:
            update = refresh.run.update_lake(catalog, warn=context.log.warning)
        except ShrunkError as error:
            context.instance.report_runless_asset_event(shrunk_evaluation(str(error)))  # a failed step can log no event
            raise
        if update.unread:
            send_alert(
                unread_alert(update.unread, refresh.run.settings, context.run.run_id), refresh.run.settings, context.log
            )
        if update.committed is None:
            context.log.info("Nothing has changed since the published file was built.")
            materialise_as_current(context)
            materialise_page_if_old(context, refresh.run)
            copy_to_places(context, refresh.run)
        else:
            tag_commits(context, update.committed.manifest.sites)
            with one_transaction(context.instance):
                yield from _materialisations(update.committed, refresh.run, time.perf_counter() - start)
        yield site_is_read_result(update.unread)


def _materialisations(done: CommitResult, run: RefreshRun, seconds: float) -> Iterator[dg.MaterializeResult]:
    committed, store, path = done.manifest, run.engine.store, run.settings.lake / manifest.FILE_NAME
    fates = Counter(file.fate for file in committed.files)
    changes = Counter(change.change for change in done.changes)
    packs = [pack_path(store, "posts", id) for id in committed.packs()]
    metadata = {
        "site.sites": materialisation_metadata(len(committed.sites), seconds, **commits_of(committed.sites)),
        "site.authors": materialisation_metadata(len(committed.authors), seconds),
        "site.names": materialisation_metadata(sum(map(len, committed.names.values())), seconds),
        "lake.files": materialisation_metadata(
            len(committed.files),
            seconds,
            **{f"{fate}s": fates[fate] for fate in ("post", "draft", "problem")},
            ignored=fates["ignored"],
            bytes=file_size(path),
            path=dg.MetadataValue.path(str(path)),
        ),
        "lake.posts": materialisation_metadata(
            len(committed.files) - fates["ignored"],
            seconds,
            parsed=done.parsed,
            packs=len(packs),
            packs_written=done.packs,
            bytes=sum(map(file_size, packs)),
            path=dg.MetadataValue.path(str(store / "posts")),
        ),
        "lake.revisions": materialisation_metadata(
            sum(parquet.count_rows(revisions_path(path.parent, found["id"])) for found in committed.revisions.values()),
            seconds,
        ),
        "lake.changes": materialisation_metadata(sum(changes.values()), seconds, **changes),
        "lake.refreshes": materialisation_metadata(len(committed.sites), seconds),
    }
    for name in text_stats.TABLES:
        text_packs = [pack_path(store, name, id) for id in committed.text_packs()]
        metadata[f"lake.{name}"] = materialisation_metadata(
            sum(map(parquet.count_rows, text_packs)),
            seconds,
            posts_counted=done.counted,
            bytes=sum(map(file_size, text_packs)),
            path=dg.MetadataValue.path(str(store / name)),
        )
    commits = commits_of(committed.sites)
    for table in INPUT_TABLES:
        is_versioned = table.name == "site.sites" and commits
        version = dg.DataVersion(" ".join(commits.values())) if is_versioned else None
        yield dg.MaterializeResult(table.name.split("."), metadata=metadata[table.name], data_version=version)
