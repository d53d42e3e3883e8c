"""Alerts of refreshes that fail or die and of late sites, and the record of runs: real processes, really killed."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipeline.defs import run_records, storage
from pipeline.lock import find_dead_runs, hold_lock, hold_run_lock
from pipeline.settings import Settings
from pipeline.sources import SiteSource
from pipeline.warehouse.published import PublishedFile
from tests.conftest import PROJECT, Project
from tests.support.webhook import Webhook

AS_OF = datetime(2024, 3, 15, 12, tzinfo=UTC)


@contextmanager
def runs_of(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    monkeypatch.setattr(storage, "find_project", lambda: project.root)
    with dg.DagsterInstance.from_config(str(project.root)) as instance:
        yield instance


def start(project: Project, **environment: str) -> subprocess.Popen[str]:
    """A refresh on the command line that waits for the lock, which the caller holds."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "pipeline.cli", "refresh"],
        cwd=project.root,
        env=project.environment | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline().startswith("Waiting for the refresh that run 0 (process ")
    return process


def test_a_refresh_that_fails_tells_of_it_once_with_the_fact_and_the_way_out(
    project: Project, webhook: Webhook
) -> None:
    (project.site / "_config.yml").write_text("title: [broken\n")
    done = project.run("refresh", POSTS_ALERT_WEBHOOK=webhook.url)
    assert done.returncode == 1
    [alert] = webhook.received
    assert alert["text"].startswith(
        f"The refresh of harbour-gazette failed; the published file stays as it was\n\n{project.site}/_config.yml"
    )
    assert alert["text"].endswith("What to do: docs/operating.md of Posts Warehouse, “When it fails”")
    state = b"".join(path.read_bytes() for path in (project.root / ".dagster").rglob("*") if path.is_file())
    assert webhook.url.encode() not in state, "a webhook's address is its secret"


def test_an_alert_that_nobody_takes_is_said_and_changes_nothing_else(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.site / "_config.yml").write_text("title: [broken\n")
    done = project.run("refresh", POSTS_ALERT_WEBHOOK="http://127.0.0.1:1/secret")
    assert done.returncode == 1
    assert done.stdout == "warning: an alert did not reach the webhook at 127.0.0.1: Connection refused\n"
    assert done.stderr.startswith("posts-warehouse: ")
    with runs_of(project, monkeypatch) as instance:
        assert instance.get_runs(limit=1)[0].tags["dagster/will_retry"] == "false"


@pytest.mark.slow
def test_a_killed_refresh_is_ended_and_told_of_by_the_next_and_a_waiting_one_is_left_alone(
    project: Project, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = project.root / "warehouse"
    with hold_lock(warehouse / ".lock", "run 0", print):
        killed, waiting = start(project), start(project)
        with runs_of(project, monkeypatch) as instance:
            assert [run.status.value for run in instance.get_runs(limit=2)] == ["STARTED", "STARTED"]
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert waiting.wait(60) == 0
    project.refresh(POSTS_ALERT_WEBHOOK=webhook.url)
    with runs_of(project, monkeypatch) as instance:
        assert sorted(run.status.value for run in instance.get_runs(limit=3)) == ["FAILURE", "SUCCESS", "SUCCESS"]
    assert webhook.received == [], "the one that waited has sent it, where nobody was configured"
    assert list(warehouse.glob(".run-*")) == []


def test_the_daemon_ends_dead_runs_too(project: Project, webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = project.root / "warehouse"
    with hold_lock(warehouse / ".lock", "run 0", print):
        killed = start(project)
        killed.kill()
        killed.wait()
    settings = Settings((SiteSource("site", project.root),), warehouse, "30 2 * * *", None, webhook=webhook.url)
    with runs_of(project, monkeypatch) as instance:
        log = dg.build_sensor_context(instance).log
        assert [run_records.end_dead_runs(instance, settings, log) for _ in range(2)] == [1, 0]
        assert instance.get_runs(limit=1)[0].status is dg.DagsterRunStatus.FAILURE
    assert [alert["text"].splitlines()[2] for alert in webhook.received] == [run_records.DIED]


def test_a_run_that_has_only_just_begun_is_not_dead(tmp_path: Path) -> None:
    """Nor is anything left of one that was killed just then; an older one has had the time to say who it is."""
    (tmp_path / ".run-1").touch()
    with hold_run_lock(tmp_path, "2"):
        assert list(find_dead_runs(tmp_path)) == []
        assert [path.name for path in tmp_path.iterdir()] == [".run-2"]
    (tmp_path / ".run-1").write_text("{}")
    assert list(find_dead_runs(tmp_path)) == ["1"]
    (tmp_path / ".run-3").touch()
    os.utime(tmp_path / ".run-3", (1_700_000_000, 1_700_000_000))
    assert list(find_dead_runs(tmp_path)) == ["3"]
    assert list(tmp_path.iterdir()) == []


def test_old_runs_are_deleted_with_their_files(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    state = project.root / ".dagster"
    sites, warehouse = (SiteSource("site", project.root),), project.root / "warehouse"
    settings = Settings(sites, warehouse, "30 2 * * *", None, keep_runs=30, folder=project.root)
    with runs_of(project, monkeypatch) as instance:
        runs = instance.get_runs()
        run_records.delete_old_runs(instance, settings, datetime.now(UTC) + timedelta(days=29))
        assert instance.get_runs() == runs != [], "they are of today"
        run_records.delete_old_runs(instance, settings, datetime.now(UTC) + timedelta(days=31))
        assert instance.get_runs() == []
    assert [path for path in state.rglob("*") if any(run.run_id in path.name for run in runs)] == []


@pytest.mark.parametrize(
    ("before", "is_sent"),
    [
        pytest.param(None, True, id="nothing was published before"),
        pytest.param(
            PublishedFile(AS_OF - timedelta(hours=3), "", "", AS_OF, "", {"s": 1}, frozenset()), True, id="it became"
        ),
        pytest.param(
            PublishedFile(AS_OF - timedelta(hours=1), "", "", AS_OF, "", {"s": 1}, frozenset()), False, id="it was"
        ),
        pytest.param(
            PublishedFile(AS_OF - timedelta(hours=1), "", "", AS_OF, "", {"t": 1}, frozenset()), True, id="a new site"
        ),
        pytest.param(PublishedFile(AS_OF, "", "", AS_OF, "", {"s": 1}, frozenset()), False, id="built again"),
    ],
)
def test_a_silence_is_one_alert(before: PublishedFile | None, is_sent: bool) -> None:
    with duckdb.connect() as duck:
        duck.execute("set TimeZone = 'UTC'; create schema core; create schema cadence")
        duck.execute("create table core.sites as select 's' as site, ?::timestamptz as as_of", [AS_OF])
        duck.execute(
            "create table core.stories as select 's' as site, 'Old' as headline, ? as first_published_at", [AS_OF]
        )
        duck.execute(
            "create table cadence.gaps as select 's' as site, 52.0 as open_gap_hours, 50.0 as late_after_hours"
        )
        alerts = list(run_records.alerts_of_late_sites(duck, before))
    assert [(alert.subject, alert.fact) for alert in alerts] == [
        (
            "s has not published for longer than it ever does",
            "s: the newest story, “Old”, is 52 hours old. By the year before it, 50 hours are to be expected at most.",
        )
    ] * is_sent


def test_the_section_that_an_alert_names_is_there() -> None:
    text = (PROJECT / "docs/operating.md").read_text(encoding="utf-8")
    titles = {
        re.sub(r"[^a-z -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.M)
    }
    assert {"when-it-fails", "a-site-is-late", "copies-in-other-places"} <= titles
