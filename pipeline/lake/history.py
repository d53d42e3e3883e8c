"""History of changes and refreshes: append-only, because it cannot be rebuilt. Start with append."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa

from pipeline.generators.site import Site
from pipeline.lake import parquet
from pipeline.lake.parser_version import library_versions
from pipeline.lake.plan import Change, File
from pipeline.schema_docs import documented_schema

_ID = "%Y%m%dT%H%M%S.%fZ"
FILE_NAME = re.compile(r"(?:changes|refreshes)-\d{8}T\d{6}\.\d{6}Z\.parquet")

CHANGES = documented_schema(
    ("refresh_id", pa.string(), "The refresh that found it; ids sort by time."),
    ("site", pa.string(), "The site."),
    ("path", pa.string(), "The file, relative to the site; of a move, where it is now."),
    ("change", pa.string(), "What happened (added, edited, moved, removed)."),
    ("moved_from", pa.string(), "Where a moved file was."),
    ("problems", pa.list_(pa.string()), "The kinds found in the file after the change."),
    ("changed_at", pa.timestamp("us", tz="UTC"), "When the refresh started."),
)
REFRESHES = documented_schema(
    ("refresh_id", pa.string(), "The refresh; ids sort by time."),
    ("site", pa.string(), "The site."),
    ("as_of", pa.timestamp("us", tz="UTC"), "The moment that decided what was live."),
    ("started_at", pa.timestamp("us", tz="UTC"), "When it started."),
    ("files", pa.int64(), "Files that its generator looks at."),
    ("posts", pa.int64(), "Posts among them, drafts not counted."),
    ("problems", pa.int64(), "Files among them that could not be read as posts."),
    ("versions", pa.string(), "Versions of the code and the libraries that read them, as JSON."),
)


@dataclass(frozen=True)
class Refresh:
    """Start of a refresh and the instant it builds for; `id` sorts after earlier ones."""

    started_at: datetime
    as_of: datetime
    not_before: str = ""

    @property
    def id(self) -> str:
        return max(f"{self.started_at:{_ID}}", self.not_before)

    def after(self, names: Iterable[str]) -> "Refresh":
        """Return the refresh with an id after the `names` of history: clocks may be set back."""
        last = max((name.partition("-")[2].removesuffix(".parquet") for name in names), default="")
        if self.id > last:
            return self
        return replace(self, not_before=f"{datetime.strptime(last, _ID) + timedelta(microseconds=1):{_ID}}")


def append(
    folder: Path, refresh: Refresh, changes: Sequence[Change], files: Iterable[File], sites: Iterable[Site]
) -> list[str]:
    """Write the history of this refresh; return the names of its files for the manifest."""
    files_by_key = {file.key: file for file in files}
    id, at = refresh.id, refresh.started_at
    rows = [
        vars(change) | {"refresh_id": id, "changed_at": at, "problems": list(file.problems) if file else []}
        for change in changes
        for file in [files_by_key.get((change.site, change.path))]
    ]
    fates = Counter((file.site, file.fate) for file in files_by_key.values())
    summary = [
        {
            "refresh_id": id,
            "site": site.name,
            "as_of": refresh.as_of,
            "started_at": at,
            "files": sum(count for (name, _), count in fates.items() if name == site.name),
            "posts": fates[site.name, "post"],
            "problems": fates[site.name, "problem"],
            "versions": json.dumps(library_versions()),
        }
        for site in sites
    ]
    tables = {f"changes-{id}.parquet": pa.Table.from_pylist(rows, CHANGES)} if rows else {}
    tables[f"refreshes-{id}.parquet"] = pa.Table.from_pylist(summary, REFRESHES)
    for name, table in tables.items():
        parquet.write(folder / name, parquet.encode(table))
    return list(tables)
