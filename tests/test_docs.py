"""What README and docs/ show is what the commands print, and what they name exists."""

import re

import pytest

from tests.conftest import PROJECT, Project
from tests.docs import DOCUMENTS, filled, same


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_prints_what_is_shown(name: str, standing: Project) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")
    assert same(filled(text, standing)) == same(text), "make docs writes it again"


def test_the_data_dictionary_is_current(standing: Project) -> None:
    assert standing.run("models", "--markdown").stdout == (PROJECT / "docs/models.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*DOCUMENTS, "docs/decisions.md"])
def test_every_file_that_is_linked_exists(name: str) -> None:
    path = PROJECT / name
    for link in re.findall(r"\]\((?!http|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link


def test_pictures_are_small() -> None:
    assert [path.name for path in (PROJECT / "docs").glob("*.png") if path.stat().st_size >= 300_000] == []


def test_the_readme_names_every_make_target() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*## ", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert [target for target in targets if f"make {target}" not in readme] == []
