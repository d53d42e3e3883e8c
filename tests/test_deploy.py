"""The service files, as systemd itself reads them, with this project's folder in the place of /srv/posts-warehouse."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.startup import EVENT_BATCH_SIZE
from tests.conftest import PROJECT

UNITS = sorted((PROJECT / "deploy").glob("*.service"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_systemd_finds_nothing_wrong(unit: Path, tmp_path: Path) -> None:
    home = tmp_path / "posts-warehouse"
    (home / ".venv").mkdir(parents=True)
    (home / ".venv/bin").symlink_to(Path(sys.executable).parent)
    (home / "deploy").mkdir()
    placed = tmp_path / unit.name
    placed.write_text(unit.read_text(encoding="utf-8").replace("/srv/posts-warehouse", str(home)))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", placed], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_both_bind_to_this_machine_only_and_run_where_no_env_file_is() -> None:
    assert [unit.name for unit in UNITS] == ["posts-warehouse-daemon.service", "posts-warehouse-web.service"]
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        environment = f"DAGSTER_HOME=/srv/posts-warehouse DAGSTER_EVENT_BATCH_SIZE={EVENT_BATCH_SIZE} PYTHONUTF8=1"
        assert f"WorkingDirectory=/srv/posts-warehouse/deploy\nEnvironment={environment}\n" in text
        assert ("--host 127.0.0.1" in text) is ("web" in unit.name)
