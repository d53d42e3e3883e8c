"""`posts-warehouse status`: what it says of the last refresh, and when it is an alarm."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.cli.status import parse_age
from pipeline.errors import UsageError
from pipeline.lock import hold_lock
from tests.conftest import AS_OF, Project

RECORD = ".last-refresh.json"


def write_record(project: Project, **changes: object) -> None:
    path = project.root / "warehouse" / RECORD
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_it_says_how_the_last_refresh_ended(project: Project) -> None:
    done = project.run("status")
    assert done.returncode == 0
    assert done.stdout.startswith("Last refresh: published, started 20")
    assert " UTC by run " in done.stdout and "(the command line)" in done.stdout
    write_record(project, result="failed", message="blog shrank\n    {…}", unread={"docs": "it is gone"})
    assert project.run("status").stdout.splitlines()[1:4] == [
        "   blog shrank",
        "       {…}",
        "   docs could not be read, so its rows stay as they were: it is gone",
    ]


def test_a_refresh_that_runs_runs_and_one_that_was_killed_has_failed(project: Project) -> None:
    write_record(project, result="running")
    with hold_lock(project.root / "warehouse/.lock", "run 0", print):
        assert project.run("status").stdout.startswith("Last refresh: running, ")
    killed = project.run("status").stdout.splitlines()
    assert killed[0].startswith("Last refresh: failed, ")
    assert killed[1] == "   its process ended without a word"


def test_as_json_a_monitor_reads_it(project: Project) -> None:
    done = json.loads(project.run("status", "--json").stdout)
    assert done["last_refresh"]["result"] == "published"
    assert done["held"] is None
    [site] = done["sites"]
    assert site == {
        "site": "harbour-gazette",
        "as_of": AS_OF,
        "files": 77,
        "posts": 56,
        "live": 54,
        "problems": 16,
        "newest": "2026-06-23T08:00:00",
        "age_seconds": 0,
    }


@pytest.mark.parametrize(
    ("now", "record", "max_age", "code"),
    [
        pytest.param("2026-07-01T14:00:00+00:00", {"current_at": None}, "26h", 0, id="26 hours"),
        pytest.param("2026-07-01T14:01:00+00:00", {"current_at": None}, "26h", 1, id="a minute more"),
        pytest.param("2026-07-02T12:00:00+00:00", {"current_at": "2026-07-02T02:30:00+00:00"}, "26h", 0, id="checked since"),
        pytest.param(
            "2026-07-02T12:00:00+00:00",
            {"current_at": "2026-07-02T02:30:00+00:00", "unread": {"harbour-gazette": "it is gone"}},
            "26h", 1, id="checked since, but this site could not be read",
        ),
        pytest.param("2026-07-30T12:00:00+00:00", {"current_at": None}, "30d", 0, id="30 days"),
    ],
)  # fmt: skip
def test_data_that_is_too_old_is_an_exit_code(
    project: Project, now: str, record: dict[str, object], max_age: str, code: int
) -> None:
    write_record(project, **record)
    done = project.run("status", "--max-age", max_age, POSTS_AS_OF=now)
    assert (done.returncode, done.stderr) == (
        code,
        f"posts-warehouse: the data of harbour-gazette is older than {max_age}\n" if code else "",
    )


def test_an_age_is_a_number_with_a_unit() -> None:
    assert [parse_age(text) for text in ("90m", "26h", "2d")] == [
        timedelta(minutes=90),
        timedelta(hours=26),
        timedelta(days=2),
    ]
    for text in ("26", "h", "-1h", "1.5h", "26 h", "1w", ""):
        with pytest.raises(UsageError, match="give minutes, hours or days, such as 90m, 26h or 2d"):
            parse_age(text)


def test_a_rollback_that_holds_stays_until_it_is_released(project: Project, tmp_path: Path) -> None:
    first = project.published.read_bytes()
    (project.site / "_posts/2026-01-05-new.md").write_text("---\ntitle: New\n---\nText.\n")
    project.refresh()
    assert (
        project.run("rollback", "--hold")
        .stdout.splitlines()[0]
        .endswith("and no refresh publishes until posts-warehouse rollback --release.")
    )
    refused = project.run("refresh")
    assert refused.returncode == 1
    assert "by rollback --hold: posts-warehouse rollback --release lets refreshes publish again" in refused.stderr
    assert project.published.read_bytes() == first
    assert "is held since" in project.run("status").stdout
    assert project.run("rollback", "--release").stdout.endswith("is held no longer: the next refresh publishes.\n")
    assert project.run("rollback", "--release").stdout.endswith("was not held.\n")
    project.refresh()
    assert project.rows("select count(*) from core.posts where title = 'New'") == [(1,)]
