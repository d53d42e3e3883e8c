"""Each guard broken in turn, in a copy of the project, and the test that must fail: `python -m tests.trust --mutations`.

Add a mutation here with every new guard. `was` stands once in its file, which test_mutations.py checks.
"""

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
    """What breaks a guard: the text that is replaced in a file, and the test that fails then."""

    guard: str
    path: str
    was: str
    becomes: str
    test: str


ORDER = "tests/trust/test_crashes.py::test_what_a_power_cut_finds"
LAKE = "tests/lake/test_commit.py"
CHANGES = "tests/lake/test_changes.py"
REPAIR = "tests/lake/test_repair.py"
ODD = "tests/trust/test_odd_sites.py"
SITE = "tests/generators/jekyll/test_walk.py"
READ = "tests/generators/test_read.py"
PARSE = "tests/posts/test_parse.py"
ROW = "tests/posts/test_row.py"
HOSTILE = "tests/trust/test_hostile.py"
PUBLISH = "tests/warehouse/test_publish.py"
PUBLISHED = "tests/warehouse/test_published.py"
MUTATIONS = [
    Mutation("sync a file before its rename", "pipeline/files.py", "        sync(beside)\n", "", ORDER),
    Mutation("sync the folder after it", "pipeline/files.py", "if sync_name:", "if not sync_name:", ORDER),
    Mutation("sync the folder of a new folder", "pipeline/files.py", "            sync(path.parent)\n", "", ORDER),
    Mutation("write beside, then rename", "pipeline/files.py", "        yield beside\n        sync(beside)\n", "        yield target\n        sync(beside)\n", "tests/test_files.py"),
    Mutation("remove what was left", "pipeline/lake/repair.py", "        remove_leftovers(folder)\n", "        pass\n", REPAIR),
    Mutation("compare checksums", "pipeline/lake/repair.py", "if found == checksum:", "if found:", REPAIR),
    Mutation("restore the manifest", "pipeline/lake/repair.py", "    if valid:", "    if valid and not found:", REPAIR),
    Mutation("see files that changed places", "pipeline/generators/jekyll/walk.py", "status.st_ctime_ns", "status.st_mtime_ns", CHANGES),
    Mutation("see the size of what is not read", "pipeline/lake/plan.py", "self.content, self.ignored, self.bytes", "self.content, self.ignored, 0", CHANGES),
    Mutation("refuse the clock in a model", "pipeline/warehouse/model.py", "    if unstable:", "    if False:", "tests/warehouse/test_catalog.py"),
    Mutation("refuse a newer lake", "pipeline/lake/manifest.py", "if format_ > FORMAT:", "if format_ > 999:", REPAIR),
    Mutation("check before publishing", "pipeline/warehouse/publish.py", "    if broken or shrunk:", "    if shrunk:", PUBLISH),
    Mutation("build what was edited", "pipeline/warehouse/catalog.py", "if name in different or ", "if ", PUBLISH),
    Mutation("build what reads an edited seed", "pipeline/warehouse/catalog.py", "self.history | (different & SEED_TABLES)", "self.history", PUBLISH),
    Mutation("build another lake anew", "pipeline/warehouse/catalog.py", " or not different <= self.keys() | SEED_TABLES", "", PUBLISH),
    Mutation("drop the table of no model", "pipeline/warehouse/catalog.py", "before.keys() - now.keys() or ", "", PUBLISH),
    Mutation("know what a subset left old", "pipeline/warehouse/publish.py", "built_from = before.built_from | {name: built_from[name] for name in chosen}", "pass", PUBLISH),
    Mutation("compare every value", "pipeline/warehouse/build.py", "select sum(hash(*columns(*)))", "select count(*)", PUBLISH),
    Mutation("keep the file before", "pipeline/warehouse/publish.py", "            keep_previous(published)", "            pass", PUBLISH),
    Mutation("remove a stale log", "pipeline/warehouse/publish.py", "    remove_wal(published)\n", "", PUBLISH),
    Mutation("know a damaged file", "pipeline/warehouse/published.py", "return checksum_line ==", "return True or checksum_line ==", PUBLISHED),
    Mutation("doubt the clock", "pipeline/warehouse/publish.py", "if has_shrunk(*(due := counts(\"due_posts\"))):", "if not (due := counts(\"due_posts\")):", PUBLISHED),
    Mutation("hold the lock alone", "pipeline/lock.py", "fcntl.LOCK_EX | fcntl.LOCK_NB)\n                if", "fcntl.LOCK_SH | fcntl.LOCK_NB)\n                if", "tests/test_lock.py"),
    Mutation("follow no link out", "pipeline/generators/jekyll/walk.py", 'return f"{real}/".startswith(f"{self.root}/")', "return True", SITE),
    Mutation("open no pipe", "pipeline/generators/jekyll/walk.py", "return None if entry.is_file() else not_a_file_fault()", "return None", SITE),
    Mutation("walk through few links", "pipeline/generators/jekyll/walk.py", "len(through) <= MAX_FOLDER_LINKS", "len(through) <= MAX_FOLDER_LINKS + 1", ODD),
    Mutation("read again what changed", "pipeline/generators/read.py", "if (before.st_size, before.st_mtime_ns) ==", "if before or (before.st_size, before.st_mtime_ns) ==", READ),
    Mutation("read no more than is wanted", "pipeline/generators/read.py", "if len(content) > max_bytes:", "if not content:", READ),
    Mutation("read settings as other files", "pipeline/generators/jekyll/config.py", "load_file(root, name, MAX_BLOCK_CHARS)", "((root / name).read_bytes() if (root / name).is_file() else None, None)", ODD),
    Mutation("let no post name everything", "pipeline/generators/problems.py", "if len(names) > MAX_NAMES_PER_POST:", "if len(names) > 10**9:", ROW),
    Mutation("drop addresses", "pipeline/posts/row.py", 'else ADDRESS.sub("", value)', "else value", ROW),
    Mutation("take no folder for a column", "pipeline/warehouse/session.py", ", hive_partitioning = false", "", HOSTILE),
    Mutation("refuse a newer file", "pipeline/warehouse/published.py", "int(format_) > FILE_FORMAT", "int(format_) > 999", PUBLISH),
    Mutation("see half a checkout", "pipeline/lake/changes.py", "if has_shrunk(before[site.name], now[site.name])", "if False", CHANGES),
    Mutation("never the sample over others", "pipeline/sites.py", "    if settings.named_by == \"nothing\":\n", "    if not settings:\n", "tests/test_sites.py"),
    Mutation("lose no site unasked", "pipeline/sites.py", "    if not lost:\n", "    if lost or not lost:\n", "tests/test_sites.py"),
    Mutation("judge texts beside posts", "pipeline/warehouse/publish.py", "if has_shrunk(*(texts := counts(\"texts\"))):", "if not (texts := counts(\"texts\")):", "tests/warehouse/test_publish.py"),
    Mutation("judge words beside posts", "pipeline/warehouse/publish.py", "if has_lost_words(*(words := counts(\"words\"))):", "if not (words := counts(\"words\")):", "tests/warehouse/test_publish.py"),
    Mutation("keep the rows of an unread site", "pipeline/lake/commit.py", "        if file.site in scan.kept:\n            files[file.key] = file\n        elif", "        if", "tests/test_sites.py"),
    Mutation("miss settings that are gone", "pipeline/sites.py", "        if gone:\n", "        if not site:\n", "tests/test_sites.py"),
    Mutation("refuse a rewritten history", "pipeline/git.py", "folder) != \"0\":", "folder) == \"never\":", "tests/test_git.py"),
    Mutation("refuse half a checkout", "pipeline/refresh.py", "if scan.shrunk:", "if not scan:", "tests/defs/test_sensors.py"),
    Mutation("count no text twice", "pipeline/lake/text_packs.py", "        pack_by_key = _find_packs(usable, store)\n", "        pass\n", LAKE),
    Mutation("repack stale packs", "pipeline/lake/plan.py", "if len(stale) > MAX_STALE_PACKS else", "if len(stale) > 999 else", LAKE),
    Mutation("count no row that was replaced", "sql/staging/posts.sql", "    inner join lake.files using (row_key)\n", "", "tests/sql/test_staging.py"),
    Mutation("have each row once", "pipeline/lake/commit.py", "    while duplicates := _packs_with_duplicates(pack_rows, files.values(), scan, store):", "    while duplicates := []:", LAKE),
    Mutation("take no word of another post", "pipeline/posts/parse.py", 'f"{post_id} ', 'f"', PARSE),
    Mutation("say a full record once", "pipeline/defs/execute.py", "with redirect_stderr(dagster_stderr), ", "with ", "tests/trust/test_disks.py::test_files_may_grow_no_larger"),
    Mutation("expand no bomb", "pipeline/generators/frontmatter.py", "if self.expanded > MAX_BLOCK_CHARS:", "if self.expanded < 0:", "tests/generators/test_frontmatter.py"),
    Mutation("show no hidden post", "sql/core/posts.sql", "on posts.is_live and posts.row_key", "on posts.row_key", HOSTILE),
    Mutation("show no hidden text", "sql/staging/texts.sql", "    where posts.is_live\n", "", HOSTILE),
    Mutation("show no hidden title", "sql/staging/titles.sql", "    where posts.is_live\n", "", HOSTILE),
    Mutation("show no hidden author", "sql/core/post_authors.sql", "    where posts.is_live\n", "", HOSTILE),
    Mutation("show no hidden tag", "sql/core/post_tags.sql", "    where posts.is_live\n", "", HOSTILE),
    Mutation("show no hidden category", "sql/core/post_categories.sql", "where posts.is_live\n", "", HOSTILE),
    Mutation("run no formula", "pipeline/cli/formats.py", "    if FORMULA.match(text):", "    if not text:", "tests/cli/test_formats.py"),
    Mutation("give analysts no other file", "pipeline/cli/session.sql", "set enable_external_access = false;\n", "", HOSTILE),
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
