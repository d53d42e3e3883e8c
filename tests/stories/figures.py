"""Stories of a site beside the truth: a pair is two posts of one story. Start with compare_stories."""

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipeline.generators import load_site
from pipeline.inputs import lake_inputs, load_models
from pipeline.lake.changes import detect_changes
from pipeline.lake.commit import commit
from pipeline.lake.history import Refresh
from pipeline.lake.manifest import Manifest
from pipeline.warehouse.build import build
from pipeline.warehouse.catalog import Catalog

AS_OF = datetime(2099, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Figures:
    """Posts and stories of a site, and how many pairs of posts are found, true, and both."""

    posts: int
    stories: int
    true_stories: int
    found_pairs: int
    true_pairs: int
    right_pairs: int

    @property
    def precision(self) -> float:
        return self.right_pairs / self.found_pairs if self.found_pairs else 1.0

    @property
    def recall(self) -> float:
        return self.right_pairs / self.true_pairs if self.true_pairs else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right_pairs / (self.found_pairs + self.true_pairs) if self.true_pairs else 1.0

    def __str__(self) -> str:
        return (
            f"{self.posts} posts, {self.stories} stories ({self.true_stories} in truth): "
            f"pairs P {self.precision:.5f} R {self.recall:.5f} F1 {self.f1:.5f} "
            f"({self.found_pairs} found, {self.true_pairs} true, {self.right_pairs} both)"
        )


def load_truth(path: Path) -> dict[str, Hashable]:
    """Return the story of each path, of a file with an object of `path` and `story` a line."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["path"]: row["story"] for row in rows if row["story"] is not None}


def compare_stories(site: Path, truth: Mapping[str, Hashable], folder: Path) -> Figures:
    """Build the stories of a site in `folder`; return how they agree with the truth."""
    found = query_site(
        site, folder, "select path, story_id from staging.stories join staging.texts using (site, post_id)"
    )
    pairs = [(story, truth[path]) for path, story in found if path in truth]
    stories, true_stories = Counter(story for story, _ in pairs), Counter(true for _, true in pairs)
    counts = map(_count_pairs, (stories, true_stories, Counter(pairs)))
    return Figures(len(pairs), len(stories), len(true_stories), *counts)


def _count_pairs(groups: Counter[Any]) -> int:
    return sum(size * (size - 1) // 2 for size in groups.values())


def query_site(
    site: Path, folder: Path, query: str, models: Iterable[str] = ("staging.stories",), seeds: Path | None = None
) -> list[tuple[Any, ...]]:
    """Read a site into a lake in `folder`, build `models` and what they read, and run a query."""
    lake, history, now = folder / "lake", folder / "history", Refresh(datetime.now(UTC), AS_OF)
    commit(
        detect_changes([load_site("site", site)], lake, full=False, map_=map), lake, history, now, full=False, map_=map
    )
    inputs = lake_inputs(Manifest.load(lake), lake, history)
    if seeds:
        inputs = inputs.__class__(inputs.tables, inputs.files, seeds, inputs.lake_id)
    catalog, wanted = load_models(), set(models)
    for name in reversed(catalog):
        if name in wanted:
            wanted |= catalog[name].reads
    chosen = Catalog({name: model for name, model in catalog.items() if name in wanted}, catalog.history)
    for table in build(folder / "stories.duckdb", chosen, inputs, AS_OF):
        broken = [result for result in table.checks if not result.passed and result.blocking]
        assert not broken, broken
    with duckdb.connect(str(folder / "stories.duckdb"), read_only=True) as duck:
        return duck.execute(query).fetchall()
