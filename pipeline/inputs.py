"""Registry of the input tables: all that models read besides each other and seeds.

To add an input table, add one entry to INPUT_TABLES, and its rows or files to `lake_inputs`.
"""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipeline.lake import history, manifest, post_packs, revisions, text_stats
from pipeline.lake.manifest import Manifest
from pipeline.lake.text_packs import pack_path
from pipeline.project import SQL
from pipeline.warehouse.build import bind_types
from pipeline.warehouse.catalog import Catalog, load_catalog
from pipeline.warehouse.seeds import refuse_unknown_seeds
from pipeline.warehouse.session import Inputs


@dataclass(frozen=True)
class InputTable:
    """Input table as the UI shows it; `reads` names the input tables that it is made from."""

    name: str
    schema: pa.Schema
    description: str
    reads: tuple[str, ...] = ("lake.posts",)
    kinds: tuple[str, ...] = ("parquet",)
    is_history: bool = False  # every refresh adds to it


_STALE = "Some are of texts that no post has any more: lake.files says which has one."
_PACKED = ("parquet", "arrow", "duckdb")
INPUT_TABLES = (
    InputTable("site.sites", manifest.SITES, "The sites that are read, with their settings.", (), ("yaml",)),
    InputTable("site.authors", manifest.AUTHORS, "The authors that the sites register.", ("site.sites",), ("yaml",)),
    InputTable(
        "site.names",
        manifest.NAMES,
        "The names of a site's folders, of its files beside posts, and of the addresses that these claim.",
        ("site.sites",),
        ("yaml", "markdown"),
    ),
    InputTable(
        "lake.files",
        manifest.FILES,
        "Every file that a site's generator looks at, its content and its fate; replacing this table commits the lake.",
        ("site.sites",),
        ("parquet", "arrow"),
    ),
    InputTable(
        "lake.posts",
        post_packs.PACKED,
        "A row for every file that the site's generator would read: a post as its site shows it, or the problem that "
        "keeps it from being one. Rows of earlier contents may be there too: lake.files says which of them counts.",
        ("site.sites", "site.authors", "lake.files"),
        ("parquet", "arrow", "markdown"),
    ),
    InputTable(
        "lake.terms",
        text_stats.TERMS,
        f"How often each text uses each word, and each two words in a row, in its body and in its title. {_STALE}",
        kinds=_PACKED,
    ),
    InputTable(
        "lake.fingerprints",
        text_stats.FINGERPRINTS,
        f"The hashes of every five words in a row of each text, by which its copies are found. {_STALE}",
        kinds=_PACKED,
    ),
    InputTable(
        "lake.openings",
        text_stats.OPENINGS,
        f"The first words of each text, where a site's standing phrases are. {_STALE}",
        kinds=_PACKED,
    ),
    InputTable(
        "lake.revisions",
        revisions.REVISIONS,
        "The commits that changed the files of a site, from the history of its checkout.",
        ("site.sites",),
        ("parquet", "git"),
    ),
    InputTable(
        "lake.changes", history.CHANGES, "Which files were added, edited, moved or removed, and when.", is_history=True
    ),
    InputTable("lake.refreshes", history.REFRESHES, "Every refresh, and its counts for each site.", is_history=True),
)


def lake_inputs(
    committed: Manifest, lake: Path, history_dir: Path, store: Path | None = None, own_sql: Path | None = None
) -> Inputs:
    """Return the rows and files of every input table that the manifest `committed` names.

    Packs lie below `store`, by default the lake. Lost files of the history are left out; repair.py reports them. Seeds
    of `own_sql` take the place of ours.
    """
    store = lake if store is None else store
    past = [name for name in committed.history if (history_dir / name).exists()]
    names = [{"site": site, "name": name} for site, names in committed.names.items() for name in names]
    rows = {"site.sites": committed.sites, "site.authors": committed.authors, "site.names": names}
    files = {
        "lake.posts": [pack_path(store, "posts", id) for id in committed.packs()],
        **{f"lake.{name}": [pack_path(store, name, id) for id in committed.text_packs()] for name in text_stats.TABLES},
        "lake.files": [lake / manifest.FILE_NAME] if committed.files else [],
        "lake.revisions": [revisions.revisions_path(lake, found["id"]) for found in committed.revisions.values()],
        "lake.changes": [history_dir / name for name in past if name.startswith("changes-")],
        "lake.refreshes": [history_dir / name for name in past if name.startswith("refreshes-")],
    }
    return Inputs(
        tables={t.name: pa.Table.from_pylist(rows[t.name], t.schema) for t in INPUT_TABLES if t.name in rows},
        files={table.name: (table.schema, files[table.name]) for table in INPUT_TABLES if table.name in files},
        seeds=SQL / "seeds",
        own_seeds=refuse_unknown_seeds(own_sql / "seeds") if own_sql else None,
        lake_id=committed.lake_id,
    )


def empty_inputs() -> Inputs:
    """Return every input table, without rows."""
    return lake_inputs(Manifest(), Path(), Path())


def load_models(sql: Path = SQL, own: Path | None = None) -> Catalog:
    """Return every model of `sql`, and the `own` ones of a project, upstream first.

    Raises ModelError for a file that is no model, and for an own one in the place of ours.
    """
    history_tables = [table.name for table in INPUT_TABLES if table.is_history]
    return load_catalog(sql, [table.name for table in INPUT_TABLES], history_tables, own)


def column_types(catalog: Catalog) -> dict[str, dict[str, str]]:
    """Return {table: {column: DuckDB type}}, bound on input tables without rows."""
    return bind_types(catalog, empty_inputs())
