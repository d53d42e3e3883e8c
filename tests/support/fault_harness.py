"""A copy of the project in which refreshes meet faults, in processes of their own, and what must hold of the disk after.

The faults are made by tests/trust/faults.c. Which faults are tried is decided in tests/trust/crashes.py.
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

from pipeline.attempts import RECORD_NAME
from pipeline.files import file_sha256
from pipeline.lake.manifest import Manifest
from pipeline.lake.text_stats import TABLES
from pipeline.warehouse.published import CHECKSUM_NAME
from tests.conftest import AS_OF, PROJECT

LIBRARY = "faults.so"
# Columns left out ("": all of them): they hold when, and what happened before, so equal warehouses differ in them.
NOT_COMPARED = {"core.changes": "", "core.refreshes": "", "core.problems": "exclude (first_seen_at)"}


@dataclass(frozen=True)
class Fault:
    """A fault at one file operation below the warehouse: the process ends (failure 0), or the operation fails.

    `stays`: all later ones fail too, as on a full disk. `after` seconds instead: the process ends then, wherever it is.
    """

    at: int = 0
    failure: int = 0
    stays: bool = False
    after: float | None = None

    def __str__(self) -> str:
        what = errno.errorcode[self.failure] if self.failure else "SIGKILL"
        return f"{what} after {self.after:.3f} s" if self.after is not None else f"{what} at operation {self.at}"


@dataclass(frozen=True)
class CommandResult:
    """How a command ended: its exit code (negative: the signal), its output, and how many file operations it made."""

    code: int
    output: str
    operations: int = 0


@dataclass
class FaultHarness:
    """A copy of the project in `root`, with a process that has imported everything and forks for each command."""

    root: Path
    _server: subprocess.Popen[str] | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def set_up(cls, root: Path) -> "FaultHarness":
        """Copy the project to `root`, and compile the library of faults there."""
        for name in ("pipeline", "sql", "examples", "tests"):
            shutil.copytree(PROJECT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("dagster.yaml", "pyproject.toml"):
            shutil.copyfile(PROJECT / name, root / name)
        library = root / LIBRARY
        source = root / "tests/trust/faults.c"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
        harness = cls(root)
        shutil.copytree(root / "examples/harbour-gazette", harness.site)
        return harness

    @property
    def site(self) -> Path:
        return self.root / "blog"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse"

    @property
    def published(self) -> Path:
        return self.warehouse / "posts.duckdb"

    def run(self, *arguments: str, fault: Fault | None = None, log: Path | None = None) -> CommandResult:
        """Run `posts-warehouse` in a process forked for it, with a fault or without; `log` gets its file operations."""
        server = self._server or self._start_server()
        asked = {"arguments": arguments, "fault": vars(fault) if fault else {}, "log": str(log) if log else None}
        assert server.stdin and server.stdout
        server.stdin.write(json.dumps(asked) + "\n")
        server.stdin.flush()
        answer = server.stdout.readline()
        assert answer, "the process that forks has died"
        return CommandResult(**json.loads(answer))

    def refresh(self, *arguments: str, fault: Fault | None = None, log: Path | None = None) -> CommandResult:
        return self.run("refresh", *arguments, fault=fault, log=log)

    def _start_server(self) -> subprocess.Popen[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTS_", "DAGSTER_"))}
        ours = {"PYTHONPATH": str(self.root), "POSTS_AS_OF": AS_OF, "POSTS_SITE": str(self.site)}
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.support.fork_server", str(self.root)],
            cwd=self.root,
            env=kept | ours | {"LD_PRELOAD": str(self.root / LIBRARY)} | self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self._server

    def close(self) -> None:
        if self._server:
            assert self._server.stdin
            self._server.stdin.close()
            self._server.wait(timeout=30)
            self._server = None

    def restore(self, folder: Path) -> None:
        """Put the warehouse of `folder` in place."""
        shutil.rmtree(self.warehouse, ignore_errors=True)
        shutil.copytree(folder, self.warehouse)

    def edit_site(self) -> None:
        """Do a day's work on the site: edit two posts, add one, remove one, move one, break one."""
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


def table_hashes(published: Path) -> dict[str, str]:
    """Return a hash of each table's rows; what is NOT_COMPARED is left out."""
    with duckdb.connect(str(published), read_only=True, config={"threads": 1}) as duck:
        duck.execute("set TimeZone = 'UTC'")
        names = duck.execute("select schema_name || '.' || table_name from duckdb_tables() order by 1").fetchall()
        found = {}
        for (name,) in names:
            if NOT_COMPARED.get(name) != "":
                all_ = duck.execute(f"select * {NOT_COMPARED.get(name, '')} from {name} order by all").fetchall()
                found[name] = hashlib.sha256(repr(all_).encode()).hexdigest()
        return found


def lake_faults(warehouse: Path) -> list[str]:
    """Return what the committed lake names and does not have, or has and cannot read."""
    lake, faults = warehouse / "lake", []
    committed = Manifest.load(lake)
    for name, digest in committed.checksums.items():
        if file_sha256(warehouse / name) != digest:
            faults.append(f"{name} is not what the manifest says")
        else:
            pq.read_table(warehouse / name)
    named = {f"lake/posts/{id}.parquet" for id in committed.packs()}
    named |= {f"lake/{table}/{id}.parquet" for table in TABLES for id in committed.text_packs()}
    named |= {f"history/{name}" for name in committed.history}
    return faults + [f"{name} has no checksum" for name in named - committed.checksums.keys()]


def find_leftovers(warehouse: Path) -> list[str]:
    """Return the files that nothing names."""
    committed = Manifest.load(warehouse / "lake")
    named = {
        ".lock",
        RECORD_NAME,
        CHECKSUM_NAME,
        "posts.duckdb",
        "posts.previous.duckdb",
        "report.html",
        "lake/files.parquet",
        *committed.checksums,
    }
    named |= {f"lake/files-{file_sha256(warehouse / 'lake/files.parquet')}.parquet"}
    here = {str(path.relative_to(warehouse)) for path in warehouse.rglob("*") if not path.is_dir()}
    return sorted(here - named)


def disk_state(warehouse: Path, known: dict[str, str]) -> str:
    """Return a hash of the disk: equal where disks differ only in times, process numbers and half-written files.

    `known` holds the table hashes of published files by the checksum of the file, and gains those of new ones.
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
            held = known.setdefault(file_sha256(path), json.dumps(table_hashes(path)))
        elif path.name.startswith("files") and path.parent.name == "lake":
            committed = Manifest.load(path.parent) if path.name == "files.parquet" else Manifest()
            name, held = re.sub("[0-9a-f]{64}", "*", name), f"{committed.lake_id} {len(committed.history)}"
        elif path.parent.name == "history" or name in (".lock", ".run-*", "report.html"):
            held = ""
        elif name == CHECKSUM_NAME:
            held = str(path.read_text().startswith(file_sha256(warehouse / "posts.duckdb")))
        else:
            held = file_sha256(path)
        found.append(f"{name} {held}")
    return hashlib.sha256("\n".join(found).encode()).hexdigest()
