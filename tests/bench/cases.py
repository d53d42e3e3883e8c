"""What is measured: commands, each with what happens to the site before it. Nothing is timed here."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench import factory, hugo
from tests.conftest import Project, copied

HERE = Path(__file__).parent
SETTLED = 2.1  # seconds; a refresh does not yet trust the time of change of a younger file
HEAVY, LIGHT = 3, 5  # how often, unless RUNS says so
INSTANCE = "import dagster as dg; dg.DagsterInstance.get().dispose()"


def nothing() -> None:
    """What most cases need before they run."""


@dataclass(frozen=True)
class Case:
    name: str
    command: list[str]
    cwd: Path
    runs: int
    prepare: Callable[[], None] = nothing


class Bench:
    """A site of so many posts, a copy of the project to refresh it with, and the cases, in the order they are run."""

    def __init__(self, folder: Path, posts: int) -> None:
        self.posts = posts
        self.site = folder / "site"
        self.generator = factory.make_site(self.site, posts)
        self.folder = folder
        self.project: Project = copied(folder)
        self.as_of = datetime(2026, 1, 2, 3, tzinfo=UTC)
        self.edits = 0
        subprocess.run([sys.executable, "-m", "compileall", "-q", "pipeline"], cwd=self.project.root, check=True)
        time.sleep(SETTLED)

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
            self._case("import of Dagster with its instance", [sys.executable, "-c", INSTANCE], LIGHT),
            self._script("files to lake posts", "reading.py", "reading"),
            self._refresh("first refresh", HEAVY, self._begin),
            self._refresh("nothing changed, same day", LIGHT, nothing),
            self._refresh("nothing changed, new day", HEAVY, self._next_day),
            *(self._refresh(f"{changed(count)}, new day", HEAVY, self._edit(count)) for count in few),
            self._refresh("one SQL file changed, same day", HEAVY, self._edit_model),
        ]
        if program := hugo.installed():
            around = hugo.around(self.folder / "hugo", self.site)
            listed.insert(2, Case("hugo list all", [str(program), "list", "all"], around, LIGHT))
        return listed

    def _case(self, name: str, command: list[str], runs: int, prepare: Callable[[], None] = nothing) -> Case:
        return Case(name, command, self.project.root, runs, prepare)

    def _script(self, name: str, script: str, out: str) -> Case:
        outs = [str(self.folder / out)] if out else []
        command = [sys.executable, str(HERE / script), str(self.site), *outs]
        return self._case(
            name, command, LIGHT, lambda: shutil.rmtree(self.folder / (out or "none"), ignore_errors=True)
        )

    def _refresh(self, name: str, runs: int, prepare: Callable[[], None]) -> Case:
        return self._case(name, [sys.executable, "-m", "pipeline.cli", "refresh", str(self.site)], runs, prepare)

    def _begin(self) -> None:
        for folder in ("warehouse", ".dagster"):
            shutil.rmtree(self.project.root / folder, ignore_errors=True)

    def _next_day(self) -> None:
        self.as_of += timedelta(days=1)

    def _edit(self, count: int) -> Callable[[], None]:
        def prepare() -> None:
            self.edits += 1
            factory.edit(self.site, count, seed=self.edits)
            self._next_day()
            time.sleep(SETTLED)

        return prepare

    def _edit_model(self) -> None:
        with (self.project.root / "sql/cadence/monthly.sql").open("a", encoding="utf-8") as model:
            model.write("-- looked at again\n")


def changed(posts: int) -> str:
    return "1 post edited" if posts == 1 else f"{posts:,} posts edited, added, removed"
