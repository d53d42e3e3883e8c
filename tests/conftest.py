"""A copy of the project for whole runs, so that no test touches the developer's warehouse or record of runs.

Add fixtures here that several folders of tests share.
"""

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.support.webhook import Webhook

PROJECT = Path(__file__).parent.parent
AS_OF = "2026-06-30T12:00:00+00:00"


@dataclass
class Project:
    """A copy of the project, run as a user would, in processes of its own."""

    root: Path
    first_output: str = ""  # of its first refresh

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTS_", "DAGSTER_"))}
        return kept | {"PYTHONPATH": str(self.root), "POSTS_AS_OF": AS_OF}

    @property
    def site(self) -> Path:
        """The bundled site, which a refresh reads unless it is given another."""
        return self.root / "examples" / "harbour-gazette"

    @property
    def published(self) -> Path:
        return self.root / "warehouse" / "posts.duckdb"

    def run(self, *arguments: str, cwd: Path | None = None, **environment: Any) -> subprocess.CompletedProcess[str]:
        """Run `posts-warehouse` in the copy."""
        return subprocess.run(
            [sys.executable, "-m", "pipeline.cli", *arguments],
            cwd=cwd or self.root,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def refresh(self, *arguments: str, **environment: str) -> str:
        """Run a refresh that must succeed; return what it printed."""
        done = self.run("refresh", *arguments, cwd=None, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rows(self, query: str) -> list[tuple]:
        with duckdb.connect(str(self.published), read_only=True) as duck:
            duck.execute("set TimeZone = 'UTC'")
            return duck.execute(query).fetchall()


def copied(folder: Path) -> Project:
    """Return a copy of the project in `folder`, without what it has made."""
    root = folder / "project"
    for name in ("pipeline", "sql", "examples", "deploy"):
        shutil.copytree(PROJECT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("dagster.yaml", "pyproject.toml"):
        shutil.copyfile(PROJECT / name, root / name)
    return Project(root)


def refreshed(folder: Path) -> Project:
    """Return a copy of the project in `folder`, refreshed once with the bundled site."""
    project = copied(folder)
    project.first_output = project.refresh()
    return project


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that has been refreshed once, for tests that change nothing."""
    return refreshed(tmp_path_factory.mktemp("standing"))


@pytest.fixture
def project(standing: Project, tmp_path: Path) -> Project:
    """The same for a test that changes something."""
    shutil.copytree(standing.root, tmp_path / "project", symlinks=True)
    return Project(tmp_path / "project")


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    server = Webhook()
    yield server
    server.close()


def pytest_unconfigure() -> None:
    """Release what hypothesis keeps alive through the garbage collector; DuckDB's binding would report it as leaks."""
    gc.callbacks.clear()
