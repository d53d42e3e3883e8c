"""Each guard broken in turn, in a copy of the project: which test turns red. `python -m tests.trust --mutations`"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.conftest import PROJECT


class Mutation(NamedTuple):
    guard: str
    path: str
    was: str
    becomes: str
    test: str


ORDER = "tests/trust/test_crashes.py::test_what_a_power_cut_finds"
MEND = "tests/lake/test_mend.py"
HOSTILE = "tests/trust/test_hostile.py"
PUBLISH = "tests/warehouse/test_publish.py"
KEEPING = "tests/warehouse/test_keeping.py"
MUTATIONS = [
    Mutation("sync a file before its rename", "pipeline/files.py", "        sync(beside)\n", "", ORDER),
    Mutation("sync the folder after it", "pipeline/files.py", "if named:", "if not named:", ORDER),
    Mutation("sync the folder of a new folder", "pipeline/files.py", "            sync(path.parent)\n", "", ORDER),
    Mutation("write beside, then rename", "pipeline/files.py", "{target.name}.{os.getpid()}.new\")\n    try:\n        yield beside\n        sync(beside)", "{target.name}.{os.getpid()}.new\")\n    try:\n        yield target\n        sync(beside)", "tests/test_files.py"),
    Mutation("sweep what was left", "pipeline/lake/mend.py", "        sweep(folder)\n", "        pass\n", MEND),
    Mutation("compare checksums", "pipeline/lake/mend.py", "if found == digest:", "if found:", MEND),
    Mutation("restore the manifest", "pipeline/lake/mend.py", "    if whole:", "    if whole and not found:", MEND),
    Mutation("refuse a newer lake", "pipeline/lake/manifest.py", "if format_ > FORMAT:", "if format_ > 999:", MEND),
    Mutation("check before publishing", "pipeline/warehouse/publish.py", "    if broken:", "    if not built:", PUBLISH),
    Mutation("keep the file before", "pipeline/warehouse/publish.py", "            keep(published)", "            pass", PUBLISH),
    Mutation("remove a stale log", "pipeline/warehouse/publish.py", "    clear(published)\n", "", PUBLISH),
    Mutation("know a damaged file", "pipeline/warehouse/keeping.py", "return sealed ==", "return True or sealed ==", KEEPING),
    Mutation("doubt the clock", "pipeline/warehouse/publish.py", "elif due < ", "elif due < 0 * ", KEEPING),
    Mutation("hold the lock alone", "pipeline/lock.py", "fcntl.LOCK_EX", "fcntl.LOCK_SH", "tests/test_lock.py"),
    Mutation("follow no link out", "pipeline/site/scan.py", 'return f"{real}/".startswith(f"{self.root}/")', "return True", "tests/test_site.py"),
    Mutation("open no pipe", "pipeline/site/scan.py", "return None if entry.is_file() else _no_file()", "return None", "tests/test_site.py"),
    Mutation("expand no bomb", "pipeline/frontmatter.py", "if self.expanded > LARGEST:", "if self.expanded < 0:", "tests/test_frontmatter.py"),
    Mutation("publish no hidden text", "sql/core/posts.sql", "case when posts.is_live then source.excerpt end", "source.excerpt", HOSTILE),
    Mutation("give analysts no other file", "pipeline/analyst/session.sql", "enable_external_access = false", "enable_external_access = true", HOSTILE),
]  # fmt: skip


def main() -> int:
    survived = 0
    for mutation in MUTATIONS:
        red = _red(mutation)
        survived += not red
        print(f"{'red' if red else 'STILL GREEN'}: {mutation.guard} ({mutation.test})", flush=True)
    print(f"{len(MUTATIONS)} guards broken, {len(MUTATIONS) - survived} found")
    return 1 if survived else 0


def _red(mutation: Mutation) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        ignored = shutil.ignore_patterns("__pycache__", ".venv", ".git", ".dagster", "warehouse/*", ".*_cache")
        shutil.copytree(PROJECT, copy, ignore=ignored)
        path = copy / mutation.path
        text = path.read_text(encoding="utf-8")
        assert text.count(mutation.was) == 1, f"{mutation.path} has {text.count(mutation.was)} times {mutation.was!r}"
        path.write_text(text.replace(mutation.was, mutation.becomes), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", mutation.test],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": str(copy)},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode in (0, 1), done.stdout + done.stderr
        return done.returncode == 1
