"""`make dev` of a copy of the project, as an operator runs it, for tests that click or wait."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from typing import Any

from tests.conftest import Project


class DagsterServer:
    """`posts-warehouse dev` of a project on a port of its own, with its daemon."""

    def __init__(self, project: Project, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.cli", "dev", "--port", str(port)],
            cwd=project.root,
            env=project.environment | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until(lambda: self.ask("{ version }"), "the web server answers", 90)

    def ask(self, query: str) -> Any:
        request = urllib.request.Request(
            f"{self.url}/graphql", json.dumps({"query": query}).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)["data"]
        except OSError:
            return None

    def runs(self) -> list[dict[str, Any]]:
        """Return the runs, the newest first, their `tags` as a dictionary."""
        found = self.ask("{ runsOrError { ... on Runs { results { runId status jobName tags { key value } } } } }")
        runs = found["runsOrError"]["results"] if found else []
        return [run | {"tags": {tag["key"]: tag["value"] for tag in run["tags"]}} for run in runs]

    def launch(self) -> dict[str, Any]:
        """Launch the job as the UI does; return the run once it has ended, with the messages of its errors."""
        selector = '{ repositoryLocationName: "posts-warehouse", repositoryName: "__repository__", jobName: "refresh" }'
        launched = self.ask(
            f'mutation {{ launchRun(executionParams: {{ selector: {selector}, runConfigData: {{}}, mode: "default" }}) '
            "{ ... on LaunchRunSuccess { run { runId } } } }"
        )
        run_id = launched["launchRun"]["run"]["runId"]

        def ended() -> dict[str, Any] | None:
            [run] = [run for run in self.runs() if run["runId"] == run_id]
            return run if run["status"] in ("SUCCESS", "FAILURE") else None

        run = wait_until(ended, "the run ends", 120)
        events = "{ ... on EventConnection { events { ... on ErrorEvent { error { message stack } } } } }"
        found = self.ask(f'{{ logsForRun(runId: "{run_id}") {events} }}')["logsForRun"]["events"]
        return run | {"errors": [event["error"] for event in found if event.get("error")]}

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def wait_until(happens: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """Wait until `happens` returns something true, and return it; AssertionError with `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := happens():
            return found
        time.sleep(0.5)
    raise AssertionError(f"not within {seconds:.0f} s: {what}")
