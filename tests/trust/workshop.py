"""Where refreshes are broken: a copy of the project, refreshes with faults in processes of their own, and what must hold
of the disk after each.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipeline.files import sha256
from pipeline.lake.manifest import Manifest
from pipeline.lake.text import TABLES
from pipeline.warehouse.keeping import SEAL
from tests.conftest import AS_OF, PROJECT

LIBRARY = "faults.so"
# Of when, and of what happened before: equal warehouses differ in these.
OF_WHEN = {"core.changes": "", "core.refreshes": "", "core.problems": "exclude (first_seen_at)"}


@dataclass(frozen=True)
class Fault:
    """What to do at one file operation below the warehouse: end the process (failure 0), or let it fail; `stays`: and
    all later ones, as a full disk does. `after` seconds instead: end the process then, wherever it is.
    """

    at: int = 0
    failure: int = 0
    stays: bool = False
    after: float | None = None

    def __str__(self) -> str:
        what = errno.errorcode[self.failure] if self.failure else "SIGKILL"
        return f"{what} after {self.after:.3f} s" if self.after is not None else f"{what} at operation {self.at}"


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code (negative: the signal), its words, and how many file operations it made."""

    code: int
    said: str
    operations: int = 0


@dataclass
class Workshop:
    """A copy of the project in `root`, with a process that has imported everything and forks for each command."""

    root: Path
    _mother: subprocess.Popen[str] | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def set_up(cls, root: Path) -> "Workshop":
        for name in ("pipeline", "sql", "tests"):
            shutil.copytree(PROJECT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("dagster.yaml", "pyproject.toml"):
            shutil.copyfile(PROJECT / name, root / name)
        library = root / LIBRARY
        source = root / "tests/trust/faults.c"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
        workshop = cls(root)
        shutil.copytree(root / "tests/site", workshop.site)
        return workshop

    @property
    def site(self) -> Path:
        return self.root / "blog"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse"

    @property
    def published(self) -> Path:
        return self.warehouse / "posts.duckdb"

    def run(self, *arguments: str, fault: Fault | None = None, log: Path | None = None) -> Ended:
        """Run `posts-warehouse` in a process forked for it, with a fault or without; `log` gets its file operations."""
        mother = self._mother or self._started()
        asked = {"arguments": arguments, "fault": vars(fault) if fault else {}, "log": str(log) if log else None}
        assert mother.stdin and mother.stdout
        mother.stdin.write(json.dumps(asked) + "\n")
        mother.stdin.flush()
        answer = mother.stdout.readline()
        assert answer, "the process that forks has died"
        return Ended(**json.loads(answer))

    def refresh(self, *arguments: str, fault: Fault | None = None, log: Path | None = None) -> Ended:
        return self.run("refresh", *arguments, fault=fault, log=log)

    def _started(self) -> subprocess.Popen[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTS_", "DAGSTER_"))}
        ours = {"PYTHONPATH": str(self.root), "POSTS_AS_OF": AS_OF, "POSTS_SITE": str(self.site)}
        self._mother = subprocess.Popen(
            [sys.executable, "-m", "tests.trust.mother", str(self.root)],
            cwd=self.root,
            env=kept | ours | {"LD_PRELOAD": str(self.root / LIBRARY)} | self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self._mother

    def close(self) -> None:
        if self._mother:
            assert self._mother.stdin
            self._mother.stdin.close()
            self._mother.wait(timeout=30)
            self._mother = None

    def restore(self, folder: Path) -> None:
        """Put the warehouse of `folder` in place."""
        shutil.rmtree(self.warehouse, ignore_errors=True)
        shutil.copytree(folder, self.warehouse)

    def edit(self) -> None:
        """A day's work on the site: two posts edited, one added, one removed, one moved, one broken."""
        posts = sorted((self.site / "_posts").rglob("20*.md"))
        for path in posts[3], posts[20]:
            path.write_text(
                path.read_text(encoding="utf-8") + "\nOne more paragraph, about the tide.\n", encoding="utf-8"
            )
        (self.site / "_posts/2026-06-24-one-more.md").write_text(
            "---\ntitle: One more\ntags: [tide]\n---\nThe tide again.\n"
        )
        posts[10].unlink()
        posts[12].rename(posts[12].with_name(f"2026-06-25-{posts[12].name[11:]}"))
        (self.site / "_posts/2026-06-26-broken.md").write_text("---\ntitle: a: b\n---\nNo post.\n")


def rows(published: Path) -> dict[str, str]:
    """A hash of each table's rows, what says of when left out; "" for a table without rows of its own to compare."""
    with duckdb.connect(str(published), read_only=True, config={"threads": 1}) as duck:
        duck.execute("set TimeZone = 'UTC'")
        names = duck.execute("select schema_name || '.' || table_name from duckdb_tables() order by 1").fetchall()
        found = {}
        for (name,) in names:
            if OF_WHEN.get(name) != "":
                all_ = duck.execute(f"select * {OF_WHEN.get(name, '')} from {name} order by all").fetchall()
                found[name] = hashlib.sha256(repr(all_).encode()).hexdigest()
        return found


def lake_faults(warehouse: Path) -> list[str]:
    """What the committed lake names and does not have, or has and cannot read."""
    lake, faults = warehouse / "lake", []
    committed = Manifest.read(lake)
    for name, digest in committed.digests.items():
        if sha256(warehouse / name) != digest:
            faults.append(f"{name} is not what the manifest says")
        else:
            pq.read_table(warehouse / name)
    named = {f"lake/posts/{id}.parquet" for id in committed.packs()}
    named |= {f"lake/{table}/{id}.parquet" for table in TABLES for id in committed.text_packs()}
    named |= {f"history/{name}" for name in committed.history}
    return faults + [f"{name} has no checksum" for name in named - committed.digests.keys()]


def litter(warehouse: Path) -> list[str]:
    """Files that nothing names."""
    committed = Manifest.read(warehouse / "lake")
    named = {
        ".lock",
        SEAL,
        "posts.duckdb",
        "posts.previous.duckdb",
        "report.html",
        "lake/files.parquet",
        *committed.digests,
    }
    named |= {f"lake/files-{sha256(warehouse / 'lake/files.parquet')}.parquet"}
    here = {str(path.relative_to(warehouse)) for path in warehouse.rglob("*") if not path.is_dir()}
    return sorted(here - named)


def state(warehouse: Path, known: dict[str, str]) -> str:
    """Names what lies on the disk: equal for disks that differ only in times, process numbers and half-written files.

    `known` names published files by their rows, and remembers those by their bytes.
    """
    found = []
    for path in sorted(path for path in warehouse.rglob("*") if not path.is_dir()):
        name = str(path.relative_to(warehouse))
        for chance, instead in (
            (r"\.\d+\.new", ".*.new"),
            (r"\d{8}T\d{6}\.\d{6}Z", "T"),
            (r"\.run-[0-9a-f-]+", ".run-*"),
        ):
            name = re.sub(chance, instead, name)
        if name.endswith(".new"):
            held = ""
        elif path.suffix == ".duckdb":
            held = known.setdefault(sha256(path), json.dumps(rows(path)))
        elif path.name.startswith("files") and path.parent.name == "lake":
            committed = Manifest.read(path.parent) if path.name == "files.parquet" else Manifest()
            name, held = re.sub("[0-9a-f]{64}", "*", name), f"{committed.lake_id} {len(committed.history)}"
        elif path.parent.name == "history" or name in (".lock", ".run-*", "report.html"):
            held = ""
        elif name == SEAL:
            held = str(path.read_text().startswith(sha256(warehouse / "posts.duckdb")))
        else:
            held = sha256(path)
        found.append(f"{name} {held}")
    return hashlib.sha256("\n".join(found).encode()).hexdigest()
