"""Disks that are full, small or somebody else's: one line says what and where, exit 1, the published file untouched."""

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Project

pytestmark = pytest.mark.slow
NOBODY = 65534
IS_ROOT = os.geteuid() == 0


def refused(project: Project, reason: str, prepare: Callable[[], None] | None = None) -> None:
    """A full refresh that cannot be: what it says, and what it leaves."""
    before = project.published.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "refresh", "--full"],
        cwd=project.root,
        env=project.environment,
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=prepare,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.fullmatch(rf"posts-warehouse: {project.root}.* cannot be written: .*{reason}.*\n", done.stderr), (
        done.stderr
    )
    assert project.published.read_bytes() == before


@pytest.mark.parametrize("kilobytes", [1, 16, 300, 600])
def test_files_may_grow_no_larger(project: Project, kilobytes: int) -> None:
    limit = kilobytes << 10
    refused(project, "[Ff]", lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    project.refresh("--full")


@pytest.fixture
def mounted(project: Project) -> Iterator[Callable[[str], Path]]:
    """Mount a small file system with the warehouse on it."""
    warehouse, aside = project.root / "warehouse", project.root / "aside"
    warehouse.rename(aside)
    warehouse.mkdir()
    inodes = len(list(aside.rglob("*"))) + 2  # the folder itself, and one to spare

    def mount(options: str) -> Path:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options.format(inodes=inodes), "none", warehouse],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            pytest.skip("nothing may be mounted here")
        shutil.copytree(aside, warehouse, dirs_exist_ok=True)
        return warehouse

    yield mount
    subprocess.run(["umount", warehouse], capture_output=True, check=False)


@pytest.mark.skipif(not IS_ROOT, reason="only root mounts")
@pytest.mark.parametrize(
    ("options", "more", "reason"),
    [
        pytest.param("size=2600k", "size=40m", "No space left on device", id="no room for the file"),
        pytest.param("nr_inodes={inodes}", "nr_inodes=0", "No space left on device", id="no inodes"),
        pytest.param("size=40m", "ro", "Read-only file system", id="read-only"),
    ],
)
def test_a_small_disk(project: Project, mounted: Callable[[str], Path], options: str, more: str, reason: str) -> None:
    warehouse = mounted(options)
    again = "rw" if more == "ro" else more
    if more == "ro":
        subprocess.run(["mount", "-o", "remount,ro", warehouse], check=True)
    refused(project, reason)
    subprocess.run(["mount", "-o", f"remount,{again}", warehouse], check=True)
    project.refresh("--full")


@pytest.mark.skipif(not IS_ROOT, reason="only root becomes somebody else")
@pytest.mark.parametrize("which", ["warehouse", ".dagster"])
def test_somebody_else_may_not_write(project: Project, which: str) -> None:
    for folder in (project.root, *project.root.parents):
        if folder.stat().st_uid == 0 and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    for path in (project.root, *project.root.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    for path in (project.root / which, *(project.root / which).rglob("*")):
        os.chown(path, 0, 0)

    def become_nobody() -> None:
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    refused(project, "(Permission denied|readonly database|unable to open)", become_nobody)


def test_written_files_have_the_permissions_of_the_umask(project: Project) -> None:
    shutil.rmtree(project.root / "warehouse")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "refresh"],
        cwd=project.root,
        env=project.environment,
        capture_output=True,
        timeout=120,
        umask=0o027,
        check=True,
    )
    assert done.returncode == 0
    modes = {oct(path.stat().st_mode & 0o777) for path in (project.root / "warehouse").rglob("*") if path.is_file()}
    assert modes == {"0o640"}
