"""The operator's way in, as the operator takes it: `dagster dev`, a real browser, real clicks, a real daemon."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser import chromium
from tests.conftest import Project

pytestmark = pytest.mark.slow


class Served:
    """`dagster dev` of a project on a port of its own, with its daemon."""

    def __init__(self, project: Project, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dagster", "dev", "--host", "127.0.0.1", "--port", str(port)],
            cwd=project.root,
            env=project.environment | {"DAGSTER_HOME": str(project.root)} | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until(lambda: self.ask("{ version }"), "the web server answers", 90)

    def ask(self, query: str) -> Any:
        request = urllib.request.Request(
            f"{self.url}/graphql", json.dumps({"query": query}).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)["data"]
        except OSError:
            return None

    def runs(self) -> list[dict[str, str]]:
        return self.ask("{ runsOrError { ... on Runs { results { status jobName } } } }")["runsOrError"]["results"]

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def until(happens: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """Wait for something to become true, and give it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := happens():
            return found
        time.sleep(0.5)
    raise AssertionError(f"not within {seconds:.0f} s: {what}")


@pytest.fixture
def served(project: Project) -> Iterator[Served]:
    server = Served(project)
    yield server
    server.stop()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    with chromium(tmp_path / "profile", "--window-size=1600,1200", browser="SEVERE") as driver:
        yield driver


def click(browser: WebDriver, words: str) -> None:
    """Click the button that says `words`, once it is there."""
    button = f"//button[contains(., '{words}') and not(@disabled)]"
    WebDriverWait(browser, 60).until(lambda page: page.find_element(By.XPATH, button)).click()


def sees(browser: WebDriver, words: str) -> None:
    text = ""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        text = browser.find_element(By.TAG_NAME, "body").text
        if re.search(words, text):
            return
        time.sleep(0.5)
    raise AssertionError(f"{words!r} is not on {browser.current_url}: {text}")


ASSETS = """{ assetNodes { assetKey { path } groupName
    assetMaterializations(limit: 1) { runId metadataEntries { label ... on IntMetadataEntry { intValue } ... on FloatMetadataEntry { floatValue } } }
    assetChecksOrError { ... on AssetChecks { checks { name executionForLatestMaterialization { status } } } } } }"""


def test_materialise_all_then_one_mart_then_a_failing_check(
    project: Project, served: Served, browser: webdriver.Chrome
) -> None:
    command_line_runs = len(served.runs())
    assert command_line_runs == 1, "the refresh of the command line is there"

    browser.get(f"{served.url}/asset-groups")
    click(browser, "Materialize all")
    until(
        lambda: len(served.runs()) == 2 and served.runs()[0]["status"] == "SUCCESS", "everything is materialised", 120
    )
    nodes = served.ask(ASSETS)["assetNodes"]
    assert {node["groupName"] for node in nodes} == {
        "site", "lake", "staging", "core", "cadence", "topics", "quality", "report"
    }  # fmt: skip
    for node in nodes:
        [latest] = node["assetMaterializations"]
        labels = {entry["label"] for entry in latest["metadataEntries"]}
        assert labels >= ({"seconds", "bytes"} if node["groupName"] == "report" else {"dagster/row_count", "seconds"})
        for check in node["assetChecksOrError"].get("checks", []):
            assert check["executionForLatestMaterialization"]["status"] == "SUCCEEDED", (
                node["assetKey"],
                check["name"],
            )

    browser.get(f"{served.url}/assets/cadence/monthly")
    sees(browser, r"Row count\s+\d+")
    for words in ("Posts and stories per calendar month, silent months included.", "VARCHAR", "The site."):
        sees(browser, words)
    click(browser, "Materialize")
    until(lambda: len(served.runs()) == 3 and served.runs()[0]["status"] == "SUCCESS", "one mart is materialised", 120)

    before = project.published.read_bytes()
    model = project.root / "sql/cadence/monthly.sql"
    model.write_text(model.read_text().replace("checks:\n", "checks:\n  never_silent: posts > 0\n", 1))
    browser.get(f"{served.url}/asset-groups")
    click(browser, "Reload definitions")
    sees(browser, "(?i)definitions reloaded")
    browser.get(f"{served.url}/assets/cadence/monthly")
    click(browser, "Materialize")
    until(
        lambda: len(served.runs()) == 4 and served.runs()[0]["status"] == "FAILURE", "the broken check is refused", 120
    )
    assert project.published.read_bytes() == before
    browser.get(f"{served.url}/assets/cadence/monthly?view=checks")
    sees(browser, "Failed")
    sees(browser, r"cadence\.monthly: never_silent \(posts > 0\) is broken by \d+ rows, such as")

    severe = [entry for entry in browser.get_log("browser") if "favicon" not in entry["message"]]
    assert severe == []


def test_the_schedule_is_on_and_fires(project: Project) -> None:
    """A cron of every minute stands for 02:30: the same daemon, the same job, a minute's wait."""
    (project.root / "tests/site/_posts/2026-01-05-by-night.md").write_text("---\ntitle: By night\n---\nWritten late.\n")
    server = Served(project, POSTS_REFRESH_CRON="* * * * *")
    try:
        before = len(server.runs())
        until(lambda: len(server.runs()) > before and server.runs()[0]["status"] == "SUCCESS", "a scheduled run", 150)
        assert server.runs()[0]["jobName"] == "refresh"
        assert project.rows("select count(*) from core.posts where title = 'By night'") == [(1,)]
    finally:
        server.stop()
