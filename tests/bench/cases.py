"""The commands to measure, each with what happens to the site before it. Nothing is timed here."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench import factory
from tests.conftest import Project, copied
from tests.hugo.program import find_program

HERE = Path(__file__).parent
SETTLED_S = 2.1  # a refresh does not yet trust the time of change of a younger file
RUNS_IF_HEAVY, RUNS_IF_LIGHT = 3, 5  # unless RUNS says how often
IMPORT_DAGSTER = "import dagster as dg; dg.DagsterInstance.get().dispose()"


def do_nothing() -> None:
    """Prepare nothing, as most cases need."""


@dataclass(frozen=True)
class Case:
    """A command, how often it is run, and what is done before each run."""

    name: str
    command: list[str]
    cwd: Path
    runs: int
    prepare: Callable[[], None] = do_nothing


class Bench:
    """A site of so many posts, a copy of the project that refreshes it, and the cases in the order they are run."""

    def __init__(self, folder: Path, posts: int) -> None:
        self.posts = posts
        self.site = folder / "site"
        self.generator = factory.make_site(self.site, posts)
        self.folder = folder
        self.project: Project = copied(folder)
        self.as_of = datetime(2026, 1, 2, 3, tzinfo=UTC)
        self.edits = 0
        subprocess.run([sys.executable, "-m", "compileall", "-q", "pipeline"], cwd=self.project.root, check=True)
        time.sleep(SETTLED_S)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in self.project.environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return kept | {"POSTS_AS_OF": self.as_of.isoformat(), "DAGSTER_HOME": str(self.project.root)}

    @property
    def naive(self) -> Case:
        return self._script("naive script", "naive.py", "naive")

    def cases(self) -> list[Case]:
        few = sorted({1, min(100, -(-self.posts // 10)), -(-self.posts // 100)})
        listed = [
            self._script("walk that stats every file", "walk.py", ""),
            self._case("import of Dagster with its instance", [sys.executable, "-c", IMPORT_DAGSTER], RUNS_IF_LIGHT),
            self._script("files to lake posts", "reading.py", "reading"),
            self._refresh("first refresh", RUNS_IF_HEAVY, self._remove_warehouse),
            self._refresh("nothing changed, same day", RUNS_IF_LIGHT, do_nothing),
            self._refresh("nothing changed, new day", RUNS_IF_HEAVY, self._go_to_next_day),
            *(
                self._refresh(f"{describe_changes(count)}, new day", RUNS_IF_HEAVY, self._edit_posts(count))
                for count in few
            ),
            self._refresh("one SQL file changed, same day", RUNS_IF_HEAVY, self._edit_model),
        ]
        hugo_site = factory.copy_as_hugo_site(self.site, self.folder / "hugo")
        listed.insert(3, self._script("files to lake posts, as a Hugo site", "reading.py", "reading", hugo_site))
        if program := find_program():
            listed.insert(2, Case("hugo list all", [str(program), "list", "all"], hugo_site, RUNS_IF_LIGHT))
        return listed

    def _case(self, name: str, command: list[str], runs: int, prepare: Callable[[], None] = do_nothing) -> Case:
        return Case(name, command, self.project.root, runs, prepare)

    def _script(self, name: str, script: str, out: str, site: Path | None = None) -> Case:
        outs = [str(self.folder / out)] if out else []
        command = [sys.executable, str(HERE / script), str(site or self.site), *outs]
        return self._case(
            name, command, RUNS_IF_LIGHT, lambda: shutil.rmtree(self.folder / (out or "none"), ignore_errors=True)
        )

    def _refresh(self, name: str, runs: int, prepare: Callable[[], None]) -> Case:
        return self._case(name, [sys.executable, "-m", "pipeline.cli", "refresh", str(self.site)], runs, prepare)

    def _remove_warehouse(self) -> None:
        for folder in ("warehouse", ".dagster"):
            shutil.rmtree(self.project.root / folder, ignore_errors=True)

    def _go_to_next_day(self) -> None:
        self.as_of += timedelta(days=1)

    def _edit_posts(self, count: int) -> Callable[[], None]:
        def prepare() -> None:
            self.edits += 1
            factory.edit_site(self.site, count, seed=self.edits)
            self._go_to_next_day()
            time.sleep(SETTLED_S)

        return prepare

    def _edit_model(self) -> None:
        with (self.project.root / "sql/cadence/monthly.sql").open("a", encoding="utf-8") as model:
            model.write("-- looked at again\n")


def describe_changes(posts: int) -> str:
    return "1 post edited" if posts == 1 else f"{posts:,} posts edited, added, removed"
