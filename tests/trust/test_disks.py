"""Disks that are full, small or somebody else's: one line says what and where, exit 1, the published file untouched."""

import ctypes
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
LIBRARY = ctypes.CDLL(None)
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1


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
    reason = "(File too large|disk I/O error)"  # the second is all that SQLite says of it
    refused(project, reason, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    project.refresh("--full")


@pytest.fixture
def mounted(project: Project) -> Iterator[Callable[[str], Path]]:
    """Mount a small file system with the warehouse on it."""
    warehouse, aside = project.root / "warehouse", project.root / "aside"
    warehouse.rename(aside)
    warehouse.mkdir()
    within = [path.stat() for path in aside.rglob("*")]
    inodes = len(within) + 2  # the folder itself, and one to spare
    pages = sum(-(-found.st_size // 4096) for found in within)
    size = 4 * (pages + len(within)) + (aside / "posts.duckdb").stat().st_size // 2048  # and half a new file

    def mount(options: str) -> Path:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options.format(inodes=inodes, size=size), "none", warehouse],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            pytest.skip("nothing may be mounted here")
        shutil.copytree(aside, warehouse, dirs_exist_ok=True)
        return warehouse

    yield mount
    subprocess.run(["umount", warehouse], capture_output=True, check=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts")
@pytest.mark.parametrize(
    ("options", "more", "reason"),
    [
        pytest.param("size={size}k", "size=40m", "No space left on device", id="no room for the file"),
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


def as_anybody() -> None:
    """Let permissions hold for root as well."""
    LIBRARY.prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


@pytest.mark.parametrize("which", ["warehouse", ".dagster"])
def test_a_folder_that_may_not_be_written_to(project: Project, which: str) -> None:
    within = [project.root / which, *(project.root / which).rglob("*")]
    for path in within:
        path.chmod(path.stat().st_mode & 0o555)
    refused(project, "(Permission denied|readonly database|unable to open)", as_anybody)
    for path in within:
        path.chmod(path.stat().st_mode | 0o200)
    project.refresh("--full")


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
