"""A site and its lake in a folder, refreshed at will, and what that lake holds."""

from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.generators import load_site
from pipeline.inputs import lake_inputs
from pipeline.lake.changes import ScanResult, detect_changes
from pipeline.lake.commit import CommitResult, commit
from pipeline.lake.history import Refresh
from pipeline.lake.manifest import Manifest
from pipeline.lake.pool import Map
from pipeline.lake.text_stats import TABLES
from pipeline.warehouse.session import attach_inputs

POSTS = {
    "_posts/2024-01-05-one.md": "---\ntitle: One\n---\nThe first.\n",
    "_posts/2024-01-09-two.md": "---\ntitle: Two\n---\nThe second.\n",
    "_posts/2024-02-01-three.md": "---\ntitle: Three\n---\nThe third.\n",
    "_posts/2024-02-02-broken.md": "---\ntitle: a: b\n---\nNo post.\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\nNot yet.\n",
}


class Workspace:
    """A site of five files, and a lake; packs may lie in a store."""

    store: Path | None = None

    def __init__(self, folder: Path) -> None:
        self.root, self.lake, self.history = folder / "site", folder / "lake", folder / "history"
        for path, text in POSTS.items():
            self.write(path, text)

    def with_lake_in(self, folder: Path) -> "Workspace":
        """Return the same site with a lake elsewhere."""
        other = copy(self)
        other.lake, other.history = folder / "lake", folder / "history"
        return other

    def write(self, path: str, text: str) -> None:
        """Write a file of the site, and the folders above it."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def scan(self, *, full: bool = False, map_: Map = map) -> ScanResult:
        """Return what the site holds now, beside what the lake holds."""
        return detect_changes([load_site("s", self.root)], self.lake, full=full, map_=map_)

    def refresh(self, *, full: bool = False, map_: Map = map) -> CommitResult:
        """Bring the lake up to date with the site."""
        scan, now = self.scan(full=full, map_=map_), datetime.now(UTC)
        return commit(scan, self.lake, self.history, Refresh(now, now), store=self.store, full=full, map_=map_)

    def is_unchanged(self) -> bool:
        """Return whether a scan finds nothing to do."""
        return self.scan().unchanged is not None

    def packs(self) -> dict[str, bytes]:
        """Return the packs of posts by name."""
        return {path.name: path.read_bytes() for path in (self.lake / "posts").iterdir()}

    def posts(self) -> list[tuple]:
        """Return those rows of lake.posts that count, by path, without their keys."""
        with attach_inputs(lake_inputs(Manifest.load(self.lake), self.lake, self.history)) as duck:
            return duck.execute(
                "select * exclude (row_key) from lake.posts semi join lake.files using (row_key) order by path"
            ).fetchall()

    def text_packs(self) -> dict[tuple[str, str], bytes]:
        """Return the packs of text statistics by table and name."""
        folders = [self.lake / name for name in TABLES]
        return {(folder.name, path.name): path.read_bytes() for folder in folders for path in folder.iterdir()}

    def texts(self) -> dict[str, list[dict[str, Any]]]:
        """Return what is counted of the posts that are there, by their keys, and of each once."""
        wanted = [file.text_key for file in Manifest.load(self.lake).files if file.text_key is not None]
        found = {}
        for name in TABLES:
            rows = [row for path in (self.lake / name).iterdir() for row in pq.read_table(path).to_pylist()]
            # the order of a text's terms counts, that of texts does not
            found[name] = sorted((row for row in rows if row["text_key"] in wanted), key=lambda row: row["text_key"])
        assert [row["text_key"] for row in found["openings"]] == sorted(wanted)
        return found

    def changes(self) -> list[tuple[str, str, str | None]]:
        """Return the history as (change, path, moved_from)."""
        names = [name for name in Manifest.load(self.lake).history if name.startswith("changes-")]
        rows = [row for name in names for row in pq.read_table(self.history / name).to_pylist()]
        return [(row["change"], row["path"], row["moved_from"]) for row in rows]
