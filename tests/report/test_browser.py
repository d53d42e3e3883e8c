"""Page as an editor opens it: in Chromium, wide and narrow, light and dark, far from home."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from selenium_axe_python import Axe

from tests.conftest import Project
from tests.report.conftest import ODD_SITES, Sites, post, published, write_page
from tests.support.browser import chromium

pytestmark = pytest.mark.slow

SIZES = pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")])


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile"), browser="ALL", performance="ALL") as driver:
        driver.set_script_timeout(120)  # axe reads each cell of every table, on a machine that may be busy
        yield driver


def long_lived_site() -> Sites:
    """Return a site of twenty years of weeks, hundreds of authors and many topics."""
    files = {"_config.yml": "title: Twenty years\ntimezone: Europe/Berlin\n"}
    for week in range(20 * 52):
        year, number = 2006 + week // 52, week % 52
        topic = f"topic {week // 9}"
        text = f"About {topic} of number {week}, told at length. " + " ".join(f"w{week}x{i}" for i in range(40))
        name = f"_posts/{year}-{number // 4 % 12 + 1:02}-{number % 4 * 7 + 1:02}-{week}.md"
        files[name] = post(f"Story {week} {'of a very long title ' * (week % 7)}", f"Author {week % 340}", topic, text)
    return {"long": files}


@pytest.fixture(scope="module", params=["bundled", "four odd sites", "twenty years"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "bundled":
        standing: Project = request.getfixturevalue("standing")
        return standing.root / "warehouse/report.html"
    sites = ODD_SITES if request.param == "four odd sites" else long_lived_site()
    return write_page(published(tmp_path_factory.mktemp("page"), sites))


def open_page(browser: Chrome, page: Path, width: int, scheme: str) -> list[str]:
    """Open the page and wait for its charts; return every address that was requested."""
    browser.get("about:blank")
    for log in ("browser", "performance"):
        browser.get_log(log)
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "America/Los_Angeles"})
    browser.get(page.as_uri())
    charts = len(browser.find_elements(By.CLASS_NAME, "chart"))
    WebDriverWait(browser, 30).until(
        lambda page: len(page.find_elements(By.CSS_SELECTOR, ".chart.drawn svg")) == charts
    )
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


@SIZES
def test_the_page_draws_every_chart_alone_and_without_fault(
    browser: Chrome, page: Path, width: int, scheme: str
) -> None:
    assert open_page(browser, page, width, scheme) == [page.as_uri()]
    assert browser.get_log("browser") == []
    drawn = browser.execute_script(
        "return [...document.querySelectorAll('.chart')].map(chart => ({"
        "marks: chart.querySelectorAll('[class*=mark-] path').length, width: chart.querySelector('svg').clientWidth}))"
    )
    assert drawn
    for chart in drawn:
        assert chart["marks"] > 2
        assert width / 3 < chart["width"] <= width
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width, "nothing hangs over"
    assert page.stat().st_size < 2_000_000


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (360, "light")])
def test_axe_finds_no_serious_fault(browser: Chrome, page: Path, width: int, scheme: str) -> None:
    open_page(browser, page, width, scheme)
    browser.execute_script("document.querySelectorAll('details').forEach(found => found.open = true)")
    axe = Axe(browser)
    axe.inject()
    assert [(found["impact"], found["id"], found["nodes"][0]["html"]) for found in axe.run()["violations"]] == []


@pytest.fixture(scope="module")
def young(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of a site that began last January and repeats this year's stories."""
    files = {
        f"_posts/{year}-{month:02}-{day:02}-{again}.md": post(f"Told on {day}.{month}.", "Ada", text=words)
        for year, month, day in [(2025, m, d) for m in range(1, 13) for d in (5, 19)]
        + [(2026, m, 5) for m in range(1, 12)]
        for words in [" ".join(f"w{year}x{month}x{day}x{n}" for n in range(40))]
        for again in range(1 + (year == 2026))
    }
    return write_page(published(tmp_path_factory.mktemp("young"), {"young": files}, datetime(2026, 11, 26, tzinfo=UTC)))


@pytest.mark.parametrize("width", [360, *range(520, 525), 1280])
def test_the_first_label_of_an_axis_is_drawn_at_any_width(browser: Chrome, young: Path, width: int) -> None:
    """Vega leaves out the label of a first square that lies at -1e-14 instead of 0: of 23, at every fifth width."""
    open_page(browser, young, width, "light")
    found = browser.execute_script(
        "return [...document.querySelectorAll('.chart')].map(chart => chart.querySelectorAll('.role-axis-label text'))"
        ".map(labels => [...labels].map(label => label.textContent))"
    )
    assert [labels[0] for labels in found] == ["2025", "Jan", "0", "2025"]


def test_no_word_of_a_table_is_broken_on_a_phone(browser: Chrome, young: Path) -> None:
    open_page(browser, young, 360, "light")
    cells = browser.execute_script(
        "return [...document.querySelectorAll('section > .scroll td')].map(cell => { const text = document.createRange();"
        "text.selectNodeContents(cell); const lines = new Set([...text.getClientRects()].map(line => line.top));"
        "return [cell.textContent, lines.size]; })"
    )
    assert ["5 Nov 2026", 1] in cells
    assert [cell for cell in cells if cell[1] > len(cell[0].split())] == []


def test_hovering_shows_numbers_in_the_sites_own_days(browser: Chrome, standing: Project) -> None:
    """In Los Angeles, midnight of the site's Monday is a Sunday: dates must not be read in the reader's zone."""
    open_page(browser, standing.root / "warehouse/report.html", 1280, "light")
    chart = browser.find_elements(By.CLASS_NAME, "chart")[0]
    last = chart.find_elements(By.CSS_SELECTOR, "[class*=layer_3_marks] path")[-1]
    ActionChains(browser).move_to_element(last).perform()
    shown = WebDriverWait(browser, 10).until(
        lambda page: page.find_element(By.CSS_SELECTOR, "#vg-tooltip-element.visible")
    )
    [(posts, stories)] = standing.rows("select posts, stories from cadence.weekly where week = '2026-06-29'")
    assert shown.text.splitlines()[0] == "Week from 29 June 2026"
    assert {f"Posts {posts}", f"Stories {stories}", "Rolling mean –"} <= set(shown.text.splitlines())


def test_colours_follow_the_scheme_and_numbers_need_no_mouse(browser: Chrome, standing: Project) -> None:
    page = standing.root / "warehouse/report.html"
    seen: dict[str, Any] = {}
    for scheme in ("light", "dark"):
        open_page(browser, page, 1280, scheme)
        bar = browser.find_element(By.CSS_SELECTOR, ".chart [class*=layer_1_marks] path")
        body = browser.find_element(By.TAG_NAME, "body")
        seen[scheme] = bar.value_of_css_property("fill"), body.value_of_css_property("background-color")
    assert seen["light"] == ("rgb(31, 95, 153)", "rgba(253, 252, 249, 1)")
    assert seen["dark"] == ("rgb(106, 169, 224)", "rgba(22, 24, 27, 1)")
    summary = browser.find_element(By.TAG_NAME, "summary")
    summary.send_keys("\n")
    assert browser.find_element(By.TAG_NAME, "details").get_property("open") is True
