"""Gate before the published file: it refuses a build, or puts it in place.

Start with `publish`. Add a reason to refuse a build to `_refuse_broken_or_shrunk`.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path

from pipeline.errors import NotPublishedError
from pipeline.files import ensure_dir, replacing
from pipeline.progress import report_progress
from pipeline.shrinking import WAY_OUT, has_shrunk
from pipeline.warehouse.build import TableResult, build, input_versions
from pipeline.warehouse.catalog import Catalog
from pipeline.warehouse.published import PublishedFile, checksum_matches, keep_previous, remove_wal, write_checksum
from pipeline.warehouse.session import Inputs


class RefusedError(NotPublishedError):
    """Refusal by the gate: `built` has all check results, `shrunk` a sentence for each site."""

    def __init__(
        self, broken: list[str], built: list[TableResult], shrunk: list[str], before: PublishedFile | None
    ) -> None:
        unchanged = ", the file before stays" if before else ""
        super().__init__(f"not published{unchanged}: " + "\n".join([*broken, *shrunk]))
        self.built = built
        self.shrunk = shrunk


def publish(
    published: Path,
    catalog: Catalog,
    inputs: Inputs,
    as_of: datetime,
    *,
    memory: str | None = None,
    chosen: Collection[str] | None = None,
    full: bool = False,
    sites: Iterable[str] = (),
    allow_shrink: bool = False,
    build: Callable[..., list[TableResult]] = build,
    commit: Callable[[list[TableResult]], None] = lambda built: None,
) -> list[TableResult]:
    """Build all models, or the `chosen` ones on a copy, and publish if the gate allows it.

    If only the day, some models or some seeds differ, these and their readers are built on a copy too, unless `full`.
    The file before is kept as posts.previous.duckdb. After any error the published file is as it was. Another engine
    passes its own `build`, and a `commit` that is called once its tables have passed the gate. Raises RefusedError.
    """
    ensure_dir(published.parent)
    remove_wal(published)
    before = PublishedFile.load(published) if checksum_matches(published) else None
    built_from = input_versions(catalog, inputs)
    if before is None:
        chosen = None
    elif chosen is not None:
        built_from = before.built_from | {name: built_from[name] for name in chosen}
    elif not full:
        chosen = catalog.find_outdated(before.built_from, built_from)
    with replacing(published) as new:
        built = build(
            new,
            catalog,
            inputs,
            as_of,
            built_from=built_from,
            memory=memory,
            chosen=chosen,
            start_from=published if chosen is not None else None,
        )
        report_progress("publish")
        _refuse_broken_or_shrunk(built, before, new, sites, allow_shrink=allow_shrink)
        commit(built)
        if before:
            keep_previous(published)
        write_checksum(published, new)
    return built


def _refuse_broken_or_shrunk(
    built: list[TableResult], before: PublishedFile | None, new: Path, sites: Iterable[str], *, allow_shrink: bool
) -> None:
    """Raise RefusedError with every reason, unless `new` may replace the published file."""
    broken = [str(result) for table in built for result in table.checks if result.blocking and not result.passed]
    shrunk = _find_shrunk(before, PublishedFile.load(new), sites) if before and not allow_shrink else []
    if broken or shrunk:
        raise RefusedError(broken, built, shrunk, before)


def _find_shrunk(before: PublishedFile, now: PublishedFile | None, sites: Iterable[str]) -> list[str]:
    """Return a sentence for each site that has lost too many posts."""
    shrunk = []
    for site in sites:
        posts, due = (now.posts.get(site, 0), now.due_posts.get(site, 0)) if now else (0, 0)
        if has_shrunk(before.posts.get(site, 0), posts):
            shrunk.append(f"{site} shrank from {before.posts[site]:,} posts to {posts:,}; is it all there? {WAY_OUT}")
        elif has_shrunk(before.due_posts.get(site, 0), due):  # as when a clock jumps back
            were_due = f"{before.due_posts[site]:,} posts that were due at {before.as_of:%Y-%m-%d %H:%M}"
            shrunk.append(f"{site} shrank from {were_due} to {due:,} that are; is the clock right? {WAY_OUT}")
    return shrunk
