"""Files of a site are read as they are; nothing is followed out of the site, and nothing is waited for."""

import os
import socket
import threading
from pathlib import Path

import pytest

from pipeline.generators.read import Fault, load_file, load_files

NOT_A_FILE = Fault("not_a_file", "error", None, "it is a pipe, a device, a socket or a folder")


def write_file(path: Path, text: str = "---\n---\n") -> Path:
    """Write a small file, and the folders above it; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_links_are_followed_within_the_site_only(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    root = tmp_path / "site"
    posts = write_file(root / "_posts/2015-01-01-x.md").parent
    write_file(root / "shared/2015-01-01-x.md")
    (posts / "2015-01-01-in.md").symlink_to(root / "shared/2015-01-01-x.md")
    (posts / "2015-01-01-out.md").symlink_to(tmp_path / "secret.md")
    (posts / "2015-01-01-gone.md").symlink_to("nowhere.md")
    (posts / "2015-01-01-self.md").symlink_to("2015-01-01-self.md")
    (root / "away").mkdir()
    (root / "away/_posts").symlink_to(tmp_path)
    assert load_file(root, "_posts/2015-01-01-in.md") == (b"---\n---\n", None)
    assert load_file(root, "_posts/2015-01-01-self.md")[1] == NOT_A_FILE
    for path in ("_posts/2015-01-01-out.md", "away/_posts/secret.md", "../secret.md"):
        content, fault = load_file(root, path)
        assert content is None
        assert fault and fault.kind == "leads_out"
        assert fault.detail in (
            "it leads out of the site: put its files into the site, or name a folder above both as the site",
            "it leads nowhere: repair the link, or remove it",
        )


def test_files_are_read_in_turn_whatever_became_of_their_folders(tmp_path: Path) -> None:
    write_file(tmp_path / "_posts/2015-01-01-x.md")
    write_file(tmp_path / "a/_posts/2015-01-01-y.md", "y")
    (tmp_path / "_posts/2015-01-02-y.md").symlink_to(tmp_path / "a/_posts/2015-01-01-y.md")
    paths = [
        *("_posts/2015-01-01-x.md", "gone/_posts/2015-01-01-x.md", "_posts/2015-01-02-y.md", "../secret.md"),
        *("a/_posts/2015-01-01-y.md", "_posts/2015-01-01-gone.md", "_posts/2015-01-01-x.md"),
    ]
    found = [fault.kind if fault else content for content, fault in load_files(tmp_path, paths)]
    assert found == [b"---\n---\n", "vanished", b"y", "leads_out", b"y", "vanished", b"---\n---\n"]


def test_what_is_no_file_is_neither_opened_nor_waited_for(tmp_path: Path) -> None:
    (tmp_path / "_posts").mkdir()
    os.mkfifo(tmp_path / "_posts/2015-01-01-pipe.md")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "_posts/2015-01-01-socket.md"))
        paths = ["_posts/2015-01-01-pipe.md", "_posts/2015-01-01-socket.md", "_posts"]
        done: list[object] = []
        reading = threading.Thread(target=lambda: done.extend(load_file(tmp_path, path) for path in paths), daemon=True)
        reading.start()
        reading.join(2)
    assert done == [(None, NOT_A_FILE)] * 3


def test_a_file_that_is_written_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file(tmp_path / "_posts/2015-01-01-x.md")
    really, saves = os.pread, iter(["longer than it was", "and once more"])

    def reading(descriptor: int, size: int, at: int) -> bytes:
        content = really(descriptor, size, at)
        if text := next(saves, None):
            (tmp_path / "_posts/2015-01-01-x.md").write_text(text)  # in place, as some editors save
        return content

    monkeypatch.setattr(os, "pread", reading)
    assert load_file(tmp_path, "_posts/2015-01-01-x.md") == (b"and once more", None)


def test_a_file_that_turns_into_a_pipe_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file(tmp_path / "_posts/2015-01-01-x.md")
    really = os.open

    def swapped(path: str, flags: int, **more: int) -> int:
        if path.endswith(".md"):
            (tmp_path / "_posts/2015-01-01-x.md").unlink()
            os.mkfifo(tmp_path / "_posts/2015-01-01-x.md")
        return really(path, flags, **more)

    monkeypatch.setattr(os, "open", swapped)
    assert load_file(tmp_path, "_posts/2015-01-01-x.md")[1] == NOT_A_FILE


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file(tmp_path / "_posts/2015-01-01-x.md")
    assert load_file(tmp_path, "_posts/2015-01-01-gone.md")[1] == Fault(
        "vanished", "error", None, "it was there a moment ago"
    )
    monkeypatch.setattr("pipeline.generators.read.MAX_FILE_BYTES", 7)
    assert load_file(tmp_path, "_posts/2015-01-01-x.md")[1] == Fault(
        "too_large", "error", None, "it has more than 7 bytes"
    )
    monkeypatch.setattr(os, "open", refuse)  # the tests may run as root, whom no file refuses
    assert load_file(tmp_path, "_posts/2015-01-01-x.md")[1] == Fault("unreadable", "error", None, "Permission denied")


def refuse(*arguments: object) -> int:
    raise PermissionError(13, "Permission denied")
