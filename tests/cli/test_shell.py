"""`posts-warehouse shell` hands over to a client that it finds; which words each takes was tried by hand (docs/analysts.md)."""

import shutil
from pathlib import Path

import duckdb
import pytest

from pipeline.cli.connection import SESSION_SQL
from tests.conftest import Project


def client(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text(f'#!/bin/sh\nprintf "%s\\n" {name} "$@"\n')
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("installed", "words"),
    [
        (["duckdb"], ["duckdb", "-readonly", "-init"]),
        (["duckdb", "harlequin"], ["harlequin", "--adapter", "duckdb", "--read-only", "--init-path"]),
    ],
    ids=["DuckDB's own", "harlequin first"],
)
def test_the_client_that_is_there_is_opened_read_only(
    standing: Project, tmp_path: Path, installed: list[str], words: list[str]
) -> None:
    for name in installed:
        client(tmp_path, name)
    printf = Path(shutil.which("sh") or "/bin/sh").parent
    done = standing.run("shell", PATH=f"{tmp_path}:{printf}")
    session = standing.root / "pipeline/cli/session.sql"
    assert done.stdout.splitlines() == [*words, str(session), str(standing.published)], done.stderr


def test_without_a_client_one_line_says_how_to_get_one(standing: Project, tmp_path: Path) -> None:
    done = standing.run("shell", PATH=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("posts-warehouse: neither harlequin nor duckdb is on the PATH")
    assert done.stderr.count("\n") == 1


def test_a_session_of_any_client_is_closed(standing: Project) -> None:
    """What `query` adds, the lock on settings, DuckDB's own client cannot live with: it sets some itself."""
    with duckdb.connect(str(standing.published), read_only=True) as duck:
        duck.execute(SESSION_SQL.read_text(encoding="utf-8"))
        assert duck.execute("select current_setting('TimeZone')").fetchall() == [("UTC",)]
        assert duck.execute("select getvariable('as_of') = max(as_of) from core.sites").fetchall() == [(True,)]
        for sql in ("from read_text('/etc/passwd')", "copy core.posts to 'x.csv'", "load httpfs", "install httpfs"):
            with pytest.raises(duckdb.Error, match="disabled"):
                duck.execute(sql)
