"""`posts-warehouse status`: what it says of the last refresh, and when it is an alarm; and a rollback that holds."""

import argparse
import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.attempts import recording
from pipeline.cli.status import parse_age, status
from pipeline.errors import PostsError, UsageError
from pipeline.lock import hold_lock
from pipeline.settings import Settings
from tests.conftest import AS_OF, Project

RECORD = ".last-refresh.json"


@pytest.fixture
def warehouse(standing: Project, tmp_path: Path) -> Path:
    """A warehouse with a file that was published on the command line."""
    for name in ("posts.duckdb", ".lock"):
        os.link(standing.root / "warehouse" / name, tmp_path / name)
    with recording(tmp_path, "run 0a1b2c3d (the command line)") as attempt:
        attempt.result = "published"
    return tmp_path


def write_record(warehouse: Path, **changes: object) -> None:
    path = warehouse / RECORD
    text = json.dumps(json.loads(path.read_text()) | changes)
    path.write_text(text)


def show(
    warehouse: Path,
    capsys: pytest.CaptureFixture[str],
    *,
    now: str = AS_OF,
    as_json: bool = False,
    max_age: str | None = None,
) -> list[str]:
    """Return the lines that `status` prints."""
    settings = Settings((), warehouse, "", datetime.fromisoformat(now))
    status(argparse.Namespace(json=as_json, max_age=max_age), settings)
    return capsys.readouterr().out.splitlines()


def test_it_says_how_the_last_refresh_ended(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [first, second, *_] = show(warehouse, capsys)
    assert first.startswith("Last refresh: published, started 20")
    assert first.endswith(" UTC by run 0a1b2c3d (the command line)")
    assert second.startswith("┌"), "there is no more to say"
    write_record(warehouse, result="failed", message="blog shrank\n    {…}", unread={"docs": "it is gone"})
    assert show(warehouse, capsys)[1:4] == [
        "   blog shrank",
        "       {…}",
        "   docs could not be read, so its rows stay as they were: it is gone",
    ]
    (warehouse / RECORD).unlink()
    assert show(warehouse, capsys)[0] == "No refresh was recorded here yet."


def test_a_refresh_that_runs_runs_and_one_that_was_killed_has_failed(
    warehouse: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_record(warehouse, result="running")
    (warehouse / ".lock").unlink()
    with hold_lock(warehouse / ".lock", "run 0", print):
        assert show(warehouse, capsys)[0].startswith("Last refresh: running, ")
    killed = show(warehouse, capsys)
    assert killed[0].startswith("Last refresh: failed, ")
    assert killed[1] == "   its process ended without a word"


def test_as_json_a_monitor_reads_it(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said: dict[str, Any] = json.loads("\n".join(show(warehouse, capsys, as_json=True)))
    assert said["last_refresh"]["result"] == "published"
    assert said["held"] is None
    assert said["sites"] == [
        {
            "site": "harbour-gazette",
            "as_of": AS_OF,
            "files": 77,
            "posts": 56,
            "live": 54,
            "problems": 16,
            "newest": "2026-06-23T08:00:00",
            "age_seconds": 0,
        }
    ]


@pytest.mark.parametrize(
    ("now", "record", "max_age", "is_old"),
    [
        pytest.param("2026-07-01T14:00:00+00:00", {"current_at": None}, "26h", False, id="26 hours"),
        pytest.param("2026-07-01T14:01:00+00:00", {"current_at": None}, "26h", True, id="a minute more"),
        pytest.param(
            "2026-07-02T12:00:00+00:00", {"current_at": "2026-07-02T02:30:00+00:00"}, "26h", False, id="checked since",
        ),
        pytest.param(
            "2026-07-02T12:00:00+00:00",
            {"current_at": "2026-07-02T02:30:00+00:00", "unread": {"harbour-gazette": "it is gone"}},
            "26h", True, id="checked since, but this site could not be read",
        ),
        pytest.param("2026-07-30T12:00:00+00:00", {"current_at": None}, "30d", False, id="30 days"),
    ],
)  # fmt: skip
def test_data_that_is_too_old_is_an_error(
    warehouse: Path,
    capsys: pytest.CaptureFixture[str],
    now: str,
    record: dict[str, object],
    max_age: str,
    is_old: bool,
) -> None:
    write_record(warehouse, **record)
    if is_old:
        with pytest.raises(PostsError, match=f"^the data of harbour-gazette is older than {max_age}$"):
            show(warehouse, capsys, now=now, max_age=max_age)
    assert show(warehouse, capsys, now=now, max_age=None if is_old else max_age)


def test_an_age_is_a_number_with_a_unit() -> None:
    assert [parse_age(text) for text in ("90m", "26h", "2d")] == [
        timedelta(minutes=90),
        timedelta(hours=26),
        timedelta(days=2),
    ]
    for text in ("26", "h", "-1h", "1.5h", "26 h", "1w", ""):
        with pytest.raises(UsageError, match="give minutes, hours or days, such as 90m, 26h or 2d"):
            parse_age(text)


@pytest.mark.slow
def test_a_rollback_that_holds_stays_until_it_is_released(project: Project) -> None:
    first = project.published.read_bytes()
    (project.site / "_posts/2026-01-05-new.md").write_text("---\ntitle: New\n---\nText.\n")
    project.refresh()
    said = project.run("rollback", "--hold").stdout.splitlines()[0]
    assert said.endswith("and no refresh publishes until posts-warehouse rollback --release.")
    refused = project.run("refresh")
    assert refused.returncode == 1
    assert "by rollback --hold: posts-warehouse rollback --release lets refreshes publish again" in refused.stderr
    assert project.published.read_bytes() == first
    assert "is held since" in project.run("status").stdout
    assert project.run("rollback", "--release").stdout.endswith("is held no longer: the next refresh publishes.\n")
    assert project.run("rollback", "--release").stdout.endswith("was not held.\n")
    project.refresh()
    assert project.rows("select count(*) from core.posts where title = 'New'") == [(1,)]
