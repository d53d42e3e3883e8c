"""Whether a build may become the file that analysts open, the moment it does, and what that file says of itself."""

import functools
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.errors import NotPublishedError, PostsError
from pipeline.files import made, replacing, state
from pipeline.progress import tell
from pipeline.warehouse.build import Built, build, parts
from pipeline.warehouse.catalog import Catalog
from pipeline.warehouse.keeping import clear, is_whole, keep, seal
from pipeline.warehouse.session import FORMAT, Sources

MOST_LOST = 0.2  # share of a site's posts that may be gone between two published files


@dataclass(frozen=True)
class Live:
    """The published file: what it was built of, and when it is next out of date by the clock alone."""

    as_of: datetime
    lake_id: str
    build_id: str
    next_due_at: datetime
    refresh_id: str  # the last refresh that it counts
    posts: dict[str, int]  # of each site
    tables: frozenset[str]
    due: dict[str, int] = field(default_factory=dict)  # the posts of each site that are not of the future
    made_of: dict[str, str] = field(default_factory=dict)  # versions of the parts that its tables were built of

    @classmethod
    def read(cls, path: Path) -> "Live | None":
        """What `path` says of itself; None where there is no such file, or it is not one of ours.

        PostsError for one of a newer release, of this project or of DuckDB.
        """
        found = state(path)
        try:
            live = cls._read(path, found) if found else None
        except duckdb.Error as error:
            if "newer version of DuckDB" not in str(error):
                return None
            raise PostsError(f"{path} was written by a newer release (of DuckDB); upgrade") from error
        format_ = live.build_id.partition(":")[0] if live else ""
        if format_.isdigit() and int(format_) > FORMAT:
            raise PostsError(
                f"{path} was written by a newer release (format {format_}, this one knows {FORMAT}); upgrade"
            )
        return live

    @classmethod
    @functools.lru_cache(2)  # a refresh asks half a dozen times; what cannot be opened is asked again
    def _read(cls, path: Path, _: tuple[int, int, int]) -> "Live | None":
        with duckdb.connect(str(path), read_only=True) as duck:
            duck.execute("set TimeZone = 'UTC'")
            return cls._from(duck)

    @classmethod
    def _from(cls, duck: duckdb.DuckDBPyConnection) -> "Live | None":
        # A site's tables are dated by the day there, and a future post comes due at its own instant.
        head = duck.execute(
            """
            select max(as_of), max(lake_id), max(build_id),
                min(least(next_day_at, coalesce(next_post_at, next_day_at))),
                (select coalesce(max(refresh_id), '') from core.refreshes)
            from core.sites left join (
                select site, min(published_at) as next_post_at from core.posts where is_future group by site
            ) using (site)
            """
        ).fetchone()
        if head is None or head[0] is None:
            return None
        counts = duck.execute("select site, count(*), count(*) filter (not is_future) from core.posts group by site")
        posts = {site: (all_, due) for site, all_, due in counts.fetchall()}
        tables = duck.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        as_of, lake_id, build_id, next_due_at, refresh_id = head
        names = frozenset(name for (name,) in tables)
        all_, due = ({site: count[place] for site, count in posts.items()} for place in (0, 1))
        made_of: dict[str, str] = {}
        with suppress(duckdb.CatalogException):  # a file of an earlier release
            made_of = dict(duck.execute("from made_of()").fetchall())
        return cls(as_of, lake_id, build_id, next_due_at, refresh_id, all_, names, due, made_of)


class RefusedError(NotPublishedError):
    """The gate stayed shut; `built` has every table's check results, `shrunk` what is said of sites that lost posts."""

    def __init__(self, broken: list[str], built: list[Built], shrunk: list[str], before: Live | None) -> None:
        what_stays = ", the file before stays" if before else ""
        super().__init__(f"not published{what_stays}: " + "\n".join([*broken, *shrunk]))
        self.built = built
        self.shrunk = shrunk


def _gate(built: list[Built], before: Live | None, after: Path, sites: Iterable[str], *, allow_shrink: bool) -> None:
    """Raise NotPublishedError, saying everything that is wrong, unless `after` may replace the published file."""
    broken = [str(result) for table in built for result in table.checks if result.blocking and not result.passed]
    shrunk = []
    if before and not allow_shrink:
        now = Live.read(after)
        for site in sites:
            posts, due = (now.posts.get(site, 0), now.due.get(site, 0)) if now else (0, 0)
            if posts < before.posts.get(site, 0) * (1 - MOST_LOST):
                lost = f"{site} shrank from {before.posts[site]:,} posts to {posts:,}; is it all there?"
            elif due < before.due.get(site, 0) * (1 - MOST_LOST):  # as when a clock jumps back
                then = f"{before.due[site]:,} posts that were due at {before.as_of:%Y-%m-%d %H:%M}"
                lost = f"{site} shrank from {then} to {due:,} that are; is the clock right?"
            else:
                continue
            shrunk.append(f"{lost} If it is meant, repeat this refresh with --allow-shrink")
    if broken or shrunk:
        raise RefusedError(broken, built, shrunk, before)


def publish(
    published: Path,
    catalog: Catalog,
    sources: Sources,
    as_of: datetime,
    *,
    memory: str | None = None,
    chosen: Collection[str] | None = None,
    full: bool = False,
    sites: Iterable[str] = (),
    allow_shrink: bool = False,
    build: Callable[..., list[Built]] = build,
    passed: Callable[[list[Built]], None] = lambda built: None,
) -> list[Built]:
    """Build everything, or the `chosen` models on a copy of the published file; put it in place if the gate lets it.

    Where only the day, some models or some seeds are others, these and what follows from them are built, on a copy too,
    unless it is to be `full`. The file before is kept as posts.previous.duckdb. Whatever is raised, the published file
    stays as it was. Another engine is another `build`, and is told when the gate has let its tables pass.
    """
    made(published.parent)
    clear(published)
    live = Live.read(published) if is_whole(published) else None
    made_of = parts(catalog, sources)
    if live is None:
        chosen = None
    elif chosen is not None:
        made_of = live.made_of | {name: made_of[name] for name in chosen}
    elif not full:
        chosen = catalog.outdated(live.made_of, made_of)
    with replacing(published) as new:
        built = build(
            new,
            catalog,
            sources,
            as_of,
            made_of=made_of,
            memory=memory,
            chosen=chosen,
            start_from=published if chosen is not None else None,
        )
        tell("publish")
        _gate(built, live, new, sites, allow_shrink=allow_shrink)
        passed(built)
        if live:
            keep(published)
        seal(published, new)
    return built
