"""A reader of a file that is being replaced sees the old one or the new one, and a failure leaves nothing behind."""

import errno
from pathlib import Path

import pytest

from pipeline.errors import PostsError
from pipeline.files import made, replacing, sweep


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


def test_what_killed_writers_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
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
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {".lock", "a.new", ".a.new", "b"}
    sweep(tmp_path / "none")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    made(tmp_path / "a/b")
    assert (tmp_path / "a/b").is_dir()
    with pytest.raises(PostsError, match=r"/file/c cannot be written: Not a directory$"):
        made(tmp_path / "file/c")
