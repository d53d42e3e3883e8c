"""Imports go down only, without a circle: the tree of docs/architecture.md, read from the import statements themselves."""

import ast
import functools
import graphlib
import re
from pathlib import Path

import pytest

from pipeline.generators.markdown.presets import PRESETS

PIPELINE = Path(__file__).parent.parent / "pipeline"

GROUND: dict[str, set[str]] = {
    "errors": set(),
    "progress": set(),
    "schema_docs": set(),
    "shrinking": {"errors"},
    "startup": {"errors"},
    "files": {"errors"},
    "lock": {"errors", "files"},
    "attempts": {"errors", "files"},
    "sources": {"errors", "files"},
    "variables": {"errors", "files"},
    "project": {"errors"},
    "settings": {"errors", "project", "sources", "variables"},
    "git": {"errors", "files", "sources"},
    "alerts": {"settings"},
}
# A folder, or a module beside the folders, may import from itself and from these.
BELOW = GROUND | {
    "generators": {"errors", "files"},
    "posts": {"generators", "schema_docs"},
    "lake": {"posts", "generators", *GROUND},
    "warehouse": {"posts", *GROUND},
    "report": {"generators", "errors", "files"},  # what kinds of problem mean
    "copies": {"warehouse", *GROUND},
    "template": {"definitions"},  # what a project folder holds
    "spark": {"lake", "warehouse", *GROUND},
    "engine": {"spark", "lake", "warehouse", *GROUND},
    "inputs": {"lake", "warehouse", *GROUND},
    "sites": {"lake", "generators", *GROUND},
    "review": {"inputs", "lake", "warehouse", "generators", *GROUND},
    "refresh": {"sites", "engine", "inputs", "lake", "warehouse", "report", "copies", "generators", *GROUND},
    "defs": {"sites", "refresh", "engine", "inputs", "lake", "warehouse", "report", "copies", "generators", *GROUND},
    "definitions": {"defs", "inputs", "settings", "startup"},
    "cli": {
        "definitions",
        "defs",
        "sites",
        "refresh",
        "review",
        "engine",
        "inputs",
        "warehouse",
        "copies",
        "generators",
        *GROUND,
    },
}
SOURCES = sorted(path for path in PIPELINE.rglob("*.py") if path != PIPELINE / "__init__.py")


@functools.cache
def imported_names(path: Path) -> set[str]:
    """Every name that a file imports, with its module, wherever in the file the statement stands."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively; say the whole name"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def module_name(path: Path) -> str:
    return ".".join(("pipeline", *path.relative_to(PIPELINE).with_suffix("").parts)).removesuffix(".__init__")


def room(path: Path) -> str:
    """The folder of pipeline/ that a file is in, or its own name."""
    inside = path.relative_to(PIPELINE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def relative(path: Path) -> str:
    return str(path.relative_to(PIPELINE))


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_imports_go_down_only(path: Path) -> None:
    rooms = {name.split(".")[1] for name in imported_names(path) if name.startswith("pipeline.")}
    assert rooms <= BELOW[room(path)] | {room(path)}


def test_no_module_imports_itself_through_others() -> None:
    modules = {module_name(path): path for path in SOURCES}
    graph = {
        name: {full if full in modules else full.rpartition(".")[0] for full in imported_names(path)} & modules.keys()
        for name, path in modules.items()
    }
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_dagster_is_imported_in_defs_only(path: Path) -> None:
    if room(path) not in {"defs", "definitions", "template"}:
        assert not {name for name in imported_names(path) if name.partition(".")[0].startswith("dagster")}


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_generator_is_named_behind_the_seam_only(path: Path) -> None:
    packages = {folder.name for folder in (PIPELINE / "generators").iterdir() if (folder / "__init__.py").exists()}
    assert packages, "there is a generator"
    named = {name for name in packages if any(f"pipeline.generators.{name}" in full for full in imported_names(path))}
    if relative(path) == "generators/__init__.py":
        assert named == packages, "the registry knows them all"
    elif room(path) == "generators":
        assert named <= {*path.relative_to(PIPELINE / "generators").parts[:-1]}, "no generator knows another"
    else:
        # `markdown` and `plain` are common words, too.
        names = (packages | PRESETS.keys()) - {"markdown", "plain"}
        assert not re.search(rf"\b({'|'.join(names)})", path.read_text(encoding="utf-8"), re.IGNORECASE)


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_the_other_engine_is_named_in_engine_and_its_own_folder_only(path: Path) -> None:
    if room(path) not in {"engine", "spark", "variables"}:
        assert not re.search("spark", path.read_text(encoding="utf-8"), re.IGNORECASE)


def test_the_parser_is_pure() -> None:
    """A clock, a file or a random number in the parser would make two refreshes of one input differ."""
    impure = {"os", "time", "random", "socket", "subprocess", "requests", "duckdb", "shutil", "tempfile"}
    opening = {"generators/read.py", "generators/jekyll/walk.py", "generators/jekyll/authors.py"}
    opening |= {"generators/hugo/walk.py", "generators/hugo/tree.py", "generators/files.py"}
    for folder in ("posts", "generators"):
        for path in (PIPELINE / folder).rglob("*.py"):
            if relative(path) not in opening:
                assert not {name.partition(".")[0] for name in imported_names(path)} & impure, path


def test_only_one_place_renames() -> None:
    renaming = {"rename", "renames", "replace", "move"}
    for path in SOURCES:
        if path.name == "files.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in renaming:
                assert ast.unparse(node.func.value) not in {"os", "shutil"}, f"{path}:{node.lineno}"


def test_the_environment_is_written_by_the_start_of_a_process_only() -> None:
    """Settings reach a run as its configuration: what an import or a command sets would reach whoever comes after."""
    writing = {"os.environ.setdefault", "os.environ.update", "os.environ.pop", "os.putenv"}
    for path in SOURCES:
        if room(path) == "startup":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                assert isinstance(node.ctx, ast.Load), f"{path}:{node.lineno}"
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in writing, f"{path}:{node.lineno}"
