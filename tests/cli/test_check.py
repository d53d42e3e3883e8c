"""`posts-warehouse check`: which files it looks at, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.support.repositories import Repository

BROKEN = "---\ntitle: A: B\n---\nThe text.\n"
ODD = "---\ntitle: A\ntitle: B\n---\nThe text.\n"
CLEAN = "---\ntitle: A\n---\nThe text.\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository that is a site, with one broken post; the current folder, and the site that is named."""
    made = Repository(tmp_path / "blog")
    (made.folder / "_posts/2026-01-01-broken.md").write_text(BROKEN)
    made.commit_post("Clean", "2026-01-02")
    monkeypatch.chdir(made.folder)
    for name in ("POSTS_WAREHOUSE", "POSTS_AS_OF"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("POSTS_SITE", str(made.folder))
    return made


def check(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the command in this process; return how it ends."""
    monkeypatch.setattr(sys, "argv", ["posts-warehouse", "check", *arguments])
    try:
        main.run_command()
    except SystemExit as exit_:
        assert isinstance(exit_.code, int)
        return exit_.code
    return 0


def files(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the files of the lines that name one."""
    return [line.partition(":")[0] for line in capsys.readouterr().out.splitlines() if ".md:" in line]


ENDS = {
    "a broken post": (BROKEN, [], 1),
    "an odd post": (ODD, [], 0),
    "an odd post, and warnings count": (ODD, ["--strict"], 1),
    "a clean post": (CLEAN, ["--strict"], 0),
}


@pytest.mark.parametrize(("text", "options", "code"), ENDS.values(), ids=ENDS.keys())
def test_it_ends_by_what_it_found(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, text: str, options: list[str], code: int
) -> None:
    (repository.folder / "_posts/2026-01-01-broken.md").write_text(text)
    assert check(monkeypatch, *options) == code


def test_lines_and_a_summary_are_printed(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(monkeypatch) == 1
    assert capsys.readouterr().out == (
        "_posts/2026-01-01-broken.md:2: error: front_matter_syntax: `title`: a colon inside a value without quotes: "
        "put the value in quotes\n"
        "blog: 2 files were parsed: 1 error, 0 warnings\n"
    )
    assert check(monkeypatch, "--format", "json") == 1
    assert [row["file"] for row in json.loads(capsys.readouterr().out)] == ["_posts/2026-01-01-broken.md"]


def test_only_the_files_that_are_named_are_reported(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = repository.folder
    (folder / "_posts/more").mkdir()
    (folder / "_posts/more/2026-01-03-broken.md").write_text(BROKEN)
    (folder / "README.md").write_text("no post\n")
    one, two = "_posts/2026-01-01-broken.md", "_posts/more/2026-01-03-broken.md"
    named = {
        (): [one, two],
        (".",): [one, two],
        ("_posts/more",): [two],
        (str(folder / one), "README.md"): [one],
        ("_posts/2026-01-02-clean.md",): [],
        ("_posts/mo*",): None,  # a pattern that the shell has left
        ("../elsewhere",): None,
        ("--changed-since", "HEAD", one): None,
    }
    (folder.parent / "elsewhere").mkdir()
    for arguments, expected in named.items():
        code = check(monkeypatch, *arguments)
        assert (code, files(capsys)) == (2 if expected is None else int(bool(expected)), expected or []), arguments


def test_a_file_outside_every_site_is_named_with_the_way_out(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository.folder.parent / "other.md").touch()
    assert check(monkeypatch, "../other.md") == 2
    assert capsys.readouterr().err == (
        f"posts-warehouse: ../other.md lies in no site that is named, blog ({repository.folder}); "
        "name its site with --site DIR\n"
    )


def test_a_writer_without_a_project_is_told_to_name_the_site(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "find_project", lambda: None)  # as of an installed package
    assert check(monkeypatch) == 2
    assert capsys.readouterr().err.endswith("or name the folder of the site: posts-warehouse check --site .\n")


def test_what_is_in_no_checkout_cannot_be_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site/_posts").mkdir(parents=True)
    assert check(monkeypatch, "--site", str(tmp_path / "site"), "--changed-since", "main") == 1
    assert capsys.readouterr().err == (
        f"posts-warehouse: {tmp_path}/site is in no checkout with a commit, so nothing there can be compared with main\n"
    )


def test_a_branch_is_checked_for_what_it_changed(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the main branch did meanwhile is not the branch's; what is not committed yet is."""
    posts = repository.folder / "_posts"
    repository.git("switch", "--quiet", "--create", "branch")
    (posts / "2026-02-01-é.md").write_text(BROKEN)
    repository.commit_post("Mine", "2026-02-02")
    repository.git("switch", "--quiet", "main")
    (posts / "2026-03-01-theirs.md").write_text(BROKEN)
    repository.commit_post("Theirs", "2026-03-02")
    repository.git("switch", "--quiet", "branch")
    assert (check(monkeypatch, "--changed-since", "main"), files(capsys)) == (1, ["_posts/2026-02-01-é.md"])
    (posts / "2026-02-01-é.md").unlink()
    assert (check(monkeypatch, "--changed-since", "main"), files(capsys)) == (0, [])
    (posts / "2026-02-03-new.md").write_text(BROKEN)
    assert (check(monkeypatch, "--changed-since", "main"), files(capsys)) == (1, ["_posts/2026-02-03-new.md"])


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x"])
def test_a_revision_that_git_does_not_know_is_an_error(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], revision: str
) -> None:
    assert check(monkeypatch, f"--changed-since={revision}") == 1
    assert revision in capsys.readouterr().err


def test_a_shallow_checkout_is_told_how_to_get_its_history(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    repository.commit_post("Two", "2026-01-03")
    repository.git("clone", "--quiet", "--depth", "1", repository.url, str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    assert check(monkeypatch, "--site", ".", "--changed-since", "HEAD~1") == 1
    assert capsys.readouterr().err.endswith("; a shallow checkout lacks history: fetch all of it (fetch-depth: 0)\n")


def test_a_site_in_a_folder_of_its_repository_is_checked_below_it(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository.folder / "docs/_posts").mkdir(parents=True)
    (repository.folder / "docs/_posts/2026-01-01-broken.md").write_text(BROKEN)
    arguments = ["--site", "docs", "--changed-since", "HEAD"]
    assert (check(monkeypatch, *arguments), files(capsys)) == (1, ["docs/_posts/2026-01-01-broken.md"])


def test_given_a_site_it_needs_no_warehouse() -> None:
    """Else it would need a project folder, which the checkout of a pull request is not."""
    given, named = (main.build_parser().parse_args(["check", *site]) for site in (["--site", "a"], []))
    assert main.overriding_variables(given) == {"POSTS_SITE": "a", "POSTS_WAREHOUSE": os.devnull}
    assert main.overriding_variables(named) == {}


def test_it_imports_no_dagster_and_makes_no_warehouse(repository: Repository) -> None:
    code = """
import sys
from pipeline.cli.main import run_command
sys.argv[1:] = ["check"]
try:
    run_command()
except SystemExit as end:
    print([name for name in sys.modules if name.partition("_")[0].partition(".")[0] == "dagster"], end.code)
"""
    environment = {"POSTS_SITE": str(repository.folder), "POSTS_WAREHOUSE": str(repository.folder / "warehouse")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.splitlines()[-1] == "[] 1", done.stderr
    assert not (repository.folder / "warehouse").exists()
