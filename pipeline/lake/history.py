"""What cannot be made again: which files changed when, and which refreshes there were. Appended to, never rewritten."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa

from pipeline.columns import column
from pipeline.lake import parquet
from pipeline.lake.plan import Change, File
from pipeline.lake.recipe import versions
from pipeline.site.config import Site

_ID = "%Y%m%dT%H%M%S.%fZ"
NAME = re.compile(r"(?:changes|refreshes)-\d{8}T\d{6}\.\d{6}Z\.parquet")

CHANGES = pa.schema(
    [
        column("refresh_id", pa.string(), "The refresh that found it; ids sort by time."),
        column("site", pa.string(), "The site."),
        column("path", pa.string(), "The file, relative to the site; of a move, where it is now."),
        column("change", pa.string(), "What happened (added, edited, moved, removed)."),
        column("moved_from", pa.string(), "Where a moved file was."),
        column("problems", pa.list_(pa.string()), "The kinds found in the file after the change."),
        column("changed_at", pa.timestamp("us", tz="UTC"), "When the refresh started."),
    ]
)
REFRESHES = pa.schema(
    [
        column("refresh_id", pa.string(), "The refresh; ids sort by time."),
        column("site", pa.string(), "The site."),
        column("as_of", pa.timestamp("us", tz="UTC"), "The moment that decided what was live."),
        column("started_at", pa.timestamp("us", tz="UTC"), "When it started."),
        column("files", pa.int64(), "Files below _posts and _drafts."),
        column("posts", pa.int64(), "Posts among them, drafts not counted."),
        column("problems", pa.int64(), "Files among them that are no posts."),
        column("versions", pa.string(), "Versions of the code and the libraries that read them, as JSON."),
    ]
)


@dataclass(frozen=True)
class Refresh:
    """When a refresh started and of which instant it is; `id` sorts after those of the refreshes before."""

    started_at: datetime
    as_of: datetime
    not_before: str = ""

    @property
    def id(self) -> str:
        return max(f"{self.started_at:{_ID}}", self.not_before)

    def after(self, names: Iterable[str]) -> "Refresh":
        """The same, with an id that sorts after those in the `names` of history: a clock may have been set back."""
        last = max((name.partition("-")[2].removesuffix(".parquet") for name in names), default="")
        if self.id > last:
            return self
        return replace(self, not_before=f"{datetime.strptime(last, _ID) + timedelta(microseconds=1):{_ID}}")


def append(
    folder: Path, refresh: Refresh, changes: Sequence[Change], files: Iterable[File], sites: Iterable[Site]
) -> list[str]:
    """Write this refresh's part of the history; the names of the files that hold it, for the manifest to count."""
    found = {file.key: file for file in files}
    id, at = refresh.id, refresh.started_at
    rows = [
        vars(change) | {"refresh_id": id, "changed_at": at, "problems": list(file.problems) if file else []}
        for change in changes
        for file in [found.get((change.site, change.path))]
    ]
    names = []
    if rows:
        names.append(_write(folder / f"changes-{refresh.id}.parquet", pa.Table.from_pylist(rows, CHANGES)))
    fates = Counter((file.site, file.fate) for file in found.values())
    summary = [
        {
            "refresh_id": refresh.id,
            "site": site.name,
            "as_of": refresh.as_of,
            "started_at": refresh.started_at,
            "files": sum(count for (name, _), count in fates.items() if name == site.name),
            "posts": fates[site.name, "post"],
            "problems": fates[site.name, "problem"],
            "versions": json.dumps(versions()),
        }
        for site in sites
    ]
    names.append(_write(folder / f"refreshes-{refresh.id}.parquet", pa.Table.from_pylist(summary, REFRESHES)))
    return names


def _write(path: Path, table: pa.Table) -> str:
    parquet.put(path, parquet.encoded(table))
    return path.name
