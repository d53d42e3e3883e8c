"""What a refresh shows in a terminal: a bar while it works, and a summary of what the published file holds now."""

import sys
import time
from collections.abc import Collection
from pathlib import Path

import duckdb
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from pipeline.warehouse.publish import Live

LABELS = {name: name for name in ("hash", "parse", "count", "commit", "build", "publish", "report", "record")} | {
    "walk": "look"
}
UNITS = {"walk": "files", "hash": "files", "parse": "files", "count": "texts", "build": "tables"}


class Stages:
    """Watches a refresh: a bar a stage on a terminal, a line a stage elsewhere; keeps each stage's seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stage = ""
        self._since = time.perf_counter()
        self._totals = (0, 0)
        self._bars = (
            Progress(
                TextColumn("{task.description:>8}"),
                BarColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.fields[count]}"),
            )
            if sys.stdout.isatty()
            else None
        )
        self._bar: TaskID | None = None

    def __enter__(self) -> "Stages":
        if self._bars:
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        if self._bars:
            self._bars.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self._end()
            self._stage, self._since, self._bar = stage, time.perf_counter(), None
            if stage not in LABELS:  # a sentence, such as whom we are waiting for
                print(stage, flush=True)
            elif self._bars:
                self._bar = self._bars.add_task(LABELS[stage], total=total or None, count="")
        self._totals = (done, total)
        if self._bars and self._bar is not None:
            self._bars.update(self._bar, completed=done, total=total or None, count=_count(stage, done, total))

    def _end(self) -> None:
        if self._stage not in LABELS:
            return
        seconds = time.perf_counter() - self._since
        self.seconds[self._stage] = self.seconds.get(self._stage, 0) + seconds
        if self._bars is None:
            print(
                f"{LABELS[self._stage]:>8}  {seconds:5.1f} s  {_count(self._stage, *self._totals)}".rstrip(), flush=True
            )
        elif self._bar is not None and not self._totals[1]:
            self._bars.update(self._bar, total=max(1, self._totals[0]), completed=max(1, self._totals[0]))


def _count(stage: str, done: int, total: int) -> str:
    return f"{done:,}{f' of {total:,}' if total else ''} {UNITS[stage]}" if done else ""


def summary(published: Path, before: Live | None, named: Collection[str], seconds: dict[str, float]) -> str:
    """What the published file holds of each site, what changed since the one `before`, and where it is."""
    lines = []
    with duckdb.connect(str(published), read_only=True) as duck:
        duck.execute("set TimeZone = 'UTC'")
        [(as_of,)] = duck.execute("select max(as_of) from core.sites").fetchall()
        sites = duck.execute(_SITES, [before.refresh_id if before else ""]).fetchall()
        for site, files, posts, problems, warnings, changes, newest in sites:
            lines += [
                f"{site}",
                f"   files     {files:,} seen: {posts}",
                f"   problems  {_problems(problems, warnings)}",
                f"   changed   {changes or 'nothing'}",
                f"   newest    {newest or 'no live post'}",
            ]
    spent = ", ".join(f"{LABELS[stage]} {took:.1f}" for stage, took in seconds.items())
    lines.append(
        f"Published {published} ({published.stat().st_size / 1e6:,.1f} MB) in {sum(seconds.values()):.1f} s: {spent}"
    )
    if before and as_of and as_of < before.as_of:
        lines.append(
            f"warning: the file is as of {as_of:%Y-%m-%d %H:%M} UTC, and the one before was as of "
            f"{before.as_of:%Y-%m-%d %H:%M}: is it POSTS_AS_OF, or a clock that was set back?"
        )
    for site, posts in sorted(before.posts.items() if before else []):
        if site not in named:
            lines.append(
                f"warning: {site} is no longer named: its {posts:,} posts are gone from the file; name it again "
                "(SITE=…, or POSTS_SITE in .env), or publish the file before again: posts-warehouse rollback"
            )
    return "\n".join(lines)


def _problems(files: int, warnings: int) -> str:
    no_posts = f"{files:,} {'file is' if files == 1 else 'files are'} no post" if files else "none"
    odd = f", {warnings:,} {'warning' if warnings == 1 else 'warnings'}" if warnings else ""
    see = f": see posts-warehouse problems{' --warnings' if warnings else ''}"
    return f"{no_posts}{odd}{see if files or warnings else ''}"


_SITES = r"""
with fates as (
    select site, sum(count) as files,
        string_agg(count || ' ' || fate || case when count = 1 or fate = 'ignored' then '' else 's' end, ', '
            order by fate = 'ignored', fate = 'problem', fate = 'draft') as posts
    from (select site, fate, count(*) as count from core.files group by all) group by site
), kinds as (
    select site,
        count(*) filter (severity = 'warning') as warnings,
        count(distinct path) filter (severity = 'error') as files
    from core.problems group by site
), changed as (
    select site,
        string_agg(
            count || ' ' || change || if(count = 1, ' (' || regexp_replace(path, '\s+', ' ', 'g') || ')', ''), ', '
            order by change
        ) as changes
    from (select site, change, count(*) as count, min(path) as path from core.changes where refresh_id > ? group by all)
    group by site
), newest as (
    select site,
        arg_max(
            strftime(published_local, '%Y-%m-%d %H:%M  ')
            || left(trim(regexp_replace(coalesce(title, path), '\s+', ' ', 'g')), 200), (published_at, path)
        ) as newest
    from core.posts where is_live group by site
)
select site, coalesce(fates.files, 0)::bigint, coalesce(posts, 'no file'),
    coalesce(kinds.files, 0), coalesce(warnings, 0), changes, newest
from core.sites left join fates using (site) left join kinds using (site) left join changed using (site)
left join newest using (site)
order by site
"""
