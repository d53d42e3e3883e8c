"""What a warehouse is built from, as a manifest names it: which files hold which table."""

from pathlib import Path

import pyarrow as pa

from pipeline.lake import history, manifest, text
from pipeline.lake.manifest import Manifest
from pipeline.posts.schema import POSTS
from pipeline.settings import SQL
from pipeline.warehouse.session import Sources


def no_sources() -> Sources:
    """The same tables, none with a row."""
    return sources(Manifest(), Path(), Path(), SQL / "seeds")


def sources(committed: Manifest, lake: Path, past: Path, seeds: Path, store: Path | None = None) -> Sources:
    """Every table outside sql/ that a model may read; fragments lie below `store`, the lake if there is no other."""
    store = lake if store is None else store
    names = [name for name in committed.history if (past / name).exists()]  # lost ones are said by mend()
    return Sources(
        tables={
            "site.sites": pa.Table.from_pylist(committed.sites, manifest.SITES),
            "site.authors": pa.Table.from_pylist(committed.authors, manifest.AUTHORS),
        },
        files={
            "lake.posts": (POSTS, [store / "posts" / f"{id}.parquet" for id in committed.fragments()]),
            **{
                f"lake.{name}": (schema, [store / name / f"{id}.parquet" for id in committed.texts()])
                for name, schema in text.TABLES.items()
            },
            "lake.files": (manifest.FILES, [lake / manifest.NAME] if committed.files else []),
            "lake.changes": (history.CHANGES, [past / name for name in names if name.startswith("changes-")]),
            "lake.refreshes": (history.REFRESHES, [past / name for name in names if name.startswith("refreshes-")]),
        },
        seeds=seeds,
        lake_id=committed.lake_id,
    )
