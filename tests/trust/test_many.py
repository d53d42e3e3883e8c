"""Many at once: analysts through refreshes, refreshes against each other, and what an open connection costs."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipeline.report.page import is_current
from pipeline.warehouse.published import open_published
from tests.conftest import Project
from tests.trust.analysts import through_refreshes


@pytest.mark.slow
def test_analysts_query_through_refreshes_without_an_error() -> None:
    seen = through_refreshes(8, 2)
    assert seen.errors == []
    assert seen.files >= 2
    assert seen.queries > 8 * 4


def begun(project: Project) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "refresh", "--full"],
        cwd=project.root,
        env=project.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_refreshes_at_once_run_one_after_another_and_a_dead_holders_lock_is_free(project: Project) -> None:
    both = [begun(project), begun(project)]
    said = [process.communicate(timeout=200) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("Waiting for the refresh that run " in out for out, _ in said) == 1
    spans = project.rows("select count(distinct refresh_id) from core.refreshes")
    assert spans == [(3,)]
    third = begun(project)
    assert third.stdout
    assert "scan" in third.stdout.readline()  # it holds the lock
    os.kill(third.pid, signal.SIGKILL)
    third.communicate()
    started = time.monotonic()
    assert "Waiting" not in project.refresh("--full")
    assert time.monotonic() - started < 60


@pytest.mark.slow
def test_an_open_connection_costs_one_old_file_and_rollback_brings_back_the_one_before(project: Project) -> None:
    def count() -> int:
        return project.rows("select count(*) from core.posts")[0][0]

    before = count()
    with duckdb.connect(str(project.published), read_only=True) as reader:
        for number in range(2):
            post = project.site / f"_posts/2026-06-25-number-{number}.md"
            post.write_text(f"---\ntitle: Number {number}\n---\nOne more.\n")
            project.refresh()
        assert reader.execute("select count(*) from core.posts").fetchone() == (before,)
        deleted = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
        assert len({name for name in deleted if str(project.root) in name and name.endswith("(deleted)")}) == 1
    assert sorted(path.name for path in (project.root / "warehouse").glob("*.duckdb")) == [
        "posts.duckdb",
        "posts.previous.duckdb",
    ]
    assert count() == before + 2
    done = project.run("rollback")
    assert (done.returncode, count()) == (0, before + 1)
    assert done.stdout.startswith(f"Published {project.published} of 2026-06-30 12:00 UTC again; ")
    with open_published(project.published) as duck:
        assert is_current(duck, project.root / "warehouse/report.html")
    project.refresh()
    assert count() == before + 2
