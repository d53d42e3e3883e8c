"""Sites in git: cloned, fetched and pulled from real repositories of this machine."""

import os
from pathlib import Path

import pytest

from pipeline.git import GitError, find_remote_commit, update_checkout
from pipeline.sources import SiteSource
from tests.support.repositories import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "origin")
    made.commit_post("One")
    return made


@pytest.fixture
def source(repository: Repository, tmp_path: Path) -> SiteSource:
    return SiteSource("blog", tmp_path / "warehouse/sites/blog", git=repository.url)


def posts(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "_posts").iterdir())


def test_a_plain_folder_has_no_commit(tmp_path: Path) -> None:
    assert update_checkout(SiteSource("blog", tmp_path)) is None
    assert find_remote_commit(SiteSource("blog", tmp_path)) is None


def test_a_repository_is_cloned_at_first_and_fetched_later(repository: Repository, source: SiteSource) -> None:
    assert update_checkout(source) == repository.git("rev-parse", "HEAD")
    assert posts(source.folder) == ["2026-01-05-one.md"]
    later = repository.commit_post("Two")
    assert find_remote_commit(source) == later
    assert update_checkout(source) == later
    assert posts(source.folder) == ["2026-01-05-one.md", "2026-01-05-two.md"]
    assert [path.name for path in source.folder.parent.iterdir()] == ["blog"], "nothing is left beside it"


def test_what_was_changed_in_the_clone_is_put_right(repository: Repository, source: SiteSource) -> None:
    update_checkout(source)
    (source.folder / "_posts/2026-01-05-one.md").unlink()
    (source.folder / "_posts/2026-01-06-mine.md").write_text("mine")
    (source.folder / ".git/index.lock").touch()  # a git that was killed
    (source.folder / ".git/refs/heads/main.lock").touch()
    repository.commit_post("Two")
    update_checkout(source)
    assert posts(source.folder) == ["2026-01-05-one.md", "2026-01-05-two.md"]


def test_a_branch_is_followed_and_another_one_is_cloned_anew(
    repository: Repository, source: SiteSource, tmp_path: Path
) -> None:
    update_checkout(source)
    repository.git("checkout", "--quiet", "-b", "next")
    commit = repository.commit_post("Next")
    repository.git("checkout", "--quiet", "main")
    following = SiteSource("blog", source.folder, git=repository.url, branch="next")
    assert find_remote_commit(following) == commit
    assert update_checkout(following) == commit
    assert update_checkout(following) == commit
    other = Repository(tmp_path / "other")
    commit = other.commit_post("Elsewhere")
    assert update_checkout(SiteSource("blog", source.folder, git=other.url)) == commit
    assert posts(source.folder) == ["2026-01-05-elsewhere.md"]


def test_a_history_that_was_rewritten_is_refused_with_the_way_out(repository: Repository, source: SiteSource) -> None:
    before = update_checkout(source)
    repository.git("commit", "--quiet", "--amend", "--message", "Another past")
    with pytest.raises(GitError) as refused:
        update_checkout(source)
    assert str(refused.value) == (
        "the history of blog, branch main, was rewritten, so it cannot be fast-forwarded; "
        f"if that is meant, remove {source.folder}: the next refresh clones it again"
    )
    assert (source.folder / ".git/refs/heads/main").read_text().strip() == before


def test_a_repository_that_is_gone_leaves_the_clone_as_it_was(repository: Repository, source: SiteSource) -> None:
    update_checkout(source)
    repository.folder.rename(repository.folder.with_name("away"))
    with pytest.raises(GitError, match=r"^git fetch of blog failed: .*does not appear to be a git repository"):
        update_checkout(source)
    assert posts(source.folder) == ["2026-01-05-one.md"]


@pytest.mark.parametrize("branch", [None, "none"])
def test_a_first_clone_that_fails_leaves_nothing(tmp_path: Path, repository: Repository, branch: str | None) -> None:
    url = repository.url if branch else (tmp_path / "nowhere").as_uri()
    source = SiteSource("blog", tmp_path / "sites/blog", git=url, branch=branch)
    with pytest.raises(GitError, match=r"^git clone of blog failed: "):
        update_checkout(source)
    assert list((tmp_path / "sites").iterdir()) == []


def test_a_checkout_is_pulled_if_it_asks_for_it(repository: Repository, source: SiteSource, tmp_path: Path) -> None:
    update_checkout(source)
    mine = SiteSource("blog", source.folder, pull=True)
    commit = repository.commit_post("Two")
    assert find_remote_commit(mine) == commit
    assert update_checkout(mine) == commit
    (mine.folder / "_posts/2026-01-05-three.md").write_text("not committed")
    repository.commit_post("Three")
    with pytest.raises(GitError, match=r"^git pull of blog failed: "):
        update_checkout(mine)
    assert (mine.folder / "_posts/2026-01-05-three.md").read_text() == "not committed"


def test_a_password_in_a_url_is_not_shown(tmp_path: Path) -> None:
    source = SiteSource("blog", tmp_path / "blog", git="http://me:secret@127.0.0.1:1/blog.git")
    with pytest.raises(GitError) as refused:
        update_checkout(source)
    assert "127.0.0.1:1/blog.git" in str(refused.value)
    assert "secret" not in str(refused.value) + repr(source)


def test_git_that_runs_a_hook_does_not_confuse_the_clone(
    repository: Repository, source: SiteSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(repository.folder / ".git"))
    assert update_checkout(source) == update_checkout(source)


def test_without_git_the_message_says_so(source: SiteSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(GitError, match=r"^posts\.toml names a repository for blog, but git cannot be run: "):
        update_checkout(source)
