"""A lake whose packs lie in a store of a cluster, here one that is reached by the URL of a folder."""

from pathlib import Path
from typing import cast

import pytest
from upath import UPath

from pipeline.lake.manifest import Manifest
from pipeline.lake.pool import process_pool
from pipeline.lake.repair import repair
from pipeline.lake.text_stats import TABLES
from tests.lake.workspace import Workspace


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "a store"


@pytest.fixture
def workspace(tmp_path: Path, there: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    workspace.store = cast(Path, UPath(f"file://{there}"))
    return workspace


def read_packs(folder: Path) -> dict[str, bytes]:
    """Return the packs in a folder by path."""
    paths = (path for name in ("posts", *TABLES) for path in (folder / name).glob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_a_store_holds_the_bytes_that_a_folder_would(
    workspace: Workspace, there: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by processes, which are given the store as an executor is."""
    monkeypatch.setattr("pipeline.lake.pool.MIN_FILES_FOR_POOL", 0)
    with process_pool() as map_:
        workspace.refresh(map_=map_)
    other = workspace.with_lake_in(tmp_path / "other")
    other.store = None
    other.refresh()
    assert read_packs(there) == read_packs(other.lake) != {}
    assert read_packs(workspace.lake) == {}
    assert all(name.startswith("history/") for name in Manifest.load(workspace.lake).checksums)


def test_only_what_changed_is_parsed_and_counted_again(workspace: Workspace) -> None:
    workspace.refresh()
    workspace.write("_posts/2024-01-05-one.md", "---\ntitle: One\n---\nThe first, edited.\n")
    done = workspace.refresh()
    assert (done.parsed, done.packs, done.counted) == (1, 1, 1)
    assert (workspace.refresh().parsed, workspace.refresh(full=True).parsed) == (0, 5)


def test_what_a_killed_writer_left_is_removed_and_what_is_gone_is_made_again(workspace: Workspace, there: Path) -> None:
    workspace.refresh()
    whole = read_packs(there)
    (there / "posts" / f".{'0' * 64}.parquet.12345.new").write_bytes(b"half")
    (there / "terms" / f"{'0' * 64}.parquet").write_bytes(b"of a refresh that was not committed")
    for name in ("posts", "fingerprints"):
        sorted((there / name).glob("*.parquet"))[0].unlink()
    repair(workspace.lake, workspace.history, workspace.store)
    workspace.refresh()
    assert read_packs(there) == whole


def test_a_lake_that_moves_to_a_store_leaves_nothing_behind_and_comes_back(workspace: Workspace, there: Path) -> None:
    store, workspace.store = workspace.store, None
    workspace.refresh()
    before = read_packs(workspace.lake)
    workspace.store = store
    workspace.refresh()
    assert (read_packs(workspace.lake), read_packs(there)) == ({}, before)
    workspace.store = None
    repair(workspace.lake, workspace.history)
    workspace.refresh()
    assert read_packs(workspace.lake) == before
    assert repair(workspace.lake, workspace.history) == []
