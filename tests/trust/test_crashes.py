"""A short form of `make trust`: some of the kills and failing disks, and the order in which a refresh syncs its files."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from pipeline.attempts import RECORD_NAME
from tests.support.fault_harness import Fault
from tests.trust.crashes import Ground, Tally, failing_disks, full_disks, kills, moments, try_faults

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    ground = Ground.lay(tmp_path_factory.mktemp("ground"))
    yield ground
    ground.harness.close()


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(lambda ground: kills(ground, 33), id="killed at an operation"),
        pytest.param(lambda ground: moments(ground, 4), id="killed at a random moment"),
        pytest.param(lambda ground: full_disks(ground, 20), id="the disk is full"),
        pytest.param(lambda ground: failing_disks(ground, 40), id="the disk fails"),
    ],
)
def test_the_old_or_the_new_file_and_then_the_new_one(
    ground: Ground, faults: Callable[[Ground], Sequence[Fault]]
) -> None:
    tally: Tally = try_faults("", [ground], faults(ground))
    assert tally.wrong == []
    assert tally.tried >= 3


@pytest.mark.parametrize("which", ["first", "log"])
def test_what_a_power_cut_finds(ground: Ground, which: str) -> None:
    """Only what was synced is sure to be there: a file before it gets its name, its name before anything counts on it."""
    unsynced: set[str] = set()  # files with bytes that a power cut takes
    names: dict[str, str] = {}  # by new name, the folder that has yet to be synced
    renamed = []
    for kind, path, *_, to in getattr(ground, which):
        target = Path(to) if to else Path(path)
        if kind in ("create", "write", "truncate"):
            unsynced.add(path)
        elif kind == "fsync":
            unsynced.discard(path)
            names = {name: folder for name, folder in names.items() if folder != path}
        elif kind == "mkdir" and Path(path).name != "warehouse":  # what is above is not watched
            names[path] = str(Path(path).parent)
        elif kind == "rename":
            assert path not in unsynced, f"{to} gets its name before its bytes are on the disk"
            commits = target.name in ("files.parquet", "posts.duckdb")
            assert not (commits and names), f"{target.name} counts on names that a power cut takes: {names}"
            names[to] = str(target.parent)
            renamed.append(target.name)
    assert names == {}, "the refresh ends before these names are on the disk"
    renamed = [name for name in renamed if name != RECORD_NAME]  # nothing counts on it
    assert [name for name in renamed if name != "report.html"][-1] == "posts.duckdb"
    assert which == "first" or renamed.index("files.parquet") < renamed.index("posts.previous.duckdb")
    assert all(name.endswith(".parquet") for name in renamed[: renamed.index("files.parquet")])
