"""Each guard broken in turn, in a copy of the project: which test turns red. `python -m tests.trust --mutations`"""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
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
LAKE = "tests/lake/test_refresh.py"
MEND = "tests/lake/test_mend.py"
ODD = "tests/trust/test_odd_sites.py"
SITE = "tests/test_site.py"
PARSE = "tests/posts/test_parse.py"
HOSTILE = "tests/trust/test_hostile.py"
PUBLISH = "tests/warehouse/test_publish.py"
KEEPING = "tests/warehouse/test_keeping.py"
MUTATIONS = [
    Mutation("sync a file before its rename", "pipeline/files.py", "        sync(beside)\n", "", ORDER),
    Mutation("sync the folder after it", "pipeline/files.py", "if named:", "if not named:", ORDER),
    Mutation("sync the folder of a new folder", "pipeline/files.py", "            sync(path.parent)\n", "", ORDER),
    Mutation("write beside, then rename", "pipeline/files.py", "        yield beside\n        sync(beside)\n", "        yield target\n        sync(beside)\n", "tests/test_files.py"),
    Mutation("sweep what was left", "pipeline/lake/mend.py", "        sweep(folder)\n", "        pass\n", MEND),
    Mutation("compare checksums", "pipeline/lake/mend.py", "if found == digest:", "if found:", MEND),
    Mutation("restore the manifest", "pipeline/lake/mend.py", "    if whole:", "    if whole and not found:", MEND),
    Mutation("see files that changed places", "pipeline/site/scan.py", "status.st_ctime_ns", "status.st_mtime_ns", LAKE),
    Mutation("see the size of what is not read", "pipeline/lake/plan.py", "self.content, self.ignored, self.bytes", "self.content, self.ignored, 0", LAKE),
    Mutation("refuse the clock in a model", "pipeline/warehouse/model.py", "    if unstable:", "    if False:", "tests/warehouse/test_catalog.py"),
    Mutation("refuse a newer lake", "pipeline/lake/manifest.py", "if format_ > FORMAT:", "if format_ > 999:", MEND),
    Mutation("check before publishing", "pipeline/warehouse/publish.py", "    if broken or shrunk:", "    if shrunk:", PUBLISH),
    Mutation("build what was edited", "pipeline/warehouse/catalog.py", "if name in different or ", "if ", PUBLISH),
    Mutation("build what reads an edited seed", "pipeline/warehouse/catalog.py", "HISTORY | (different & SEED_TABLES)", "HISTORY", PUBLISH),
    Mutation("build another lake anew", "pipeline/warehouse/catalog.py", " or not different <= self.keys() | SEED_TABLES", "", PUBLISH),
    Mutation("drop the table of no model", "pipeline/warehouse/catalog.py", "before.keys() - now.keys() or ", "", PUBLISH),
    Mutation("know what a subset left old", "pipeline/warehouse/publish.py", "made_of = live.made_of | {name: made_of[name] for name in chosen}", "pass", PUBLISH),
    Mutation("compare every value", "pipeline/warehouse/build.py", "select sum(hash(*columns(*)))", "select count(*)", PUBLISH),
    Mutation("keep the file before", "pipeline/warehouse/publish.py", "            keep(published)", "            pass", PUBLISH),
    Mutation("remove a stale log", "pipeline/warehouse/publish.py", "    clear(published)\n", "", PUBLISH),
    Mutation("know a damaged file", "pipeline/warehouse/keeping.py", "return sealed ==", "return True or sealed ==", KEEPING),
    Mutation("doubt the clock", "pipeline/warehouse/publish.py", "elif due < ", "elif due < 0 * ", KEEPING),
    Mutation("hold the lock alone", "pipeline/lock.py", "fcntl.LOCK_EX | fcntl.LOCK_NB)\n                if", "fcntl.LOCK_SH | fcntl.LOCK_NB)\n                if", "tests/test_lock.py"),
    Mutation("follow no link out", "pipeline/site/scan.py", 'return f"{real}/".startswith(f"{self.root}/")', "return True", SITE),
    Mutation("open no pipe", "pipeline/site/scan.py", "return None if entry.is_file() else no_file()", "return None", SITE),
    Mutation("walk through few links", "pipeline/site/scan.py", "len(through) <= MOST_LINKS", "len(through) <= MOST_LINKS + 1", ODD),
    Mutation("read again what changed", "pipeline/site/read.py", "if (before.st_size, before.st_mtime_ns) ==", "if before or (before.st_size, before.st_mtime_ns) ==", SITE),
    Mutation("read no more than is wanted", "pipeline/site/read.py", "if len(content) <= largest else", "if content else", SITE),
    Mutation("read settings as other files", "pipeline/site/config.py", "read(root, path.name, LARGEST)", "(path.read_bytes() if path.is_file() else None, None)", ODD),
    Mutation("let no post name everything", "pipeline/posts/problems.py", "if len(names) > MOST_NAMED:", "if len(names) > 10**9:", PARSE),
    Mutation("drop addresses", "pipeline/posts/post.py", 'else ADDRESS.sub("", value)', "else value", PARSE),
    Mutation("take no folder for a column", "pipeline/warehouse/session.py", ", hive_partitioning = false", "", HOSTILE),
    Mutation("refuse a newer file", "pipeline/warehouse/publish.py", "int(format_) > FORMAT", "int(format_) > 999", PUBLISH),
    Mutation("refuse half a checkout", "pipeline/lake/refresh.py", "if now < before * (1 - MOST_LOST):", "if now < 0:", LAKE),
    Mutation("count no text twice", "pipeline/lake/texts.py", "        found = _found(held, store)\n", "        pass\n", LAKE),
    Mutation("put worn packs together", "pipeline/lake/plan.py", "if len(found) > MOST_WORN else", "if len(found) > 999 else", LAKE),
    Mutation("count no row that was replaced", "sql/staging/posts.sql", "    join lake.files as files using (row_key)\n", "", "tests/sql/test_staging.py"),
    Mutation("have each row once", "pipeline/lake/refresh.py", "    while again := _repeating(sizes, files.values(), seen, store):", "    while again := []:", LAKE),
    Mutation("take no word of another post", "pipeline/posts/parse.py", 'f"{post_id} ', 'f"', PARSE),
    Mutation("say a full record once", "pipeline/defs/run.py", "with redirect_stderr(aside), ", "with ", "tests/trust/test_disks.py::test_files_may_grow_no_larger"),
    Mutation("expand no bomb", "pipeline/frontmatter.py", "if self.expanded > LARGEST:", "if self.expanded < 0:", "tests/test_frontmatter.py"),
    Mutation("show no hidden post", "sql/core/posts.sql", "on posts.is_live and shown.row_key", "on shown.row_key", HOSTILE),
    Mutation("show no hidden text", "sql/staging/texts.sql", "    where posts.is_live\n", "", HOSTILE),
    Mutation("show no hidden title", "sql/staging/titles.sql", "    where posts.is_live\n", "", HOSTILE),
    Mutation("show no hidden author", "sql/core/post_authors.sql", "    where posts.is_live\n", "", HOSTILE),
    Mutation("show no hidden tag", "sql/core/post_tags.sql", "    where posts.is_live\n", "", HOSTILE),
    Mutation("show no hidden category", "sql/core/post_categories.sql", "where posts.is_live\n", "", HOSTILE),
    Mutation("run no formula", "pipeline/analyst/formats.py", "    if FORMULA.match(text):", "    if not text:", "tests/analyst/test_formats.py"),
    Mutation("give analysts no other file", "pipeline/analyst/session.sql", "set enable_external_access = false;\n", "", HOSTILE),
]  # fmt: skip


def main() -> int:
    survived = 0
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for mutation, red in zip(MUTATIONS, threads.map(_red, MUTATIONS), strict=True):
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
