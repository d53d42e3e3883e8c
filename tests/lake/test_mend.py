"""Damage in the lake is found, named and made again; what cannot be made again is put aside, and nobody is needed."""

import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.errors import PostsError
from pipeline.lake.history import Refresh
from pipeline.lake.manifest import ABOUT, FORMAT, Manifest, copies
from pipeline.lake.mend import mend
from tests.lake.test_refresh import Place

NOW = f'"format": {FORMAT}'.encode()


def flipped(path: Path) -> None:
    """One bit in the middle of the file: no reader of Parquet need notice."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


DAMAGE = [
    pytest.param(flipped, id="a bit flipped"),
    pytest.param(truncated, id="truncated"),
    pytest.param(emptied, id="empty"),
]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.refresh()
    return place


def test_a_whole_lake_is_left_alone(place: Place) -> None:
    before = {path: path.stat().st_mtime_ns for path in place.lake.rglob("*")}
    assert mend(place.lake, place.past) == []
    assert {path: path.stat().st_mtime_ns for path in place.lake.rglob("*")} == before
    assert mend(place.root / "none/lake", place.root / "none/history") == []


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("table", ["posts", "terms", "fingerprints", "openings"])
def test_a_damaged_pack_is_named_and_made_again(place: Place, damage: Callable[[Path], None], table: str) -> None:
    before, packs = place.packs(), place.text_packs()
    path = sorted((place.lake / table).iterdir())[0]
    damage(path)
    assert mend(place.lake, place.past) == [f"{path} is damaged: it is made again"]
    place.refresh()
    assert (place.packs(), place.text_packs()) == (before, packs)
    assert mend(place.lake, place.past) == []


@pytest.mark.parametrize("damage", [*DAMAGE, pytest.param(Path.unlink, id="gone")])
def test_a_damaged_manifest_is_replaced_by_its_copy_and_nothing_is_lost(
    place: Place, damage: Callable[[Path], None]
) -> None:
    path = place.lake / "files.parquet"
    before, changes = path.read_bytes(), place.changes()
    damage(path)
    [said] = mend(place.lake, place.past)
    assert said.startswith(f"{path} is ") and said.endswith(" takes its place")
    assert path.read_bytes() == before
    assert place.unchanged()
    place.refresh()
    assert place.changes() == changes


def test_every_flipped_byte_of_a_manifest_is_found(place: Place) -> None:
    path = place.lake / "files.parquet"
    whole = path.read_bytes()
    for at in range(0, len(whole), 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        assert len(mend(place.lake, place.past)) == 1, at
        assert path.read_bytes() == whole


def test_a_damaged_copy_does_not_make_the_manifest_suspect(place: Place) -> None:
    [copy] = copies(place.lake)
    flipped(copy)
    assert mend(place.lake, place.past) == []


def test_without_manifest_and_copy_the_lake_is_made_again_and_the_history_counts(place: Place) -> None:
    before, changes = place.packs(), place.changes()
    for path in (place.lake / "files.parquet", *copies(place.lake)):
        truncated(path)
    [said] = mend(place.lake, place.past)
    assert said.endswith("is damaged, and it has no copy: the lake is made again from the sites")
    place.refresh()
    assert place.packs() == before
    assert place.changes()[: len(changes)] == changes


def test_a_lake_that_is_gone_is_made_again_and_the_history_counts(place: Place) -> None:
    before, changes = place.packs(), place.changes()
    shutil.rmtree(place.lake)
    [said] = mend(place.lake, place.past)
    assert said.endswith("is gone, and it has no copy: the lake is made again from the sites")
    place.refresh()
    assert place.packs() == before
    assert place.changes()[: len(changes)] == changes


def test_damaged_history_is_put_aside_said_once_and_counts_again_when_it_is_put_back(place: Place) -> None:
    [path] = place.past.glob("changes-*")
    whole, changes = path.read_bytes(), place.changes()
    flipped(path)
    assert mend(place.lake, place.past) == [
        f"{path} is damaged: put it back from a backup; until then its changes are missing"
    ]
    assert path.with_name(f"{path.name}.damaged").exists()
    place.write("_posts/2024-01-09-two.md", "---\ntitle: Two, corrected\n---\nThe second.\n")
    place.refresh()
    assert mend(place.lake, place.past) == []
    path.write_bytes(whole)
    place.refresh()
    assert place.changes()[: len(changes)] == changes
    assert mend(place.lake, place.past) == []


def test_a_foreign_file_is_left_alone_and_what_no_manifest_names_is_not(place: Place) -> None:
    foreign = [place.lake / "notes.txt", place.lake / "posts/backup.parquet", place.past / "read me"]
    orphans = [place.lake / f"posts/{'0' * 64}.parquet", place.past / "changes-20200101T000000.000000Z.parquet"]
    left = [
        place.lake / ".files.parquet.1.new",
        place.past / ".x.parquet.22.new",
        place.lake / "terms/.x.parquet.1.new",
    ]
    for path in (*foreign, *orphans, *left):
        path.write_text("x")
    assert mend(place.lake, place.past) == []
    assert not any(path.exists() for path in left)
    place.refresh()
    assert [path.exists() for path in (*foreign, *orphans)] == [True, True, True, False, False]


def rewritten(path: Path, was: bytes, now: bytes, without: Sequence[str] = ()) -> None:
    """The manifest with another format number, as a release without copies, or columns, would have left it."""
    table = pq.read_table(path).drop_columns(list(without))
    pq.write_table(table.replace_schema_metadata({ABOUT: table.schema.metadata[ABOUT].replace(was, now)}), path)
    for copy in copies(path.parent):
        copy.unlink()


def test_a_lake_of_a_newer_release_is_refused_and_left_alone(place: Place) -> None:
    path = place.lake / "files.parquet"
    rewritten(path, NOW, b'"format": 99')
    before = path.read_bytes()
    with pytest.raises(PostsError, match=r"was written by a newer release \(format 99, this one knows \d+\); upgrade"):
        mend(place.lake, place.past)
    assert path.read_bytes() == before


def test_a_lake_of_an_older_release_is_made_again_and_that_is_no_change(place: Place) -> None:
    before, changes = place.packs(), place.changes()
    path = place.lake / "files.parquet"
    rewritten(path, NOW, b'"format": 4', ["changed_ns", "pack", "text_pack"])
    assert mend(place.lake, place.past) == []
    assert Manifest.read(place.lake).packs() == []
    assert place.refresh().parsed == 5
    assert (place.packs(), place.changes()) == (before, changes)


def test_a_clock_that_was_set_back_does_not_disorder_the_history() -> None:
    now, then = datetime(2020, 1, 1, tzinfo=UTC), "20260101T023000.000000Z"
    late = Refresh(now, now).after([f"changes-{then}.parquet", "refreshes-20250101T000000.000000Z.parquet"])
    assert late.id == "20260101T023000.000001Z"
    assert late.started_at == now
    assert Refresh(now, now).after([]).id == "20200101T000000.000000Z"


def test_a_backup_of_history_and_manifest_is_enough(place: Place) -> None:
    before, changes = place.packs(), place.changes()
    for path in [*copies(place.lake), *(path for path in place.lake.glob("*/*"))]:
        path.unlink()
    assert mend(place.lake, place.past) == [f"{place.lake} lacks 4 of its files: they are made again"]
    place.refresh()
    assert (place.packs(), place.changes()) == (before, changes)
