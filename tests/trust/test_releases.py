"""Two releases of the project that refresh one warehouse: each makes it its own, and an older one leaves a newer alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.lake.manifest import FORMAT
from tests.conftest import Project, copied
from tests.support.fault_harness import find_leftovers, lake_faults, table_hashes

pytestmark = pytest.mark.slow


def tables(project: Project) -> dict[str, str]:
    """A hash of each table's rows, without what names the code that made them."""
    return {name: digest for name, digest in table_hashes(project.published).items() if name != "core.sites"}


def test_two_releases_on_one_warehouse_do_no_harm(project: Project, tmp_path: Path) -> None:
    other, warehouse = copied(tmp_path / "other"), project.root / "warehouse"
    shared = {"POSTS_WAREHOUSE": str(warehouse), "POSTS_SITE": str(project.site)}
    for path in ("pipeline/posts/tags.py", "pipeline/lake/text_stats.py"):
        with (other.root / path).open("a") as code:
            code.write("\n# another release\n")
    with (other.root / "sql/cadence/hours.sql").open("a") as model:
        model.write("-- another release\n")
    expected = tables(project)
    at_once = [
        subprocess.Popen(
            [sys.executable, "-m", "pipeline.cli", "refresh"],
            cwd=release.root,
            env=release.environment | shared,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for release in (project, other)
    ]
    said = [process.communicate(timeout=300)[0] for process in at_once]
    assert [process.returncode for process in at_once] == [0, 0], said
    for release in (project, other, project):
        release.refresh(**shared)
        assert tables(project) == expected
        assert lake_faults(warehouse) == find_leftovers(warehouse) == []
    newer = other.root / "pipeline/lake/manifest.py"
    newer.write_text(newer.read_text().replace(f"FORMAT = {FORMAT}", f"FORMAT = {FORMAT + 1}"))
    other.refresh(**shared)
    before = project.published.read_bytes()
    done = project.run("refresh", cwd=None, **shared)
    assert done.returncode == 1
    assert done.stderr.endswith(
        f"was written by a newer release (format {FORMAT + 1}, this one knows {FORMAT}); upgrade\n"
    )
    assert project.published.read_bytes() == before
    assert tables(project) == expected
