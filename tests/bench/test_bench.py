"""The parts of the bench, which nothing else runs: what it measures with, what it measures on, what it prints."""

import hashlib
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bench import __main__, factory, table
from tests.bench.measure import measure_command
from tests.conftest import PROJECT

HERE = Path(__file__).parent
CHILD = "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {!r}])"
SPIN = "import time\nwhile time.process_time() < 0.5: pass"


@pytest.fixture
def made_by_factory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factory, "ELSEWHERE", Path("/nowhere"))


@pytest.fixture
def site(tmp_path: Path, made_by_factory: None) -> Path:
    factory.make_site(tmp_path / "site", 30)
    return tmp_path / "site"


def run_script(script: str, *arguments: str) -> Any:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    return json.loads(measure_command([sys.executable, str(HERE / script), *arguments], PROJECT, environment).said)


def test_memory_is_of_the_whole_tree_at_once() -> None:
    child = CHILD.format("held = b'x' * 80_000_000; import time; time.sleep(0.5)")
    found = measure_command(
        [sys.executable, "-c", f"{child}; held = b'x' * 80_000_000; child.wait()"], PROJECT, {**os.environ}
    )
    assert 160e6 < found.memory < 220e6


def test_a_process_that_outlives_its_parent_counts() -> None:
    """Workers of a forkserver do: their seconds reach no parent of theirs."""
    assert measure_command([sys.executable, "-c", CHILD.format(SPIN)], PROJECT, {**os.environ}).cpu > 0.5


def test_what_a_command_says_is_kept_and_its_failure_is_one() -> None:
    assert measure_command(["echo", "one\ntwo"], PROJECT, {**os.environ}).said == "one\ntwo\n"
    with pytest.raises(RuntimeError, match="exits 3"):
        measure_command([sys.executable, "-c", "raise SystemExit(3)"], PROJECT, {**os.environ})


def test_the_same_number_of_posts_is_the_same_site(tmp_path: Path, site: Path) -> None:
    factory.make_site(tmp_path / "again", 30)
    found = [
        {path.relative_to(root): hashlib.sha256(path.read_bytes()).hexdigest() for path in root.rglob("*.*")}
        for root in (site, tmp_path / "again")
    ]
    assert found[0] == found[1]
    posts = list((site / "_posts").rglob("*.md"))
    words = sum(len(post.read_text(encoding="utf-8").split()) for post in posts)
    assert (len(posts), 450 < words / 30 < 650) == (30, True)


def test_half_of_the_posts_have_block_lists(site: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (site / "_posts").rglob("*.md")]
    kinds = [("\ncategories:\n- " in text, "\ncategories: [" in text) for text in texts]
    assert {sum(kind) for kind in kinds} == {1}
    assert 10 <= sum(is_block for is_block, _ in kinds) <= 20
    assert any(re.search(r"\ntags:\n- .+\n- ", text) for text in texts)
    assert any(re.search(r"\ntags: \[.+, ", text) for text in texts)


@pytest.mark.parametrize(("changes", "expected"), [(1, (1, 0, 0)), (9, (3, 3, 3)), (10, (4, 3, 3))])
def test_changes_are_edits_and_as_many_new_posts_as_lost_ones(
    site: Path, changes: int, expected: tuple[int, int, int]
) -> None:
    before = {path: path.read_bytes() for path in site.rglob("*.md")}
    factory.edit_site(site, changes, seed=1)
    after = {path: path.read_bytes() for path in site.rglob("*.md")}
    edited = [path for path in before.keys() & after.keys() if before[path] != after[path]]
    assert (len(edited), len(after.keys() - before.keys()), len(before.keys() - after.keys())) == expected


def test_the_scripts_read_the_same_posts(site: Path, tmp_path: Path) -> None:
    naive = run_script("naive.py", str(site), str(tmp_path / "naive"))
    ours = run_script("reading.py", str(site), str(tmp_path / "lake"))
    files = run_script("walk.py", str(site))
    assert (naive["posts"], ours["posts"], files) == (30, 30, 31)
    assert naive["reading"] > 0 < ours["reading"]


def test_figures_are_printed_as_two_tables() -> None:
    """The ratio is the median of the pairs' ratios, not the ratio of the medians: those are of different moments."""

    def pair(wall: float, naive: float, said: str = "") -> dict:
        reading = json.dumps({"reading": naive / 2})
        return {
            "case": {"wall": wall, "cpu": wall / 2, "memory": 2_000_000, "said": said},
            "naive": {"wall": naive, "cpu": naive / 4, "memory": 1_000_000, "said": reading},
        }

    printed = table.format_markdown(
        {
            "on": "2026-06-30",
            "machine": "a machine",
            "posts": 20_000,
            "generator": "factory.py",
            "cases": {
                "import of Dagster with its instance": [pair(1, 4)],
                "hugo list all": [pair(2, 4)],
                "files to lake posts": [pair(1, 4, '{"reading": 0.5}')],
                "files to lake posts, as a Hugo site": [pair(1.1, 4, '{"reading": 0.5}')],
                "first refresh": [
                    pair(8, 4, "    scan    0.5 s  20\n   parse    3.0 s  1 of 1\n"),
                    pair(30, 10, "    scan    0.7 s  20\n"),
                    pair(9, 2, "    scan    0.5 s  20\n"),
                ],
                "nothing changed, same day": [pair(3, 4, "    scan    0.2 s  20\n")],
            },
        }
    )
    assert printed == (
        """\
20,000 posts (factory.py), 2026-06-30, a machine; medians of pairs.

| what | wall s | CPU s | memory MB | wall, naive = 1 | CPU, naive = 1 |
|---|--:|--:|--:|--:|--:|
| naive script | 4.00 | 1.00 | 1 | 1.00 | 1.00 |
| import of Dagster with its instance | 1.00 | 0.50 | 2 | 0.25 | 0.50 |
| hugo list all | 2.00 | 1.00 | 2 | 0.50 | 1.00 |
| files to lake posts | 1.00 | 0.50 | 2 | 0.25 | 0.50 |
| files to lake posts, as a Hugo site | 1.10 | 0.55 | 2 | 0.28 | 0.55 |
| first refresh | 9.00 | 4.50 | 2 | 3.00 | 6.00 |
| nothing changed, same day | 3.00 | 1.50 | 2 | 0.75 | 1.50 |

| seconds of | scan | parse |
|---|--:|--:|
| first refresh | 0.5 | 0.0 |
| nothing changed, same day | 0.2 | 0.0 |

Files to lake posts, from the start of the scan, takes 0.25 of the naive script's reading.
As a whole process it takes 0.50 of `hugo list all`.
The same posts as a Hugo site take 1.10 of the processor time.
Nothing changed, same day, takes 2.0 s more than an import of Dagster with its instance."""
    )


@pytest.mark.slow
def test_every_case_of_the_bench_runs(tmp_path: Path, made_by_factory: None) -> None:
    figures = __main__.run_cases(tmp_path, 30, 1)
    said = {
        name: re.sub(r" \(_posts/[^)]*\)", "", pairs[0]["case"]["said"]) for name, pairs in figures["cases"].items()
    }
    changes = {name: re.findall(r"changed +(.*)|(Nothing has changed)", text) for name, text in said.items()}
    assert {name: found[0][0] or found[0][1] for name, found in changes.items() if found} == {
        "first refresh": "30 added",
        "nothing changed, same day": "Nothing has changed",
        "nothing changed, new day": "nothing",
        "1 post edited, new day": "1 edited",
        "3 posts edited, added, removed, new day": "1 added, 1 edited, 1 removed",
        "one SQL file changed, same day": "nothing",
    }
    assert "| one SQL file changed, same day |" in table.format_markdown(figures)
