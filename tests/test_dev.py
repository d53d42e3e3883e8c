"""`make dev` as an operator leaves it running: it takes up what changes, and ends with all its processes."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Project
from tests.support.servers import DagsterServer, wait_until

pytestmark = pytest.mark.slow
RUNS_OF_JOB = """{ pipelineOrError(params: {
    repositoryLocationName: "posts-warehouse", repositoryName: "__repository__", pipelineName: "refresh" }) {
    ... on Pipeline { runs { runId repositoryOrigin { repositoryLocationName repositoryName } } } } }"""


def test_a_line_that_leaves_the_env_file_is_forgotten_and_posts_toml_is_taken_up(
    project: Project, tmp_path: Path
) -> None:
    site = tmp_path / "blog"
    (site / "_posts").mkdir(parents=True)
    (site / "_posts/2026-01-05-a.md").write_text("---\ntitle: A\n---\nText.\n")
    env_file, posts_toml = project.root / ".env", project.root / "posts.toml"
    env_file.write_text(f"POSTS_SITE={site}\n")
    server = DagsterServer(project)
    try:
        assert server.launch()["status"] == "SUCCESS"
        assert project.rows("select site from core.sites") == [("blog",)]
        env_file.write_text("")
        refused = server.launch()
        message = (
            "no site is named; the published file holds blog: put POSTS_SITE=… into .env, or the sites into posts.toml"
        )
        assert refused["status"] == "FAILURE"
        assert {(error["message"].strip(), *error["stack"]) for error in refused["errors"]} == {(message,)}
        posts_toml.write_text(f'[sites.news]\npath = "{site}"\n')
        assert server.launch()["errors"][0]["message"].startswith("blog of the published file is no longer named")
        posts_toml.write_text(f'[sites.blog]\npath = "{site}"\n')
        again = server.launch()
        assert (again["status"], again["tags"]["posts/sites"]) == ("SUCCESS", "blog")
    finally:
        server.stop()


def test_runs_of_the_command_line_are_on_the_page_of_the_job(project: Project) -> None:
    server = DagsterServer(project)
    try:
        [run] = server.runs()
        assert (run["tags"]["posts/trigger"], run["tags"]["posts/sites"]) == ("the command line", "harbour-gazette")
        [shown] = server.ask(RUNS_OF_JOB)["pipelineOrError"]["runs"]
        assert shown == {
            "runId": run["runId"],
            "repositoryOrigin": {"repositoryLocationName": "posts-warehouse", "repositoryName": "__repository__"},
        }
    finally:
        server.stop()


def children(pid: int) -> set[int]:
    """The processes below a process."""
    lines = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in map(str.split, lines.splitlines())}
    below, found = {pid}, set[int]()
    while below := {child for child, parent in parents.items() if parent in below}:
        found |= below
    return found


def test_ended_by_sigterm_it_ends_its_processes(project: Project, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("wb") as out:  # SIGINT is ignored as in a job that a shell without a terminal puts behind
        process = subprocess.Popen(
            ["sh", "-c", 'trap "" INT; exec "$@"', "sh", sys.executable, "-m", "pipeline.cli", "dev", "--port", "0"],
            cwd=project.root,
            env=project.environment,
            stdout=out,
            stderr=out,
        )
    wait_until(lambda: re.search("Serving dagster-webserver", log.read_text()), "the UI is served", 120)
    below = children(process.pid)
    assert len(below) >= 3, "web server, daemon, code server"
    process.terminate()
    assert process.wait(30) is not None
    deadline = time.monotonic() + 15
    while (left := {pid for pid in below if Path(f"/proc/{pid}").exists()}) and time.monotonic() < deadline:
        time.sleep(0.2)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == set()
