"""A lake whose packs lie in a store of a cluster, here one that is reached by the URL of a folder."""

from pathlib import Path
from typing import cast

import pytest
from upath import UPath

from pipeline.lake.manifest import Manifest
from pipeline.lake.mend import mend
from pipeline.lake.pool import pool
from pipeline.lake.text import TABLES
from tests.lake.test_refresh import Place


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "a store"


@pytest.fixture
def place(tmp_path: Path, there: Path) -> Place:
    place = Place(tmp_path)
    place.store = cast(Path, UPath(f"file://{there}"))
    return place


def held(folder: Path) -> dict[str, bytes]:
    paths = (path for name in ("posts", *TABLES) for path in (folder / name).glob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_a_store_holds_the_bytes_that_a_folder_would(
    place: Place, there: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by processes, which are given the store as an executor is."""
    monkeypatch.setattr("pipeline.lake.pool.FEW", 0)
    with pool() as map_:
        place.refresh(map_=map_)
    other = place.at(tmp_path / "other")
    other.store = None
    other.refresh()
    assert held(there) == held(other.lake) != {}
    assert held(place.lake) == {}
    assert all(name.startswith("history/") for name in Manifest.read(place.lake).digests)


def test_only_what_changed_is_parsed_and_counted_again(place: Place) -> None:
    place.refresh()
    place.write("_posts/2024-01-05-one.md", "---\ntitle: One\n---\nThe first, edited.\n")
    done = place.refresh()
    assert (done.parsed, done.packs, done.counted) == (1, 1, 1)
    assert (place.refresh().parsed, place.refresh(full=True).parsed) == (0, 5)


def test_what_a_killed_writer_left_is_swept_and_what_is_gone_is_made_again(place: Place, there: Path) -> None:
    place.refresh()
    whole = held(there)
    (there / "posts" / f".{'0' * 64}.parquet.12345.new").write_bytes(b"half")
    (there / "terms" / f"{'0' * 64}.parquet").write_bytes(b"of a refresh that was not committed")
    for name in ("posts", "fingerprints"):
        sorted((there / name).glob("*.parquet"))[0].unlink()
    mend(place.lake, place.past, place.store)
    place.refresh()
    assert held(there) == whole


def test_a_lake_that_moves_to_a_store_leaves_nothing_behind_and_comes_back(place: Place, there: Path) -> None:
    store, place.store = place.store, None
    place.refresh()
    before = held(place.lake)
    place.store = store
    place.refresh()
    assert (held(place.lake), held(there)) == ({}, before)
    place.store = None
    mend(place.lake, place.past)
    place.refresh()
    assert held(place.lake) == before
    assert mend(place.lake, place.past) == []
