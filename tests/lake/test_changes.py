"""A scan finds what has changed by size and ctime, then by content, and says where a site has shrunk."""

import os
from pathlib import Path

import pytest

from pipeline.generators import load_site
from pipeline.lake.changes import detect_changes
from pipeline.lake.manifest import Manifest
from pipeline.refresh import Options, ShrunkError, open_refresh
from pipeline.settings import Settings
from pipeline.sources import SiteSource
from tests.lake.workspace import POSTS, Workspace


def test_a_touched_file_is_hashed_but_nothing_has_changed(workspace: Workspace, trusted_times: None) -> None:
    first = workspace.refresh()
    os.utime(workspace.root / "_posts/2024-01-05-one.md")
    assert workspace.is_unchanged()
    second = workspace.refresh()
    assert (second.parsed, second.manifest.lake_id) == (0, first.manifest.lake_id)


def test_a_file_of_this_moment_is_hashed_again_next_time(workspace: Workspace) -> None:
    """Two writes within one tick of the clock, of one length: only the content tells them apart."""
    path = workspace.root / "_posts/2024-01-05-one.md"
    path.write_text("---\ntitle: 1st\n---\nThe first.\n")
    workspace.refresh()
    assert {file.changed_ns for file in Manifest.load(workspace.lake).files} == {0}, "a time that is trusted"
    path.write_text("---\ntitle: 2nd\n---\nThe first.\n")
    assert not workspace.is_unchanged()


def test_a_checkout_with_other_line_ends_is_read_again_and_is_no_change(workspace: Workspace) -> None:
    workspace.refresh()
    posts = sorted((workspace.root / "_posts").iterdir())
    for path in posts:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = workspace.changes()
    assert workspace.refresh().parsed == len(posts)
    assert workspace.changes() == before
    posts[0].write_bytes(posts[0].read_bytes() + b"More.\r\n")
    workspace.refresh()
    assert workspace.changes() == [*before, ("edited", "_posts/2024-01-05-one.md", None)]
    for path in posts:
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    workspace.refresh()
    assert len(workspace.changes()) == len(before) + 1


def test_files_that_changed_places_are_seen_whatever_their_times(workspace: Workspace, trusted_times: None) -> None:
    """Builds set all times to one: two posts of one length that change places are told by when they were renamed."""
    one, two = (workspace.root / f"_posts/2024-01-0{n}-swap.md" for n in (1, 2))
    for path, title in ((one, "A"), (two, "B")):
        path.write_text(f"---\ntitle: {title}\n---\n")
        os.utime(path, ns=(1, 1))
    workspace.refresh()
    assert workspace.is_unchanged()
    one.rename(workspace.root / "aside")
    two.rename(one)
    (workspace.root / "aside").rename(two)
    assert not workspace.is_unchanged()
    workspace.refresh()
    assert workspace.changes()[-2:] == [("edited", f"_posts/2024-01-0{n}-swap.md", None) for n in (1, 2)]


def test_another_size_of_an_ignored_file_is_a_change(workspace: Workspace) -> None:
    workspace.write("_posts/notes.txt", "one")
    first = workspace.refresh()
    workspace.write("_posts/notes.txt", "one, two and three")
    assert not workspace.is_unchanged()
    second = workspace.refresh()
    assert second.manifest.lake_id != first.manifest.lake_id
    assert [file.bytes for file in second.manifest.files if file.ignored] == [18]


def test_a_site_without_settings_and_posts_has_no_files(tmp_path: Path) -> None:
    (tmp_path / "site/_posts").mkdir(parents=True)
    assert detect_changes([load_site("s", tmp_path / "site")], tmp_path / "lake").files == []


def test_a_site_that_lost_a_fifth_of_its_files_has_shrunk(workspace: Workspace) -> None:
    assert workspace.scan().shrunk == [], "all of it is new"
    workspace.refresh()
    first, second, *_ = POSTS
    (workspace.root / first).unlink()
    assert workspace.scan().shrunk == [], "a fifth, and no more"
    (workspace.root / second).unlink()
    assert workspace.scan().shrunk == [f"s shrank from 5 files to 3 in {workspace.root}; is it all there?"]


def test_what_shrank_because_it_cannot_be_read_is_named(workspace: Workspace) -> None:
    workspace.refresh()
    for path in list(POSTS)[:3]:
        (workspace.root / path).unlink()
    (workspace.root / os.fsdecode(b"_posts/2024-01-02-caf\xff.md")).touch()
    [sentence] = workspace.scan().shrunk
    assert "is it all there? _posts/2024-01-02-caf\\xff.md: name_not_utf8: " in sentence


def test_a_site_that_lost_a_fifth_is_refused_before_anything_is_written(workspace: Workspace) -> None:
    workspace.refresh()
    for path in list(POSTS)[:2]:
        (workspace.root / path).unlink()
    before = {path: path.read_bytes() for path in workspace.lake.parent.rglob("*.parquet")}
    settings = Settings((SiteSource("s", workspace.root),), workspace.lake.parent, "", None)
    message = r"^s shrank from 5 files to 3 in .*; is it all there\? Nothing was changed\. .*--allow-shrink$"
    with open_refresh(settings, Options(), "a test") as refresh, pytest.raises(ShrunkError, match=message):
        refresh.update_lake()
    assert {path: path.read_bytes() for path in workspace.lake.parent.rglob("*.parquet")} == before
    with open_refresh(settings, Options(allow_shrink=True), "a test") as refresh:
        done = refresh.update_lake()
    assert done.committed
    assert [file.path for file in done.committed.manifest.files] == [
        "_drafts/idea.md",
        "_posts/2024-02-01-three.md",
        "_posts/2024-02-02-broken.md",
    ]
