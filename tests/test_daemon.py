"""Nights without anyone there: a real daemon with a cron of every minute, whose runs, and itself, are killed."""

import json
import os
import signal
import sqlite3
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.lock import hold_lock
from tests.conftest import Project
from tests.support.servers import DagsterServer, wait_until
from tests.support.webhook import Webhook

pytestmark = pytest.mark.slow
EVERY_MINUTE = "* * * * *"


def waiting(warehouse: Path) -> int:
    """The process of a run that waits for the lock."""

    def pid() -> int | None:
        for path in warehouse.glob(".run-*"):
            if text := path.read_text():
                return json.loads(text)["pid"]
        return None

    return wait_until(pid, "a run that waits", 150)


def test_a_killed_run_is_tried_again_a_killed_daemon_catches_up_once_and_a_failure_is_told_of_once(
    project: Project, webhook: Webhook
) -> None:
    warehouse = project.root / "warehouse"
    alerts = {"POSTS_REFRESH_CRON": EVERY_MINUTE, "POSTS_ALERT_WEBHOOK": webhook.url}
    (project.site / "_posts/2026-01-05-by-night.md").write_text("---\ntitle: By night\n---\nWritten late.\n")

    with hold_lock(warehouse / ".lock", "run 0", print):
        server = DagsterServer(project, **alerts)
        os.kill(waiting(warehouse), signal.SIGKILL)
        wait_until(lambda: any(run["status"] == "FAILURE" for run in server.runs()), "the death is noticed")
    try:
        again = wait_until(lambda: retried(server), "the killed run is tried again", 120)
        assert again["tags"]["dagster/retry_number"] == "1"
        assert project.rows("select count(*) from core.posts where title = 'By night'") == [(1,)]

        with hold_lock(warehouse / ".lock", "run 0", print):
            waiting(warehouse)
            before = {run["runId"] for run in server.runs()}
            down = time.time()
            server.stop()
        time.sleep(125 - time.time() % 60)  # a night or two pass, and none while it starts
        back = time.time()
        server = DagsterServer(project, **alerts)
        wait_until(
            lambda: any(map(is_retry, new_runs(server, before))), "the run that died with the daemon, once more", 180
        )
        wait_until(lambda: max(minutes(project)) > back, "the daemon goes on", 120)
        assert len([minute for minute in minutes(project) if down < minute < back]) == 1, "one for all nights"
        assert not webhook.received, "nothing has failed for good"

        (project.site / "_config.yml").write_text("title: [broken\n")
        wait_until(lambda: webhook.received, "an alert", 150)
        (project.site / "_config.yml").write_text("title: Repaired\n")
        wait_until(lambda: server.runs()[0]["status"] == "SUCCESS", "a refresh of the repaired site", 150)
        time.sleep(40)  # the sensor runs every 30 seconds
        failed = [
            r for r in server.runs() if r["status"] == "FAILURE" and r["tags"].get("dagster/will_retry") != "true"
        ]
        assert len(webhook.received) == len(failed) >= 1
        assert f"{project.site}/_config.yml" in webhook.received[0]["text"]
    finally:
        server.stop()


def retried(server: DagsterServer) -> dict[str, Any] | None:
    """The run that was started because another one died, once it has ended well."""
    return next((run for run in server.runs() if is_retry(run) and run["status"] == "SUCCESS"), None)


def new_runs(server: DagsterServer, before: set[str]) -> list[dict[str, Any]]:
    return [run for run in server.runs() if run["runId"] not in before]


def is_retry(run: dict[str, Any]) -> bool:
    return "dagster/parent_run_id" in run["tags"]


def minutes(project: Project) -> list[float]:
    """The minutes that the schedule has asked for a run for, since 1970."""
    with sqlite3.connect(project.root / ".dagster/storage/schedules/schedules.db") as ticks:
        asked = "select timestamp from job_ticks where type = 'SCHEDULE' and status = 'SUCCESS'"
        return [datetime.fromisoformat(f"{at}+00:00").timestamp() for (at,) in ticks.execute(asked)]
