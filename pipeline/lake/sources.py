"""What a warehouse is built from, as a manifest names it: which files hold which table."""

from pathlib import Path

import pyarrow as pa

from pipeline.lake import history, manifest, text
from pipeline.lake.manifest import Manifest
from pipeline.lake.pack import PACKED
from pipeline.lake.texts import path_of
from pipeline.settings import SQL
from pipeline.warehouse.session import Sources


def no_sources() -> Sources:
    """The same tables, none with a row."""
    return sources(Manifest(), Path(), Path(), SQL / "seeds")


def sources(committed: Manifest, lake: Path, past: Path, seeds: Path, store: Path | None = None) -> Sources:
    """Every table outside sql/ that a model may read; packs lie below `store`, the lake if there is no other."""
    store = lake if store is None else store
    names = [name for name in committed.history if (past / name).exists()]  # lost ones are said by mend()
    return Sources(
        tables={
            "site.sites": pa.Table.from_pylist(committed.sites, manifest.SITES),
            "site.authors": pa.Table.from_pylist(committed.authors, manifest.AUTHORS),
        },
        files={
            "lake.posts": (PACKED, [path_of(store, "posts", id) for id in committed.packs()]),
            **{
                f"lake.{name}": (schema, [path_of(store, name, id) for id in committed.text_packs()])
                for name, schema in text.TABLES.items()
            },
            "lake.files": (manifest.FILES, [lake / manifest.NAME] if committed.files else []),
            "lake.changes": (history.CHANGES, [past / name for name in names if name.startswith("changes-")]),
            "lake.refreshes": (history.REFRESHES, [past / name for name in names if name.startswith("refreshes-")]),
        },
        seeds=seeds,
        lake_id=committed.lake_id,
    )
