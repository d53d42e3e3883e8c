"""What README and docs/ show is what the commands print, and what they name exists."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Project
from tests.support.documents import DOCUMENTS, fill_blocks, without_timings


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] * (name == "docs/analysts.md")) for name in DOCUMENTS],
)
def test_every_command_prints_what_is_shown(name: str, standing: Project) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")
    assert without_timings(fill_blocks(text, standing)) == without_timings(text), "make docs writes it again"


def test_the_data_dictionary_is_current(standing: Project) -> None:
    assert standing.run("models", "--markdown").stdout == (PROJECT / "docs/models.md").read_text(encoding="utf-8")


# The 25 questions of docs/analysts.md: each has a query with an answer, or stands in the table of those without one.
NOT_ANSWERED = {17, 19}
ANSWERED = set(range(1, 26)) - NOT_ANSWERED


def test_the_questions_of_editors_have_an_answer() -> None:
    """An answer may change with the models; none may become empty, as one does when a column is counted otherwise."""
    text = (PROJECT / "docs/analysts.md").read_text(encoding="utf-8")
    questions = re.findall(r"^### (\d+)\. .*?\n```console\n\$ (.*?)\n```$", text, re.M | re.S)
    numbers = [int(number) for number, _ in questions]
    assert numbers == sorted(ANSWERED)
    for number, shown in questions:
        table = shown.partition("┌")[2]
        assert "├" in table and table.partition("┤\n")[2].startswith("│"), f"question {number} has no answer"
    assert {int(number) for number in re.findall(r"^\| (\d+)\. .*\|$", text, re.M)} == NOT_ANSWERED


@pytest.mark.parametrize("name", DOCUMENTS)
def test_python_that_is_shown_runs(name: str, standing: Project) -> None:
    for code in re.findall(r"^```python\n(.*?)^```$", (PROJECT / name).read_text(encoding="utf-8"), re.M | re.S):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=standing.root, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout


PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_file_that_is_linked_exists(path: Path) -> None:
    for link in re.findall(r"\]\((?!http|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link


def test_pictures_are_small() -> None:
    assert [path.name for path in (PROJECT / "docs").glob("*.png") if path.stat().st_size >= 300_000] == []


def test_the_readme_names_every_make_target() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*## ", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert [target for target in targets if f"make {target}" not in readme] == []
