"""The site and the lake as assets: they are read and written in one step, because one manifest commits all of it."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pyarrow as pa

from pipeline.columns import meanings
from pipeline.defs import report
from pipeline.defs.automation import REFRESH, REFRESH_ON_SPARK
from pipeline.defs.metadata import described, measured, size
from pipeline.defs.resources import Street, plainly
from pipeline.defs.storage import at_once
from pipeline.defs.warehouse import CATALOG, has_shrunk
from pipeline.errors import NotPublishedError
from pipeline.lake import history, manifest, parquet, text
from pipeline.lake.mend import mend
from pipeline.lake.pack import PACKED
from pipeline.lake.refresh import Committed, Look, commit, look, refuse_shrinking
from pipeline.lake.sources import sources
from pipeline.lake.texts import path_of
from pipeline.progress import tell
from pipeline.settings import SQL
from pipeline.site.config import load_site
from pipeline.warehouse.build import parts
from pipeline.warehouse.keeping import clear, is_whole
from pipeline.warehouse.publish import Live
from pipeline.warehouse.session import build_id


def _spec(name: str, description: str, schema: pa.Schema, reads: tuple[str, ...], kinds: set[str]) -> dg.AssetSpec:
    types = {column.name: str(column.type) for column in schema}
    about = described(name, meanings(schema), types, Path(__file__))
    return dg.AssetSpec(description=description, deps=[read.split(".") for read in reads], kinds=kinds, **about)


_LEFT = "Some are of texts that no post has any more: lake.files says which has one."
SPECS = [
    _spec(
        "site.sites",
        "The sites that are read, with what their settings say of them.",
        manifest.SITES,
        (),
        {"jekyll", "yaml"},
    ),
    _spec(
        "site.authors", "The authors that the sites register.", manifest.AUTHORS, ("site.sites",), {"jekyll", "yaml"}
    ),
    _spec(
        "lake.files",
        "Every file below _posts and _drafts, what it holds and what became of it; replacing it commits the lake.",
        manifest.FILES,
        ("site.sites",),
        {"parquet", "arrow"},
    ),
    _spec(
        "lake.posts",
        "A row for every file that Jekyll would read: a post as its site shows it, or what keeps it from being one. "
        "There may be more, of what files held before: lake.files says which row of a file counts.",
        PACKED,
        ("site.sites", "site.authors", "lake.files"),
        {"parquet", "arrow", "markdown"},
    ),
    _spec(
        "lake.terms",
        f"How often each text uses each word, and each two words in a row, in its body and in its title. {_LEFT}",
        text.TERMS,
        ("lake.posts",),
        {"parquet", "arrow", "duckdb"},
    ),
    _spec(
        "lake.fingerprints",
        f"The hashes of every five words in a row of each text, by which copies of it know each other. {_LEFT}",
        text.FINGERPRINTS,
        ("lake.posts",),
        {"parquet", "arrow", "duckdb"},
    ),
    _spec(
        "lake.openings",
        f"The first words of each text, where a site's standing phrases are. {_LEFT}",
        text.OPENINGS,
        ("lake.posts",),
        {"parquet", "arrow", "duckdb"},
    ),
    _spec(
        "lake.changes",
        "Which files were added, edited, moved or removed, and when.",
        history.CHANGES,
        ("lake.posts",),
        {"parquet"},
    ),
    _spec(
        "lake.refreshes",
        "Every refresh, and what it found on each site.",
        history.REFRESHES,
        ("lake.posts",),
        {"parquet"},
    ),
]


@dg.multi_asset(name="lake", specs=SPECS)
def lake(context: dg.AssetExecutionContext, street: Street) -> Iterator[dg.MaterializeResult]:
    """Look at the sites, parse what changed, commit the lake."""
    start = time.perf_counter()
    settings = street.settings
    with plainly(), street.mapping() as map_:
        sites = [load_site(name, folder) for name, folder in settings.sites]
        clear(settings.published)
        live = Live.read(settings.published)  # one of a newer release is refused before the lake is another
        store = street.store / "lake"
        damage = mend(settings.lake, settings.history, store)
        for sentence in damage:
            tell(sentence)
            context.log.warning(sentence)
        seen = look(sites, settings.lake, full=street.full, map_=map_)
        if (
            context.job_name in {REFRESH, REFRESH_ON_SPARK}
            and not street.full
            and not damage
            and _is_current(seen, live, street)
        ):
            context.log.info("Nothing has changed since the published file was built.")
            report.keep(context, street.settings)
            return
        if not street.allow_shrink:
            try:
                refuse_shrinking(seen)
            except NotPublishedError as error:
                context.instance.report_runless_asset_event(has_shrunk(str(error)))  # a step that fails logs no more
                raise
        done = commit(seen, settings.lake, settings.history, street.refresh, store=store, full=street.full, map_=map_)
        with at_once(context.instance):
            yield from _results(seen, done, street, time.perf_counter() - start)


def _is_current(seen: Look, live: Live | None, street: Street) -> bool:
    """Whether building now would publish the rows that are published: same files, same code, and no day has turned."""
    settings, unchanged = street.settings, seen.unchanged
    if live is None or unchanged is None:
        return False
    if not is_whole(settings.published):
        tell(f"{settings.published} does not hold what was published: it is built again")
        return False
    given = sources(unchanged, settings.lake, settings.history, SQL / "seeds")
    expected = build_id(parts(CATALOG, given))
    same_moment = street.refresh.as_of < live.next_due_at if settings.as_of is None else settings.as_of == live.as_of
    return live.build_id == expected and same_moment and street.refresh.as_of >= live.as_of


def _results(seen: Look, done: Committed, street: Street, seconds: float) -> Iterator[dg.MaterializeResult]:
    committed, store, at = done.manifest, street.store / "lake", street.settings.lake / manifest.NAME
    fates = Counter(file.fate for file in committed.files)
    changes = Counter(change.change for change in done.changes)
    posts = [path_of(store, "posts", id) for id in committed.packs()]
    read = len(committed.files) - fates["ignored"]
    yield dg.MaterializeResult(["site", "sites"], metadata=measured(len(committed.sites), seconds))
    yield dg.MaterializeResult(["site", "authors"], metadata=measured(len(committed.authors), seconds))
    yield dg.MaterializeResult(
        ["lake", "files"],
        metadata=measured(
            len(committed.files),
            seconds,
            **{f"{fate}s": fates[fate] for fate in ("post", "draft", "problem")},
            ignored=fates["ignored"],
            bytes=size(at),
            path=dg.MetadataValue.path(str(at)),
        ),
    )
    yield dg.MaterializeResult(
        ["lake", "posts"],
        metadata=measured(
            read,
            seconds,
            parsed=done.parsed,
            packs=len(posts),
            packs_written=done.packs,
            bytes=sum(map(size, posts)),
            path=dg.MetadataValue.path(str(store / "posts")),
        ),
    )
    for name in text.TABLES:
        written = [path_of(store, name, id) for id in committed.text_packs()]
        yield dg.MaterializeResult(
            ["lake", name],
            metadata=measured(
                sum(map(parquet.rows, written)),
                seconds,
                posts_counted=done.counted,
                bytes=sum(map(size, written)),
                path=dg.MetadataValue.path(str(store / name)),
            ),
        )
    yield dg.MaterializeResult(["lake", "changes"], metadata=measured(sum(changes.values()), seconds, **changes))
    yield dg.MaterializeResult(["lake", "refreshes"], metadata=measured(len(committed.sites), seconds))
