"""Revisions of a site's texts from real repositories: what each commit did, read at once and night by night."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline import git
from pipeline.generators import generator_of, load_site
from pipeline.generators.site import Site
from pipeline.git import find_checkout
from pipeline.lake import parquet
from pipeline.lake.changes import detect_changes
from pipeline.lake.commit import commit as commit_lake
from pipeline.lake.history import Refresh
from pipeline.lake.manifest import Manifest
from pipeline.lake.revisions import revisions_path, update_revisions
from tests.support.repositories import Repository

POST = "---\ntitle: {title}\ntags: [{tag}]\n---\n{body}\n"
ONE, MOVED = "_posts/2024-01-01-one.md", "_posts/2024-01-02-uno.md"


class History:
    """A site in a repository, whose commits are an hour apart, and a lake of its revisions."""

    def __init__(self, folder: Path) -> None:
        self.repository = Repository(folder / "origin")
        self.root, self.lake = self.repository.folder, folder / "lake"
        self.hours = 0
        self.before: dict[str, str] | None = None

    def commit(self, files: Mapping[str, str | None], moves: dict[str, str] | None = None) -> str:
        """Commit files, None for one that is removed, after moves; return the commit."""
        for old, new in (moves or {}).items():
            (self.root / new).parent.mkdir(parents=True, exist_ok=True)
            self.repository.git("mv", old, new)
        for path, text in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink() if text is None else target.write_text(text, encoding="utf-8")
        self.hours += 1
        self.repository.git("add", "--all")
        date = f"2024-03-01T{self.hours:02}:00:00Z"
        self.repository.git("-c", f"alias.at=!GIT_COMMITTER_DATE={date} git commit", "at", "--quiet", "--message", "m")
        return self.repository.git("rev-parse", "HEAD")

    def site(self, root: Path | None = None) -> Site:
        checkout = find_checkout(root or self.root)
        site = load_site("s", root or self.root)
        return replace(site, head=checkout.head) if checkout else site

    def read(self, lake: Path | None = None, *, at_once: bool = False) -> list[dict[str, Any]]:
        """Return the rows of files that are posts now, the oldest first."""
        site, lake = self.site(), lake or self.lake
        paths = {found.path for found in generator_of(site).walk(site) if found.ignored is None}
        found = update_revisions(site, paths, None if at_once else self.before, lake)
        assert found is not None
        if not at_once:
            self.before = found
        rows = parquet.load(revisions_path(lake, found["id"])).to_pylist()
        return [row for row in reversed(rows) if row["path"] in paths]


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path)


def shown(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (row["path"], row["committed_at"].hour, row["kind"], row["words_before"], row["words_after"]) for row in rows
    ]


def write(title: str = "One", tag: str = "a", body: str = "The first text.") -> str:
    return POST.format(title=title, tag=tag, body=body)


def make_nights(history: History) -> list[list[tuple[Any, ...]]]:
    """Make eight commits, and read the revisions after each of them."""
    nights = []
    for files, moves in (
        ({ONE: write(), "_posts/2024-01-05-two.md": write("Two")}, {}),
        ({ONE: write(tag="b")}, {}),
        ({ONE: write(tag="b", body="The  first\ntext.\n")}, {}),
        ({ONE: write(tag="b", body="The first text, longer now.")}, {}),
        ({ONE: write("Uno", "b", "The first text, longer now.")}, {}),
        ({}, {ONE: MOVED}),
        ({MOVED: write("Uno", "c", "The first text, shorter.")}, {}),
        ({ONE: write("Another", "x", "Something quite different stands here now."), "README.md": "No post."}, {}),
    ):
        history.commit(files, moves)
        nights.append(shown(history.read()))
    return nights


def test_what_each_commit_did(history: History) -> None:
    two = ("_posts/2024-01-05-two.md", 1, "added", None, 3)
    assert make_nights(history)[-1] == [
        (MOVED, 1, "added", None, 3),
        two,
        (MOVED, 2, "front_matter", 3, 3),
        (MOVED, 3, "front_matter", 3, 3),  # other white space is no other text
        (MOVED, 4, "text", 3, 5),
        (MOVED, 5, "text", 5, 5),
        (MOVED, 6, "moved", 5, 5),
        (MOVED, 7, "text", 5, 4),
        (ONE, 8, "added", None, 6),  # what has the old path now is another post
    ]


def test_night_by_night_is_as_at_once(history: History, tmp_path: Path) -> None:
    nights = make_nights(history)
    assert nights[4][0] == (ONE, 1, "added", None, 3), "before it was moved"
    at_once = history.read(tmp_path / "other", at_once=True)
    assert at_once == history.read()


def test_a_night_reads_only_new_commits(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    history.commit({ONE: write()})
    history.read()
    second = history.commit({ONE: write(body="Another text.")})
    read: list[list[bytes]] = []
    run = git._read

    def note(folder: Path, arguments: list[str], given: bytes | None = None) -> bytes:
        read.append((given or b"").split())
        return run(folder, arguments, given)

    monkeypatch.setattr(git, "_read", note)
    assert [row["kind"] for row in history.read()] == ["added", "text"]
    blobs = [ids for ids in read if ids]
    assert len(blobs) == 1 and len(blobs[0]) == 2, "the two versions that one commit joins"
    read.clear()
    assert history.read()[-1]["commit"] == second
    assert not any(read), "nothing is new"


def test_a_rewritten_branch_is_read_again(history: History) -> None:
    history.commit({ONE: write()})
    history.commit({ONE: write(body="A text that is taken back.")})
    history.read()
    history.repository.git("reset", "--quiet", "--hard", "HEAD~1")
    history.commit({ONE: write(body="Another one.")})
    assert shown(history.read()) == [(ONE, 1, "added", None, 3), (ONE, 3, "text", 3, 2)]


def test_a_site_below_its_repository(history: History) -> None:
    history.commit({"docs/_posts/2024-01-01-one.md": write(), "docs/_config.yml": "title: T", "other.md": "x"})
    history.commit({}, {"other.md": "docs/_posts/2024-01-02-other.md"})
    site = history.site(history.root / "docs")
    found = update_revisions(site, {"_posts/2024-01-01-one.md"}, None, history.lake)
    assert found is not None
    rows = parquet.load(revisions_path(history.lake, found["id"])).to_pylist()
    assert [(row["path"], row["kind"]) for row in rows if row["kind"]] == [("_posts/2024-01-01-one.md", "added")]


def test_a_folder_without_git_has_none_and_a_shallow_clone_says_so(history: History, tmp_path: Path) -> None:
    history.commit({ONE: write()})
    history.commit({ONE: write(body="Another text.")})
    (tmp_path / "plain").mkdir()
    assert find_checkout(tmp_path / "plain") is None
    history.repository.git("clone", "--quiet", "--depth", "1", history.repository.url, str(tmp_path / "shallow"))
    shallow, whole = find_checkout(tmp_path / "shallow"), find_checkout(history.root)
    assert shallow and whole
    assert (shallow.is_shallow, whole.is_shallow, shallow.head) == (True, False, whole.head)


def test_a_commit_of_what_is_there_already_changes_the_lake(history: History, tmp_path: Path) -> None:
    """The files are the same before and after, but now git tells of them."""
    history.commit({ONE: write()})
    (history.root / ONE).write_text(write(body="Not committed yet."), encoding="utf-8")
    now = Refresh(datetime.now(UTC), datetime.now(UTC))

    def refresh() -> Manifest:
        scan = detect_changes([history.site()], history.lake)
        return commit_lake(scan, history.lake, tmp_path / "history", now).manifest

    before = refresh()
    assert detect_changes([history.site()], history.lake).unchanged
    history.commit({})
    assert detect_changes([history.site()], history.lake).unchanged is None
    after = refresh()
    assert after.lake_id != before.lake_id
    assert revisions_path(history.lake, after.revisions["s"]["id"]).exists()
    assert [path.stem for path in (history.lake / "revisions").iterdir()] == [after.revisions["s"]["id"]]
