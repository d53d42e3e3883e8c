"""Damage in the lake is found, named and made again; what cannot be made again is put aside, and nobody is needed."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.errors import PostsError
from pipeline.lake.manifest import ABOUT, FORMAT, Manifest, manifest_copies
from pipeline.lake.repair import repair
from tests.lake.workspace import Workspace

NOW = f'"format": {FORMAT}'.encode()


def flip_bit(path: Path) -> None:
    """Flip one bit in the middle of a file: no reader of Parquet need notice."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def empty(path: Path) -> None:
    path.write_bytes(b"")


DAMAGE = [
    pytest.param(flip_bit, id="a bit flipped"),
    pytest.param(truncate, id="truncated"),
    pytest.param(empty, id="empty"),
]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    workspace.refresh()
    return workspace


def test_a_whole_lake_is_left_alone(workspace: Workspace) -> None:
    before = {path: path.stat().st_mtime_ns for path in workspace.lake.rglob("*")}
    assert repair(workspace.lake, workspace.history) == []
    assert {path: path.stat().st_mtime_ns for path in workspace.lake.rglob("*")} == before
    assert repair(workspace.root / "none/lake", workspace.root / "none/history") == []


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("table", ["posts", "terms", "fingerprints", "openings"])
def test_a_damaged_pack_is_named_and_made_again(
    workspace: Workspace, damage: Callable[[Path], None], table: str
) -> None:
    before, packs = workspace.packs(), workspace.text_packs()
    path = sorted((workspace.lake / table).iterdir())[0]
    damage(path)
    assert repair(workspace.lake, workspace.history) == [f"{path} is damaged: it is made again"]
    workspace.refresh()
    assert (workspace.packs(), workspace.text_packs()) == (before, packs)
    assert repair(workspace.lake, workspace.history) == []


@pytest.mark.parametrize("damage", [*DAMAGE, pytest.param(Path.unlink, id="gone")])
def test_a_damaged_manifest_is_replaced_by_its_copy_and_nothing_is_lost(
    workspace: Workspace, damage: Callable[[Path], None]
) -> None:
    path = workspace.lake / "files.parquet"
    before, changes = path.read_bytes(), workspace.changes()
    damage(path)
    [said] = repair(workspace.lake, workspace.history)
    assert said.startswith(f"{path} is ") and said.endswith(" takes its place")
    assert path.read_bytes() == before
    assert workspace.is_unchanged()
    workspace.refresh()
    assert workspace.changes() == changes


def test_every_flipped_byte_of_a_manifest_is_found(workspace: Workspace) -> None:
    path = workspace.lake / "files.parquet"
    whole = path.read_bytes()
    for at in range(0, len(whole), 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        assert len(repair(workspace.lake, workspace.history)) == 1, at
        assert path.read_bytes() == whole


def test_a_damaged_copy_does_not_make_the_manifest_suspect(workspace: Workspace) -> None:
    [copy] = manifest_copies(workspace.lake)
    flip_bit(copy)
    assert repair(workspace.lake, workspace.history) == []


def test_without_manifest_and_copy_the_lake_is_made_again_and_the_history_counts(workspace: Workspace) -> None:
    before, changes = workspace.packs(), workspace.changes()
    for path in (workspace.lake / "files.parquet", *manifest_copies(workspace.lake)):
        truncate(path)
    [said] = repair(workspace.lake, workspace.history)
    assert said.endswith("is damaged, and it has no copy: the lake is made again from the sites")
    workspace.refresh()
    assert workspace.packs() == before
    assert workspace.changes()[: len(changes)] == changes


def test_a_lake_that_is_gone_is_made_again_and_the_history_counts(workspace: Workspace) -> None:
    before, changes = workspace.packs(), workspace.changes()
    shutil.rmtree(workspace.lake)
    [said] = repair(workspace.lake, workspace.history)
    assert said.endswith("is gone, and it has no copy: the lake is made again from the sites")
    workspace.refresh()
    assert workspace.packs() == before
    assert workspace.changes()[: len(changes)] == changes


def test_damaged_history_is_put_aside_said_once_and_counts_again_when_it_is_put_back(workspace: Workspace) -> None:
    [path] = workspace.history.glob("changes-*")
    whole, changes = path.read_bytes(), workspace.changes()
    flip_bit(path)
    assert repair(workspace.lake, workspace.history) == [
        f"{path} is damaged: put it back from a backup; until then its changes are missing"
    ]
    assert path.with_name(f"{path.name}.damaged").exists()
    workspace.write("_posts/2024-01-09-two.md", "---\ntitle: Two, corrected\n---\nThe second.\n")
    workspace.refresh()
    assert repair(workspace.lake, workspace.history) == []
    path.write_bytes(whole)
    workspace.refresh()
    assert workspace.changes()[: len(changes)] == changes
    assert repair(workspace.lake, workspace.history) == []


def test_a_foreign_file_is_left_alone_and_what_no_manifest_names_is_not(workspace: Workspace) -> None:
    foreign = [workspace.lake / "notes.txt", workspace.lake / "posts/backup.parquet", workspace.history / "read me"]
    orphans = [
        workspace.lake / f"posts/{'0' * 64}.parquet",
        workspace.history / "changes-20200101T000000.000000Z.parquet",
    ]
    left = [
        workspace.lake / ".files.parquet.1.new",
        workspace.history / ".x.parquet.22.new",
        workspace.lake / "terms/.x.parquet.1.new",
    ]
    for path in (*foreign, *orphans, *left):
        path.write_text("x")
    assert repair(workspace.lake, workspace.history) == []
    assert not any(path.exists() for path in left)
    workspace.refresh()
    assert [path.exists() for path in (*foreign, *orphans)] == [True, True, True, False, False]


def rewrite_manifest(path: Path, was: bytes, now: bytes, without: Sequence[str] = ()) -> None:
    """Write the manifest with another format number, as a release without copies, or columns, would have left it."""
    table = pq.read_table(path).drop_columns(list(without))
    pq.write_table(table.replace_schema_metadata({ABOUT: table.schema.metadata[ABOUT].replace(was, now)}), path)
    for copy in manifest_copies(path.parent):
        copy.unlink()


def test_a_lake_of_a_newer_release_is_refused_and_left_alone(workspace: Workspace) -> None:
    path = workspace.lake / "files.parquet"
    rewrite_manifest(path, NOW, b'"format": 99')
    before = path.read_bytes()
    with pytest.raises(PostsError, match=r"was written by a newer release \(format 99, this one knows \d+\); upgrade"):
        repair(workspace.lake, workspace.history)
    assert path.read_bytes() == before


def test_a_lake_of_an_older_release_is_made_again_and_that_is_no_change(workspace: Workspace) -> None:
    before, changes = workspace.packs(), workspace.changes()
    path = workspace.lake / "files.parquet"
    rewrite_manifest(path, NOW, b'"format": 4', ["changed_ns", "pack", "text_pack"])
    assert repair(workspace.lake, workspace.history) == []
    assert Manifest.load(workspace.lake).packs() == []
    assert workspace.refresh().parsed == 5
    assert (workspace.packs(), workspace.changes()) == (before, changes)


def test_a_backup_of_history_and_manifest_is_enough(workspace: Workspace) -> None:
    before, changes = workspace.packs(), workspace.changes()
    for path in [*manifest_copies(workspace.lake), *(path for path in workspace.lake.glob("*/*"))]:
        path.unlink()
    assert repair(workspace.lake, workspace.history) == [f"{workspace.lake} lacks 4 of its files: they are made again"]
    workspace.refresh()
    assert (workspace.packs(), workspace.changes()) == (before, changes)
