"""Commands in locales whose encoding is not UTF-8: the same rows, and output that the terminal can show."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Project

LATIN_1 = "de_latin1"
COMMANDS = [
    ("status",),
    ("problems", "--warnings"),
    ("models",),
    ("query", "select name, spellings from core.authors"),
    ("query", "select path, title from core.posts", "--csv"),
    ("query", "select path, title from core.posts", "--json"),
]


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Return the variables of a locale in ISO 8859-1, which is made here, and of C."""
    if shutil.which("localedef") is None:
        pytest.skip("localedef is not here")
    folder = tmp_path_factory.mktemp("locales")
    command = ["localedef", "-i", "de_DE", "-f", "ISO-8859-1", str(folder / LATIN_1)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"localedef cannot make a locale: {made.stderr}")
    return {"latin-1": {"LOCPATH": str(folder), "LC_ALL": LATIN_1}, "C": {"LC_ALL": "C"}}


def run(project: Project, variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a locale."""
    kept = {
        name: value for name, value in project.environment.items() if not name.startswith(("LC_", "LANG", "PYTHON"))
    }
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        cwd=project.root,
        env=kept | {"PYTHONPATH": str(project.root)} | variables,
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(("locale", "encoding"), [("latin-1", "iso-8859-1"), ("C", "utf-8")])
def test_a_command_says_what_the_terminal_can_show(
    standing: Project, locales: dict[str, dict[str, str]], locale: str, encoding: str, arguments: tuple[str, ...]
) -> None:
    done = run(standing, locales[locale], *arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    is_data = arguments[-1] in ("--csv", "--json")
    said = done.stdout.decode("utf-8" if is_data else encoding)
    if arguments[0] == "query":
        assert "Tomás" in said or "é" in said
        if not is_data:
            assert ("\\u82bd" in said, "芽" in said) == ((True, False) if locale == "latin-1" else (False, True))
            assert ("+--" in said, "┌" in said) == ((True, False) if locale == "latin-1" else (False, True))
    assert "Traceback" not in said


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["latin-1", "C"])
def test_a_refresh_reads_the_same_rows(
    project: Project, locales: dict[str, dict[str, str]], locale: str, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    (site / "_posts").mkdir(parents=True)
    (site / "_posts/2024-03-01-été.md").write_text("---\ntitle: 芽\ntags: [Café]\n---\nx\n", encoding="utf-8")
    done = run(project, locales[locale], "refresh", str(site))
    assert (done.returncode, done.stderr) == (0, b"")
    assert project.rows("select path, title, tags, url from core.posts") == [
        ("_posts/2024-03-01-été.md", "芽", ["Café"], "/2024/03/01/%C3%A9t%C3%A9.html")
    ]
    assert b"newest    2024-03-01 00:00  " + ("芽".encode() if locale == "C" else b"\\u82bd") in done.stdout


def test_an_error_that_the_terminal_cannot_show_is_escaped(
    standing: Project, locales: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    done = run(standing, locales["latin-1"], "query", "select")
    assert (done.returncode, b"Traceback" in done.stderr) == (1, False)
    elsewhere = {"POSTS_WAREHOUSE": str(tmp_path / "warehouse")}  # the standing one is left alone
    done = run(standing, locales["latin-1"] | elsewhere, "refresh", "芽")
    assert done.returncode == 1
    assert b"\\u82bd is not a folder" in done.stderr


def test_dagster_refuses_to_load_in_another_encoding(locales: dict[str, dict[str, str]]) -> None:
    code = "from pipeline.startup import require_utf8_mode; require_utf8_mode(); print('loaded')"

    def load(**variables: str) -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-c", code], cwd=PROJECT, env=kept | variables, capture_output=True, text=True, check=False
        )

    refused = load(**locales["latin-1"])
    assert "UsageError: the locale's encoding is ISO-8859-1, not UTF-8; set PYTHONUTF8=1" in refused.stderr
    assert [load(**locales["latin-1"], PYTHONUTF8="1").stdout, load(**locales["C"]).stdout] == ["loaded\n", "loaded\n"]


def test_make_and_the_units_run_python_in_utf_8_mode() -> None:
    assert "export PYTHONUTF8 = 1\n" in (PROJECT / "Makefile").read_text(encoding="utf-8")
    for unit in (PROJECT / "deploy").glob("*.service"):
        assert "PYTHONUTF8=1" in unit.read_text(encoding="utf-8")


def test_json_is_utf_8_in_every_locale(standing: Project, locales: dict[str, dict[str, str]]) -> None:
    asked = ("query", "select name from core.authors order by name", "--json")
    in_c, in_latin_1 = (run(standing, locales[name], *asked).stdout for name in ("C", "latin-1"))
    assert json.loads(in_c) == json.loads(in_latin_1) and "Tomás O’Hara".encode() in in_c
