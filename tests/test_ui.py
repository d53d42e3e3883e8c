"""The operator's way in, as the operator takes it: `dagster dev`, a real browser, real clicks."""

import functools
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

from tests.conftest import Project
from tests.support.browser import chromium
from tests.support.servers import DagsterServer, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def served(project: Project) -> Iterator[DagsterServer]:
    server = DagsterServer(project)
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


STATES = """{ repositoriesOrError { ... on RepositoryConnection { nodes {
    schedules { name scheduleState { status } } sensors { name sensorState { status } } } } } }"""


def test_materialise_all_then_one_mart_then_a_failing_check(
    project: Project, served: DagsterServer, browser: webdriver.Chrome
) -> None:
    command_line_runs = len(served.runs())
    assert command_line_runs == 1, "the refresh of the command line is there"

    browser.get(f"{served.url}/asset-groups")
    click(browser, "Materialize all")
    wait_until(
        lambda: len(served.runs()) == 2 and served.runs()[0]["status"] == "SUCCESS", "everything is materialised", 120
    )
    nodes = served.ask(ASSETS)["assetNodes"]
    assert {node["groupName"] for node in nodes} == {
        "site", "lake", "staging", "core", "cadence", "topics", "quality", "bi", "report"
    }  # fmt: skip
    for node in nodes:
        [latest] = node["assetMaterializations"]
        labels = {entry["label"] for entry in latest["metadataEntries"]}
        assert labels >= ({"seconds", "bytes"} if node["groupName"] == "report" else {"dagster/row_count", "seconds"})
        for check in node["assetChecksOrError"].get("checks", []):
            name = ".".join([*node["assetKey"]["path"], check["name"]])
            passed = check["executionForLatestMaterialization"]["status"] == "SUCCEEDED"
            assert passed is (name != "core.files.warnings"), f"{name}: the bundled site is a fifth problems"

    browser.get(f"{served.url}/assets/cadence/monthly")
    sees(browser, r"Row count\s+\d+")
    for words in (
        "Posts, stories and works per calendar month.*Months without a post have a row too.",
        *("VARCHAR", "The site.", "analysts", "DuckDB", r"Open\s+monthly\.sql\s+in editor"),
    ):
        sees(browser, words)
    browser.find_element(By.XPATH, "//*[text()='[Show Markdown]']").click()
    drawn = "return [...document.querySelectorAll('img[src^=\"data:image/svg\"]')].map(image => image.naturalWidth)"
    assert wait_until(lambda: browser.execute_script(drawn), "the picture is there") == [720]
    click(browser, "Close")
    click(browser, "Materialize")
    wait_until(
        lambda: len(served.runs()) == 3 and served.runs()[0]["status"] == "SUCCESS", "one mart is materialised", 120
    )

    before = project.published.read_bytes()
    model = project.root / "sql/cadence/monthly.sql"
    model.write_text(model.read_text().replace("checks:\n", "checks:\n  never_silent: posts > 0\n", 1))
    browser.get(f"{served.url}/asset-groups")
    click(browser, "Reload definitions")
    sees(browser, "(?i)definitions reloaded")
    browser.get(f"{served.url}/assets/cadence/monthly")
    click(browser, "Materialize")
    wait_until(
        lambda: len(served.runs()) == 4 and served.runs()[0]["status"] == "FAILURE", "the broken check is refused", 120
    )
    assert project.published.read_bytes() == before
    browser.get(f"{served.url}/assets/cadence/monthly?view=checks")
    sees(browser, "Failed")
    sees(browser, r"cadence\.monthly: never_silent \(posts > 0\) is broken by \d+ rows, such as")

    severe = [entry for entry in browser.get_log("browser") if "favicon" not in entry["message"]]
    assert severe == []


def test_the_schedule_is_switched_off_and_on_and_the_launchpad_launches(
    served: DagsterServer, browser: webdriver.Chrome
) -> None:
    def states() -> dict[str, str]:
        [repository] = served.ask(STATES)["repositoriesOrError"]["nodes"]
        return {
            kind["name"]: (kind.get("scheduleState") or kind.get("sensorState"))["status"]
            for kind in [*repository["schedules"], *repository["sensors"]]
        }

    on = {"nightly": "RUNNING", "alerts": "RUNNING", "dead_runs": "RUNNING", "when_quiet": "STOPPED"}
    assert states() == on
    browser.get(f"{served.url}/locations/posts-warehouse/schedules/nightly")
    sees(browser, "Next tick")
    switch = "//*[@role='switch' or @type='checkbox']"
    for expected in (on | {"nightly": "STOPPED"}, on):
        [box, *_] = wait_until(lambda: browser.find_elements(By.XPATH, switch), "the switch is there")
        browser.execute_script("arguments[0].click()", box)  # what is drawn is not the box
        wait_until(functools.partial(lambda wanted: states() == wanted, expected), f"it is so: {expected}")

    browser.get(f"{served.url}/locations/posts-warehouse/jobs/refresh/playground")
    sees(browser, r"allow_shrink: false")
    click(browser, "Launch Run")
    wait_until(lambda: len(served.runs()) == 2 and served.runs()[0]["status"] == "SUCCESS", "the launched run", 120)
    assert served.runs()[0]["jobName"] == "refresh"
