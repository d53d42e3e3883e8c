"""A reader of a file that is being replaced sees the old one or the new one, and a failure leaves nothing behind."""

import errno
from pathlib import Path

import pytest

from pipeline.errors import PostsError
from pipeline.files import ensure_dir, list_dir, remove_leftovers, replacing, replacing_folder, sync


def test_the_new_content_appears_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_text("old")
    with replacing(target) as beside:
        beside.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_failure_keeps_the_old_content_and_removes_the_half_written(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_text("old")

    def fail() -> None:
        with replacing(target) as beside:
            beside.write_text("half")
            raise OSError(errno.ENOSPC, "as the system says it")

    with pytest.raises(PostsError, match=f"^{target} cannot be written: No space left on device$"):
        fail()
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_killed_writers_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (
        ".a.parquet.12.new",
        ".posts.duckdb.7.new",
        ".posts.duckdb.7.new.wal",
        ".lock",
        "a.new",
        ".a.new",
        "b",
    ):
        (tmp_path / name).write_text("x")
    (tmp_path / ".posts.duckdb.7.new.spill").mkdir()
    (tmp_path / ".posts.duckdb.7.new.spill/1").write_text("x")
    remove_leftovers(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {".lock", "a.new", ".a.new", "b"}
    remove_leftovers(tmp_path / "none")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    ensure_dir(tmp_path / "a/b")
    assert (tmp_path / "a/b").is_dir()
    with pytest.raises(PostsError, match=r"/file/c cannot be written: Not a directory$"):
        ensure_dir(tmp_path / "file/c")


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "a"
    for content in ("old", "new"):
        with replacing_folder(target) as beside:
            (beside / "sub").mkdir()
            (beside / "sub" / content).write_text(content)
            assert not (target / "sub" / content).exists()
        assert [path.name for path in (target / "sub").iterdir()] == [content]
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_failure_keeps_the_old_folder(tmp_path: Path) -> None:
    target = tmp_path / "a"
    (target / "old").mkdir(parents=True)

    def fail() -> None:
        with replacing_folder(target) as beside:
            (beside / "half").write_text("half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert [str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*"))] == ["a", "a/old"]


def test_a_folder_that_cannot_take_its_place_puts_the_old_one_back(tmp_path: Path) -> None:
    """The second of the two renames fails: here because somebody has removed what was to come."""
    target = tmp_path / "a"
    (target / "old").mkdir(parents=True)

    def fail() -> None:
        with replacing_folder(target) as beside:
            beside.rmdir()

    with pytest.raises(OSError, match="No such file"):
        fail()
    assert [str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*"))] == ["a", "a/old"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    """An object store has no folder before its first file."""
    (tmp_path / "a").touch()
    assert list_dir(tmp_path) == [tmp_path / "a"]
    assert list_dir(tmp_path / "none") == list_dir(tmp_path / "a") == []


def test_a_sync_that_fails_names_the_file() -> None:
    """A device cannot be synced."""
    with pytest.raises(OSError, match="/dev/null"):
        sync(Path("/dev/null"))
