"""A refresh on a real cluster: the file is the one that this machine makes, whatever happens to a worker."""

import json
import shutil
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.lake.manifest import Manifest
from tests.conftest import AS_OF, PROJECT
from tests.spark import events
from tests.spark.cluster import Standalone
from tests.spark.equal import differences

SITE = PROJECT / "examples" / "harbour-gazette"


def refresh(warehouse: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "--warehouse", str(warehouse), "refresh", *arguments],
        cwd=PROJECT,
        env=environment | {"POSTS_AS_OF": AS_OF},
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
    )


def test_the_cluster_keeps_its_files_in_a_store(cluster: Standalone, tmp_path: Path) -> None:
    """All but the manifest and the published file lie there; a second refresh finds them, and what it needs is made."""
    warehouse, store = tmp_path / "warehouse", tmp_path / "a store"
    site = shutil.copytree(SITE, tmp_path / "site")
    given = ("--engine", "spark", "--master", cluster.master, "--store", f"file://{store}", str(site))
    done = refresh(warehouse, *given, **cluster.environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert differences(warehouse, datetime.fromisoformat(AS_OF), tmp_path / "here.duckdb", store) == []
    assert not list(warehouse.glob("lake/*/*")) + list(warehouse.glob("spark"))
    tables = json.loads((store / "spark" / "tables.json").read_text())["tables"]
    assert {path.parent.relative_to(store / "spark") for path in store.glob("spark/*.*/*/_SUCCESS")} == {
        Path(entry["folder"]) for entry in tables.values()
    }
    assert not list(store.glob("spark/.*"))
    work = events.work(events.logs(cluster.folder)[-1])
    assert {"write_post_pack", "write_text_pack", *tables} <= work.keys()
    assert work["topics.bursts"].shuffled > 0
    again = refresh(warehouse, *given, **cluster.environment)
    assert "Nothing has changed" in again.stdout, again.stdout + again.stderr
    post = min((site / "_posts" / "2026").glob("2026-*.md"))
    post.write_text(f"{post.read_text()}\nAnd more.\n")
    edited = refresh(warehouse, *given, **cluster.environment)
    assert "1 edited" in edited.stdout, edited.stdout + edited.stderr
    assert differences(warehouse, datetime.fromisoformat(AS_OF), tmp_path / "later.duckdb", store) == []


def test_a_worker_is_killed_and_the_file_is_that_of_one_machine(cluster: Standalone, tmp_path: Path) -> None:
    """One of two workers is killed when some tables are written: its work is done again by the other, and the same."""
    warehouse = tmp_path / "warehouse"
    killed = threading.Event()

    def kill_when_half_way() -> None:
        while len(list((warehouse / "spark").glob("*.*/*/_SUCCESS"))) < 20:
            time.sleep(0.1)
        cluster.kill(0)
        killed.set()

    threading.Thread(target=kill_when_half_way, daemon=True).start()
    done = refresh(warehouse, "--engine", "spark", "--master", cluster.master, str(SITE), **cluster.environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert killed.is_set()
    assert differences(warehouse, datetime.fromisoformat(AS_OF), tmp_path / "here.duckdb") == []
    here = refresh(tmp_path / "alone", str(SITE), **cluster.environment)
    assert here.returncode == 0, here.stdout + here.stderr
    files = [Manifest.load(folder / "lake").checksums for folder in (warehouse, tmp_path / "alone")]
    lakes = [{name: sha for name, sha in digests.items() if name.startswith("lake/")} for digests in files]
    assert lakes[0] == lakes[1]


@pytest.mark.parametrize(
    ("master", "said", "code"),
    [
        ("spark://127.0.0.1:1", "no Spark master answers at 127.0.0.1:1 ([Errno 111] Connection refused)", 1),
        ("sparkle://here", "sparkle://here is no master: give spark://HOST:7077, yarn, k8s://HOST:PORT or local[*]", 2),
    ],
)
def test_a_wrong_master_is_one_line(master: str, said: str, code: int, cluster: Standalone, tmp_path: Path) -> None:
    done = refresh(tmp_path, "--engine", "spark", "--master", master, str(SITE), **cluster.environment)
    assert (done.returncode, len(done.stderr.splitlines())) == (code, 1)
    assert said in done.stderr
