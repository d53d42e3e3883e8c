"""The wheel in an environment of its own and an empty folder: a site in git, an answer, a page, and nothing elsewhere.

The dependencies come from the environment of the tests, by a path file, so that nothing is loaded from a registry.
"""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.conftest import AS_OF, PROJECT
from tests.support.repositories import Repository

pytestmark = pytest.mark.slow
ASKED = "select site, posts, words > 0 from own.posts_per_quarter where posts > 0"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(PROJECT)]
    subprocess.run([*pip, *build], check=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "env"], check=True)
    [wheel] = folder.glob("*.whl")
    python = str(folder / "env/bin/python")
    subprocess.run([*pip, "--python", python, "install", "--no-deps", str(wheel)], check=True)
    (packages,) = folder.glob("env/lib/python3*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "env"


def test_from_nothing_to_an_answer_and_a_page(environment: Path, tmp_path: Path) -> None:
    site = Repository(tmp_path / "site")
    site.commit_post("A first post")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTS_", "DAGSTER_", "PYTHON"))}

    def run(*arguments: str, folder: Path) -> str:
        command = [str(environment / "bin/posts-warehouse"), *arguments]
        done = subprocess.run(
            command, cwd=folder, env=kept | {"POSTS_AS_OF": AS_OF}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def installed() -> set[Path]:
        return {path for path in (environment / "lib").rglob("*") if "__pycache__" not in path.parts}

    before = installed()
    run("init", "news", folder=tmp_path)
    news = tmp_path / "news"
    (news / "posts.toml").write_text(f'[sites.site]\ngit = "{site.url}"\n')
    assert "1 seen: 1 post" in run("refresh", folder=news)
    assert run("query", "--csv", ASKED, folder=news / "sql/own") == "site,posts,(words > 0)\nsite,1,true\n"
    assert '<meta name="made-from"' in (news / "warehouse/report.html").read_text(encoding="utf-8")
    assert "Nothing has changed" in run("refresh", folder=news)
    assert (news / ".dagster/storage/history").is_dir()
    bundled = tmp_path / "sample"
    run("init", folder=_made(bundled))
    assert "harbour-gazette" in run("refresh", folder=bundled)
    assert installed() == before


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
