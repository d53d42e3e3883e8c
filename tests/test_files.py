"""A reader of a file that is being replaced sees the old one or the new one, and a failure leaves nothing behind."""

from pathlib import Path

import pytest

from pipeline.files import replacing, replacing_folder


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
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


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
