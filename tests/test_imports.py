"""The street goes one way: what may import what, read from the import statements themselves."""

import ast
from pathlib import Path

import pytest

PIPELINE = Path(__file__).parent.parent / "pipeline"

# Each house may import from itself and from what stands below it.
GROUND = {"settings", "files", "errors", "frontmatter", "scalars", "progress", "lock", "columns"}
BELOW = {
    "site": GROUND,
    "posts": GROUND | {"site"},
    "warehouse": GROUND | {"posts"},
    "lake": GROUND | {"site", "posts", "warehouse"},
    "spark": GROUND | {"lake", "warehouse"},
    "report": GROUND,
    "defs": GROUND | {"site", "posts", "warehouse", "lake", "spark", "report", "alerts"},
    "definitions": GROUND | {"site", "posts", "warehouse", "lake", "report", "defs"},
    "terminal": GROUND | {"warehouse"},
    "analyst": GROUND | {"warehouse", "lake"},
    "cli": GROUND | {"site", "posts", "warehouse", "lake", "report", "defs", "definitions", "terminal", "analyst"},
}
# The ground floor, where order matters too.
GROUND_BELOW = {
    "settings": {"errors", "files"},
    "alerts": {"settings"},
    "frontmatter": {"errors", "scalars"},
    "scalars": set(),
    "lock": {"errors", "files"},
    "files": {"errors"},
    "columns": set(),
    "errors": set(),
    "progress": set(),
}


def imported(path: Path) -> set[str]:
    """Every module that a file names in an import statement, wherever in the file it stands."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively; say the whole name"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def house(path: Path) -> str:
    inside = path.relative_to(PIPELINE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


SOURCES = sorted(PIPELINE.rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PIPELINE)))
def test_imports_go_down_only(path: Path) -> None:
    here = house(path)
    allowed = {here} | (BELOW | GROUND_BELOW).get(here, set())
    ours = {name.split(".")[1] for name in imported(path) if name.startswith("pipeline.")}
    assert ours <= allowed


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PIPELINE)))
def test_dagster_is_imported_in_defs_only(path: Path) -> None:
    if house(path) not in {"defs", "definitions"}:
        assert not {name for name in imported(path) if name.partition(".")[0].startswith("dagster")}


def test_the_parser_is_pure() -> None:
    """A clock, a file or a random number in the parser would make two refreshes of one input differ."""
    impure = {"os", "time", "random", "socket", "subprocess", "requests", "duckdb", "shutil", "tempfile"}
    for path in (PIPELINE / "posts").glob("*.py"):
        assert not {name.partition(".")[0] for name in imported(path)} & impure, path


def test_only_one_place_renames() -> None:
    renaming = {"rename", "renames", "replace", "move"}
    for path in SOURCES:
        if path.name == "files.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in renaming:
                assert ast.unparse(node.func.value) not in {"os", "shutil"}, f"{path}:{node.lineno}"
