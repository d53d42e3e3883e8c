"""Gate before the published file: it refuses a build, or puts it in place.

Start with `publish`. Add a reason to refuse a build to `_refuse_broken_or_shrunk`.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

from pipeline.errors import NotPublishedError
from pipeline.files import ensure_dir, replacing
from pipeline.progress import report_progress
from pipeline.shrinking import WAY_OUT, has_lost_words, has_shrunk
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
        names = [
            f"{result.model}: {result.name}"
            for table in built
            for result in table.checks
            if result.blocking and not result.passed
        ]
        rules = f"{len(names)} rules are broken: {'; '.join(names)}\n" if len(names) > 1 else ""
        super().__init__(f"not published{unchanged}: {rules}" + "\n".join([*broken, *shrunk]))
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
    dropped: Collection[str] = (),
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
        _refuse_broken_or_shrunk(built, before, new, dropped, allow_shrink=allow_shrink)
        commit(built)
        if before:
            keep_previous(published)
        write_checksum(published, new)
    return built


def _refuse_broken_or_shrunk(
    built: list[TableResult], before: PublishedFile | None, new: Path, dropped: Collection[str], *, allow_shrink: bool
) -> None:
    """Raise RefusedError with every reason, unless `new` may replace the published file."""
    broken = [str(result) for table in built for result in table.checks if result.blocking and not result.passed]
    shrunk = _find_shrunk(before, PublishedFile.load(new), dropped) if before and not allow_shrink else []
    if broken or shrunk:
        raise RefusedError(broken, built, shrunk, before)


def _find_shrunk(before: PublishedFile, now: PublishedFile | None, dropped: Collection[str]) -> list[str]:
    """Return a sentence for each site that has lost too many posts or words, unless it is `dropped`."""
    sentences = [_why_shrunk(site, before, now) for site in sorted(before.posts.keys() - set(dropped))]
    return [f"{sentence} {WAY_OUT}" for sentence in sentences if sentence]


def _why_shrunk(site: str, before: PublishedFile, now: PublishedFile | None) -> str | None:
    def counts(measure: str) -> tuple[int, int]:
        old, new = getattr(before, measure), getattr(now, measure) if now else {}
        return old.get(site, 0), new.get(site, 0)

    if has_shrunk(*(posts := counts("posts"))):
        return f"{site} shrank from {posts[0]:,} posts to {posts[1]:,}; is it all there?"
    if has_shrunk(*(due := counts("due_posts"))):  # as when a clock jumps back
        were_due = f"{due[0]:,} posts that were due at {before.as_of:%Y-%m-%d %H:%M}"
        return f"{site} shrank from {were_due} to {due[1]:,} that are; is the clock, or POSTS_AS_OF, right?"
    if has_shrunk(*(texts := counts("texts"))):
        return f"{site} shrank from {texts[0]:,} posts that hold text to {texts[1]:,}; are the files empty?"
    if has_lost_words(*(words := counts("words"))):
        return f"{site} shrank from {words[0]:,} words to {words[1]:,}; are the files whole?"
    return None
