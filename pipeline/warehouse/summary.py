"""Summary of a published file, site by site, for the terminal and the record of a run. Start with summarise_sites."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.files import load_query
from pipeline.warehouse.published import PublishedFile

_QUERIES = Path(__file__).with_name("queries")


NO_FILE = "nothing here could be a post; is it the folder of the site, and are its settings right?"


@dataclass(frozen=True)
class SiteSummary:
    """Counts of one site, its changes since an earlier refresh, and its newest live post."""

    site: str
    files: int
    fates: str  # "3 posts, 1 problem"
    problems: int  # files that could not be read as posts
    warnings: int
    changes: str | None  # "2 added, 1 edited (_posts/…)"
    newest: str | None  # local time and title
    commit: str | None
    assumed: list[str]  # what was taken by default, each with the option that changes it
    settings: list[str]  # what is odd about its settings, each with its file and line

    def lines(self) -> list[tuple[str, str]]:
        """Return (label, text) of each line that a person reads."""
        return [
            ("files", f"{self.files:,} seen: {self.fates}" if self.files else f"0 seen: {NO_FILE}"),
            ("problems", self._problems()),
            ("changed", self.changes or "nothing"),
            ("newest", self.newest or "no live post"),
            *([("commit", self.commit)] if self.commit else []),
            *(("assumed", sentence) for sentence in self.assumed),
            *(("settings", detail) for detail in self.settings),
        ]

    def _problems(self) -> str:
        no_posts = f"{format_count(self.problems, 'file')} could not be read as posts" if self.problems else "none"
        odd = f", {format_count(self.warnings, 'warning')}" if self.warnings else ""
        see = f": see posts-warehouse problems{' --warnings' if self.warnings else ''}"
        return f"{no_posts}{odd}{see if self.problems or self.warnings else ''}"


def summarise_sites(duck: duckdb.DuckDBPyConnection, after_refresh: str) -> list[SiteSummary]:
    """Return the summary of every site, with its changes after the refresh of the id `after_refresh`."""
    rows = duck.execute(load_query(_QUERIES, "site_summaries"), {"refresh_id": after_refresh}).fetchall()
    return [SiteSummary(*row) for row in rows]


def describe_gone(before: PublishedFile | None, now: Sequence[SiteSummary]) -> list[str]:
    """Return a sentence for each site that the file before held and this one does not."""
    posts = before.posts if before else {}
    gone = posts.keys() - {site.site for site in now}
    return [f"{site} has left the file, with {format_count(posts[site], 'post')}" for site in sorted(gone)]


def format_count(number: int, thing: str) -> str:
    """Return a number with its noun, such as "1 post" and "1,204 posts"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
