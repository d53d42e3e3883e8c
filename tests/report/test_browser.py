"""Page as an editor opens it: in Chromium, wide and narrow, light and dark, by keyboard, printed, far from home."""

import json
import re
from base64 import b64decode
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_matches
from selenium.webdriver.support.ui import WebDriverWait
from selenium_axe_python import Axe

from pipeline.cli.formats import write_csv
from tests.bench.factory import make_site
from tests.conftest import Project
from tests.report.conftest import HOSTILE, post, publish_sites, published, write_page

pytestmark = pytest.mark.slow

VIEWS = pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
FORMULA, TURNED, LINE = '=HYPERLINK("evil.example")', "safe \u202egnp.exe", "one\u2028two"


def open_page(browser: Chrome, page: str, width: int = 1280, scheme: str = "light") -> list[str]:
    """Open the page far from the site's time zone, and wait for it; return every address that was requested."""
    browser.get("about:blank")
    for log in ("browser", "performance"):
        browser.get_log(log)
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": features})
    browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "America/Los_Angeles"})
    browser.get(page)
    browser.execute_script("return ready.then(() => null)")
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def choose(browser: Chrome, changes: str) -> None:
    browser.execute_script(f"choose({changes})")


@pytest.fixture(scope="module")
def pages(bundled: str, odd_page: str, two: Path) -> dict[str, str]:
    return {"bundled": bundled, "four odd sites": odd_page, "two sites": write_page(two).as_uri()}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the published file of a site of two years, and of one that began last month.

    Both name Ada, and both have a series "The dig"; the old one tells its first part twice. The new one links to one
    domain only, the old one to nine others more often.
    """
    first, shared = "[First](/2024/01/05/202415.html)", "[Shared](https://shared.example/)"
    others = " ".join(f"[Other](https://other{n}.example/)" for n in range(1, 10))
    old = {
        f"_posts/{year}-{month:02}-{day:02}-{year}{month}{day}.md": post(f"Told on {day}.{month}.", "Ada", "sea")
        for year in (2024, 2025, 2026)
        for month in range(1, 13)
        for day in (5, 12, 19)
        if (year, month, day) < (2026, 6, 30)
    }
    old["_posts/2024-02-05-202425.md"] = post("Links", "Ada", "sea", f"{first} {others} {others} {shared}")
    new = {f"_posts/2026-06-{day:02}-{day}.md": post(f"New {day}", "Ada", text=shared) for day in range(1, 21)}
    for day, part, text in ((5, 1, "The harbour wall. " * 12), (12, 2, "Words."), (19, 1, "The harbour wall. " * 12)):
        old[f"_posts/2024-03-{day:02}-20243{day}.md"] = post(f"The dig, part {part}", "Ada", "sea", text)
    new |= {f"_posts/2026-06-{day:02}-{day}.md": post(f"The dig, part {day}", "Ada", text=shared) for day in (1, 2, 3)}
    return published(tmp_path_factory.mktemp("two"), {"old": old, "new": new})


@VIEWS
@pytest.mark.parametrize("name", ["bundled", "four odd sites", "two sites"])
def test_the_page_stands_alone_without_fault(
    browser: Chrome, pages: dict[str, str], name: str, width: int, scheme: str
) -> None:
    """It requests nothing, says nothing on the console, hangs over nowhere, and axe finds nothing."""
    assert open_page(browser, pages[name], width, scheme) == [pages[name]]
    assert browser.get_log("browser") == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    browser.execute_script("document.querySelectorAll('details').forEach(found => found.open = true)")
    browser.execute_script("document.querySelector('.facts-button')?.click()")
    axe = Axe(browser)
    axe.inject()
    assert [(found["impact"], found["id"], found["nodes"][0]["html"]) for found in axe.run()["violations"]] == []


def test_a_hostile_site_runs_nothing(browser: Chrome, tmp_path: Path) -> None:
    titles = [
        HOSTILE,
        "<svg onload=alert(2)>",
        "{{script}}",
        FORMULA,
        TURNED,
        LINE,
        "</title><img src=x onerror=alert(3)>",
        "&lt;img src=x onerror=alert(7)&gt;",
    ]
    files = {
        "_config.yml": "title: '</script><script>alert(4)</script>'\nurl: 'javascript:alert(5)//'\n",
        **{
            f"_posts/2026-06-{day:02}-{day}.md": f"---\ntitle: {json.dumps(title)}\nauthor: {json.dumps(title)}\n"
            f"tags: [{json.dumps(title)}]\ncategories: [{json.dumps(title)}]\n---\nWords {day}.\n"
            for day, title in enumerate(titles, 1)
        },
        "_posts/2026-06-20-address.md": "---\npermalink: 'javascript:alert(6)'\n---\nNo web address.\n",
    }  # fmt: skip
    page = write_page(published(tmp_path, {"hostile": files})).as_uri()
    assert open_page(browser, page) == [page]
    choose(browser, "{period: 'all'}")
    browser.execute_script("document.querySelectorAll('details').forEach(found => found.open = true)")
    browser.execute_script("document.querySelectorAll('.facts-button').forEach(button => button.click())")
    assert [entry for entry in browser.get_log("browser") if "favicon" not in entry["message"]] == []
    assert browser.execute_script(
        "return [document.scripts.length, document.images.length, document.querySelectorAll('svg[onload], iframe').length]"
    ) == [2, 0, 0]
    links = browser.execute_script("return [...document.links].map(link => link.getAttribute('href'))")
    assert links and all(link.startswith("#") for link in links), (
        "no title is a link where the address is no web address"
    )
    csv = browser.execute_script(
        "return formatCsv([texts('Title')], [...document.querySelectorAll('.stories td.wide')].map(cell => [{node: cell.querySelector('span[dir]')}]))"
    )
    assert '"\'=HYPERLINK(""evil.example"")"' in csv


def test_the_page_takes_the_same_texts_for_formulas_as_the_query(browser: Chrome, bundled: str) -> None:
    texts = [
        *"=+-@＝＋－＠\t\r\n",
        *("", "a", "1-2", " a", "a=1", "'=1", "\u3000a", " =1", "\u3000＝1", "\xa0\u2003+1", "\ta"),
    ]
    browser.get(bundled)
    saved = browser.execute_script("return arguments[0].map(text => formatCsv([texts(text)], []))", texts)
    query = StringIO()
    for text in texts:
        write_csv(query, [text], ["VARCHAR"], [])
    assert "".join(f"{text}\n" for text in saved) == query.getvalue()


def test_numbers_are_found_by_keyboard_alone(browser: Chrome, standing: Project, bundled: str) -> None:
    """Arrow keys tell the bars in the site's own days, Enter chooses one, Escape is quiet, and the focus stays."""
    open_page(browser, bundled)
    plot = browser.find_element(By.CSS_SELECTOR, "#how-much svg.plot")
    plot.send_keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    note = browser.find_element(By.CSS_SELECTOR, ".note")
    [(week, stories)] = standing.rows(
        "select week, stories from cadence.weekly where is_complete order by week desc limit 1"
    )
    told = f"Week of {week.day} {week:%b %Y}: {stories} stor{'y' if stories == 1 else 'ies'}"
    assert note.text.startswith(told) and note.get_attribute("role") == "status"
    plot.send_keys(Keys.ESCAPE)
    assert not note.is_displayed()
    plot.send_keys(Keys.ENTER)
    assert f"from={week}" in browser.current_url and "period=own" in browser.current_url
    focused = browser.switch_to.active_element
    assert focused == browser.find_element(By.CSS_SELECTOR, "#how-much svg.plot") and focused.is_displayed()
    picked = browser.find_element(By.CSS_SELECTOR, "#sections .pick")
    section = picked.text
    picked.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.text == section
    assert (
        browser.find_element(By.ID, "matches").text
        == f"{stories} stor{'y matches' if stories == 1 else 'ies match'} these filters from {week.day} {week:%b %Y} to 28 Jun 2026"
    )
    browser.find_element(By.ID, "clear").send_keys(Keys.ENTER)
    assert "?" not in browser.current_url
    browser.find_elements(By.CSS_SELECTOR, "#how-much svg.plot")[1].send_keys(Keys.ARROW_LEFT, Keys.ENTER)
    assert "period=own" in browser.current_url
    calendar = browser.find_elements(By.CSS_SELECTOR, "#how-much svg.plot")[1]
    assert browser.switch_to.active_element == calendar, "a block's second drawing keeps the focus too"
    stops = browser.execute_script(
        "return [...document.querySelectorAll('a, button, select, input, summary, [tabindex]')].filter(node => node.tabIndex > 0).length"
    )
    assert stops == 0, "the order of the keyboard is that of the page"


def test_what_needs_a_look_leads_to_its_rows(browser: Chrome, standing: Project, bundled: str) -> None:
    """The finding is opened, and the choice stays in the address."""
    open_page(browser, f"{bundled}#?period=all")
    link = browser.find_element(By.PARTIAL_LINK_TEXT, "cannot be read")
    link.send_keys(Keys.ENTER)
    rows = browser.find_elements(By.CSS_SELECTOR, "#finding-errors tbody th")
    errors = standing.rows("select path from core.problems where severity = 'error'")
    assert sorted(row.text for row in rows) == sorted(path for (path,) in errors)
    assert browser.current_url.endswith("#?period=all&at=finding-errors")
    targets = browser.execute_script(
        "return [...document.querySelectorAll('.attention a')].filter(link => !document.getElementById(placeIn(link.hash))).length"
    )
    assert targets == 0


def test_the_choice_outlasts_the_page(browser: Chrome, bundled: str) -> None:
    open_page(browser, f"{bundled}#?section=News&period=all&unit=post&author=nobody")
    shown = browser.execute_script(
        "return [...document.querySelectorAll('#fields select')].map(field => [field.name, field.selectedOptions[0].text])"
    )
    assert dict(shown) | {"section": "News"} == dict(shown) | {"section": dict(shown)["section"].rpartition(" (")[0]}
    assert dict(shown)["period"] == "all time" and dict(shown)["author"] == "all" and dict(shown)["unit"] == "posts"
    headline = browser.find_element(By.CSS_SELECTOR, "#stories .headline").text
    assert headline.endswith("posts match since 25 Jun 2024")
    assert browser.current_url.endswith("#?section=News&period=all&unit=post")


def is_at(browser: Chrome, element: str) -> bool:
    """Return whether an element, or the box in which it is opened, stands at the top of the window below the filters."""
    script = """
      const node = document.getElementById(arguments[0]), box = node.closest("details") ?? node;
      const { top } = box.getBoundingClientRect(), below = document.getElementById("choice").getBoundingClientRect().bottom;
      return (box === node || box.open) && top >= 0 && top < below + 60;
    """
    return bool(browser.execute_script(script, element))


def test_back_undoes_one_step(browser: Chrome, bundled: str) -> None:
    """A filter, a name, a bar, a jump and a search are a step each; the letters of a search are one."""
    open_page(browser, bundled)
    taken = [browser.current_url]

    def take(step: str, *keys: str) -> None:
        browser.find_element(By.CSS_SELECTOR, step).send_keys(*keys)
        taken.append(browser.current_url)

    take("#fields [name=period]", "a")
    take("#sections .pick", Keys.ENTER)
    take(".attention [href='#finding-errors']", Keys.ENTER)
    assert is_at(browser, "finding-errors")
    take("#how-much svg.plot", Keys.ARROW_LEFT, Keys.ENTER)
    search = browser.find_element(By.NAME, "q")
    for letter in "sea":
        search.send_keys(letter)
        WebDriverWait(browser, 10).until(url_matches(f"q=s?e?{letter}(&|$)"))
    taken.append(browser.current_url)
    take("#clear", Keys.ENTER)
    assert len(set(taken)) == len(taken) - 1 and taken[-1].endswith("#"), "all is cleared, as at the beginning"
    for address in reversed(taken[:-1]):
        browser.back()
        assert browser.current_url == address
        shown = browser.find_element(By.NAME, "q").get_property("value")
        assert shown == ("sea" if "q=sea" in address else "")
        assert browser.execute_script("return ready.then(D => formatAddress(D) === '#')") == (address == taken[0])
    browser.forward()
    assert browser.current_url == taken[1]
    assert browser.execute_script("return document.querySelector('[name=period]').value") == "all"


def test_back_returns_to_where_the_reader_was(browser: Chrome, bundled: str) -> None:
    open_page(browser, bundled)
    for link, place in (("[href='#finding-errors']", "finding-errors"), ("[href*='tag=']", "stories")):
        browser.execute_script("scrollTo(0, 120)")
        browser.find_element(By.CSS_SELECTOR, f".attention {link}").send_keys(Keys.ENTER)
        assert is_at(browser, place)
        browser.back()
        WebDriverWait(browser, 10).until(lambda _: abs(browser.execute_script("return scrollY") - 120) < 60)
    assert browser.execute_script("return chosen.tag") == -1


@pytest.mark.parametrize("element", ["upkeep", "finding-errors", "stories"])
@pytest.mark.parametrize("address", ["#{}", "#?period=all&at={}"])
def test_an_address_opens_at_what_it_names(browser: Chrome, bundled: str, element: str, address: str) -> None:
    open_page(browser, bundled + address.format(element))
    assert is_at(browser, element)
    assert browser.current_url.endswith(address.format(element))


def test_the_link_to_the_content_keeps_the_choice(browser: Chrome, bundled: str) -> None:
    open_page(browser, f"{bundled}#?period=all")
    browser.execute_script("document.querySelector('.skip').click()")
    assert browser.current_url.endswith("#?period=all&at=main")
    assert browser.switch_to.active_element == browser.find_element(By.ID, "main")


def test_stories_without_a_tag_can_be_listed(browser: Chrome, standing: Project, bundled: str) -> None:
    open_page(browser, f"{bundled}#?period=all")
    [(untagged,)] = standing.rows(
        "select count(*) from core.posts where is_live and not is_future and post_id = story_id and post_id not in (select post_id from core.post_tags)"
    )
    for link in (".attention [href*='tag=']", "p.box a"):
        browser.find_element(By.CSS_SELECTOR, link).send_keys(Keys.ENTER)
        assert browser.current_url.endswith("tag=%28none%29&period=all&at=stories")
        assert browser.find_element(By.CSS_SELECTOR, "#stories .headline").text.startswith(f"{untagged} stor")
        assert (
            browser.execute_script("return document.querySelector('[name=tag]').selectedOptions[0].text")
            == "without a tag"
        )
        assert {row.text for row in browser.find_elements(By.CSS_SELECTOR, "#stories td.tags")} == {"–"}
        browser.back()


SAVE = """
const [name] = arguments, done = arguments[1], { createObjectURL } = URL;
URL.createObjectURL = blob => { blob.text().then(done); URL.createObjectURL = createObjectURL; return createObjectURL(blob); };
[...document.querySelector(`.tabled [aria-label="${name}"]`).closest(".tabled").querySelectorAll("button")].pop().click();
"""


LISTS = {
    "Stories": (25, 29), "Authors": (15, 23), "Told again": (1, 1), "Linked to most": (8, 30),
    "files that cannot be read": (25, 70), "old posts that others link to": (25, 30),
}  # fmt: skip


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the page of a site with the long lists of LISTS, a story told twice, and a title with entities."""
    links = " ".join(f"[Old](/2023/01/{day:02}/old{day}.html)" for day in range(1, 31))
    files = {f"_posts/2023-01-{day:02}-old{day}.md": post(f"Old {day}", "Ada") for day in range(1, 31)}
    files |= {f"_posts/2026-03-{day:02}-{day}.md": post(f"March {day}", f"March {day}") for day in range(1, 21)}
    files |= {f"_posts/2026-06-{day:02}-{day}.md": post(f"June {day}", f"June {day % 3}") for day in range(2, 29)}
    files |= {f"_posts/broken/2026-01-01-{n}.md": "---\ntitle: [\n---\n" for n in range(70)}
    files |= {
        "_config.yml": "url: https://many.example\n",
        "_posts/2026-06-01-at-last-58-wins.md": post("At last&#58; &lt;b&gt;wins&lt;/b&gt; &amp;amp; more", "June 1", text=links),
        "_posts/2026-05-05-first.md": post("Wall", "June 2", text="The harbour wall. " * 12),
        "archive/_posts/2026-05-12-again.md": post("Wall", "June 2", text="The harbour wall. " * 12),
    }  # fmt: skip
    return write_page(published(tmp_path_factory.mktemp("many"), {"many": files})).as_uri()


@pytest.mark.parametrize(("name", "first", "total"), [(name, *counts) for name, counts in LISTS.items()])
def test_a_table_shows_more_and_saves_all(browser: Chrome, many: str, name: str, first: int, total: int) -> None:
    open_page(browser, many)
    browser.execute_script("document.querySelectorAll('details.box').forEach(box => { box.open = true; })")
    table = browser.find_element(By.XPATH, f"//div[@class='tabled'][*/@aria-label='{name}']")
    rows, below = (
        (lambda: len(table.find_elements(By.CSS_SELECTOR, "tbody tr"))),
        table.find_element(By.CLASS_NAME, "under"),
    )
    saved = browser.execute_async_script(SAVE, name)
    assert (rows(), saved.count("\r\n")) == (first, total)
    if first == total:
        assert below.text == "Download as CSV"
        return
    assert below.text.split("\n") == [f"{first} of {total}.", f"Show {total - first} more", "Download as CSV"]
    below.find_element(By.CLASS_NAME, "show-more").send_keys(Keys.ENTER)
    assert (rows(), below.text) == (total, "Download as CSV")
    assert browser.switch_to.active_element.get_attribute("aria-label") == name


def test_who_wrote_before_and_not_now_is_listed(browser: Chrome, many: str) -> None:
    open_page(browser, many)
    browser.find_element(By.CSS_SELECTOR, "#who .show-more").send_keys(Keys.ENTER)
    names = [row.text for row in browser.find_elements(By.CSS_SELECTOR, "#who .pick")]
    assert {"March 1", "March 20"} <= set(names) and len(names) == 23


def test_what_was_told_again_is_listed_with_its_files(browser: Chrome, many: str) -> None:
    open_page(browser, many)
    [row] = browser.find_elements(By.CSS_SELECTOR, "#twice tbody tr")
    assert row.text.split("\n") == [
        "Wall",
        "5 May 2026 _posts/2026-05-05-first.md",
        "12 May 2026 archive/_posts/2026-05-12-again.md",
    ]
    assert browser.execute_async_script(SAVE, "Told again").splitlines()[1] == (
        "Wall,2026-05-05 _posts/2026-05-05-first.md; 2026-05-12 archive/_posts/2026-05-12-again.md"
    )
    choose(browser, "{q: 'june'}")
    assert browser.find_element(By.CSS_SELECTOR, "#twice .headline").text.startswith("None of ")


def test_entities_of_a_title_are_shown_as_the_site_shows_them(browser: Chrome, many: str) -> None:
    open_page(browser, f"{many}#?q=at+last")
    [title] = browser.find_elements(By.CSS_SELECTOR, "#stories td.wide a")
    assert title.text == "At last: <b>wins</b> &amp; more"
    assert title.get_attribute("href") == "https://many.example/2026/06/01/at-last-58-wins.html"


def test_an_old_post_is_a_link_with_its_file(browser: Chrome, many: str) -> None:
    open_page(browser, f"{many}#finding-stale_posts")
    row = browser.find_element(By.CSS_SELECTOR, "#finding-stale_posts tbody tr")
    assert row.text == "Old 1 _posts/2023-01-01-old1.md 1 Jan 2023 1"
    assert row.find_element(By.TAG_NAME, "a").get_attribute("href") == "https://many.example/2023/01/01/old1.html"


def test_a_printed_table_says_how_much_it_leaves_out(browser: Chrome, many: str) -> None:
    open_page(browser, many)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": []})
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    printed = browser.execute_script("""
      return Object.fromEntries([...document.querySelectorAll(".tabled")].filter(table => table.checkVisibility())
        .map(table => [table.firstChild.ariaLabel, [[...table.querySelectorAll("tbody tr")].filter(row => row.checkVisibility()).length, table.lastChild.checkVisibility() ? table.lastChild.innerText : ""]]));
    """)
    assert {name: printed[name] for name in LISTS} == {
        "Stories": [15, "15 of 29."], "Authors": [15, "15 of 23."], "Told again": [1, ""], "Linked to most": [8, "8 of 30."],
        "files that cannot be read": [6, "6 of 70."], "old posts that others link to": [6, "6 of 30."],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["bundled", "four odd sites", "two sites", "many"])
def test_nothing_hangs_over_at_any_width(browser: Chrome, pages: dict[str, str], many: str, name: str) -> None:
    """A table wider than its place is scrolled by itself, with a shadow at its side; none is where columns stand in pairs."""
    open_page(browser, {**pages, "many": many}[name])
    browser.execute_script("document.querySelectorAll('details').forEach(found => found.open = true)")
    for width in (1280, 1100, 1024, 900, 768, 390):
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        hanging, wide = browser.execute_async_script("""
          const done = arguments[0], boxes = [...document.querySelectorAll(".scroll")];
          setTimeout(() => done([
            document.scrollingElement.scrollWidth - innerWidth,
            boxes.filter(box => box.scrollWidth > box.clientWidth).map(box => [box.ariaLabel, box.closest(".pair") !== null && innerWidth > 1200,
              getComputedStyle(box).backgroundAttachment, getComputedStyle(box).overflowX]),
          ]), 200);
        """)
        assert hanging <= 0, width
        assert [table for table in wide if table[1:] != [False, "local, local, scroll, scroll", "auto"]] == [], width


def test_one_switch_turns_stories_into_posts_everywhere(browser: Chrome, standing: Project, bundled: str) -> None:
    open_page(browser, f"{bundled}#?period=all")
    [(posts, stories)] = standing.rows(
        "select count(*), count(distinct story_id) from core.posts where is_live and not is_future"
    )
    heads = "return [...document.querySelectorAll('.headline, .deck, thead th')].map(node => node.textContent)"
    assert posts > stories
    assert any(text.startswith(f"{stories} stories since") for text in browser.execute_script(heads))
    choose(browser, "{unit: 'post'}")
    texts = browser.execute_script(heads)
    assert any(text.startswith(f"{posts} posts since") for text in texts)
    told_of_stories = [text for text in texts if re.search(r"\bstor(y|ies)\b", text, re.IGNORECASE)]
    assert [
        text for text in told_of_stories if not re.search("told again|topic|planned", text) and text != "Stories"
    ] == []


def test_what_is_told_again_stays_the_same_when_posts_are_counted(browser: Chrome, bundled: str) -> None:
    """A share is one of stories, also while the page counts posts."""
    open_page(browser, f"{bundled}#?period=all")
    of_stories = browser.find_element(By.ID, "twice").text
    assert "Most in " in of_stories
    choose(browser, "{unit: 'post'}")
    assert browser.find_element(By.ID, "twice").text == of_stories


def test_a_row_opens_to_its_facts(browser: Chrome, standing: Project, bundled: str) -> None:
    open_page(browser, f"{bundled}#?period=all")
    button = browser.find_element(By.CSS_SELECTOR, "#stories .facts-button")
    button.send_keys(Keys.ENTER)
    facts = browser.execute_script(
        "return Object.fromEntries([...document.querySelectorAll('.facts dt')].map(name => [name.textContent, name.nextElementSibling.textContent]))"
    )
    [(path, words)] = standing.rows(
        "select path, words from core.posts where is_live and not is_future and post_id = story_id order by published_at desc limit 1"
    )
    assert facts["File"] == path and facts["Length"] == f"{words} words"
    assert button.get_attribute("aria-expanded") == "true"
    button.send_keys(Keys.ENTER)
    assert browser.find_elements(By.CSS_SELECTOR, ".facts") == []


def test_the_facts_of_a_post_name_its_part_of_a_series(browser: Chrome, pages: dict[str, str]) -> None:
    """Each site has its own series; a copy is the part that it repeats."""
    open_page(browser, pages["two sites"])
    parts = browser.execute_script("""
      return ready.then(D => [...D.P.day.keys()].flatMap(i => [...factsOf(D, i).querySelectorAll("dt")]
        .filter(name => name.textContent === "Series").map(name => `${formatIso(D.P.day[i])} ${name.nextSibling.textContent}`)));
    """)
    assert parts == [
        "2024-03-05 Part 1 of 2 in The dig",
        "2024-03-12 Part 2 of 2 in The dig",
        "2024-03-19 Part 1 of 2 in The dig",
        *(f"2026-06-0{part} Part {part} of 3 in The dig" for part in (1, 2, 3)),
    ]


def test_a_site_that_began_within_the_year_is_left_out_of_comparisons(browser: Chrome, pages: dict[str, str]) -> None:
    """Ada of the new site is another Ada."""
    open_page(browser, pages["two sites"])
    deck = browser.find_element(By.CSS_SELECTOR, ".deck").text
    assert deck == (
        "The last 13 weeks had 29 stories; without the sites that began within the year, 9, about as many as a year before (9)."
    )
    assert {"Ada (old)", "Ada (new)"} <= {node.text for node in browser.find_elements(By.CSS_SELECTOR, "#who .pick")}
    choose(browser, "{site: 0}")
    assert browser.find_element(By.CSS_SELECTOR, ".deck").text == "The last 13 weeks had 20 stories."
    counts = [row.text for row in browser.find_elements(By.CSS_SELECTOR, "#sites tbody td:nth-child(3)")]
    assert counts == ["20", "9"], "the other site keeps its numbers"
    assert {"Ada"} == {node.text for node in browser.find_elements(By.CSS_SELECTOR, "#who .pick")}


def test_a_domain_stands_once_with_the_links_of_all_sites(browser: Chrome, pages: dict[str, str]) -> None:
    """Also with those of a site that links to eight others more often."""
    shown = "return [...document.querySelectorAll('#links [aria-label^=Other] tbody tr')].map(row => row.innerText)"
    open_page(browser, pages["two sites"])
    assert browser.execute_script(shown) == [
        "shared.example\t21\t21",
        *(f"other{n}.example\t2\t1" for n in range(1, 8)),
    ]
    choose(browser, "{site: 1}")
    assert browser.execute_script(shown) == [f"other{n}.example\t2\t1" for n in range(1, 9)]
    choose(browser, "{site: 0}")
    assert browser.execute_script(shown) == ["shared.example\t20\t20"]


def test_a_site_at_rest_is_told_as_of_its_last_week(browser: Chrome, tmp_path: Path) -> None:
    files = {
        f"_posts/2023-0{month}-{day:02}-{day}.md": post(f"On {day}.{month}.", "Ada")
        for month in (1, 2)
        for day in range(1, 29)
    }
    open_page(browser, write_page(published(tmp_path, {"rest": files})).as_uri())
    assert (
        browser.find_element(By.CSS_SELECTOR, ".lead .headline").text
        == "No story since 28 Feb 2023, 174 weeks ago: all below is told as of the week of that last story."
    )
    assert not browser.find_elements(By.ID, "silent")


@pytest.mark.parametrize("choice", ["{q: 'zzzz'}", "{period: 'own', from: 30000, to: 30006}"], ids=["words", "days"])
def test_without_a_match_no_block_tells_of_any(browser: Chrome, bundled: str, choice: str) -> None:
    open_page(browser, bundled)
    choose(browser, choice)
    told = browser.execute_script(
        "return ['how-much', 'sections', 'who', 'stories', 'twice', 'when', 'length'].map(id => document.querySelector(`#${id} .headline`).textContent)"
    )
    assert [text for text in told if not text.startswith(("No story ", "No author in this period"))] == []


def test_the_address_names_what_is_not_here(browser: Chrome, bundled: str) -> None:
    open_page(browser, f"{bundled}#?section=Nonsense&author=harbour-gazette/nobody&period=century")
    told = browser.find_element(By.ID, "matches").text
    assert told == (
        "22 stories in the last 52 weeks (30 Jun 2025 – 28 Jun 2026)."
        " Not found, so not filtered by: section “Nonsense”, author “harbour-gazette/nobody”, period “century”."
    )
    choose(browser, "{period: 'w'}")
    assert browser.find_element(By.ID, "matches").text == "1 story last week (22–28 Jun 2026)"


def test_whoever_wrote_elsewhere_is_not_new_to_a_tag(browser: Chrome, tmp_path: Path) -> None:
    files = {f"_posts/202{n % 2 + 5}-0{month}-0{n}-{n}.md": post(f"Told {month} {n}", "Ada", "sea")
             for month in (1, 2, 5, 6) for n in range(1, 9)}  # fmt: skip
    files["_posts/2026-06-20-a.md"] = post("Of the wind", "Ada", "wind")
    files["_posts/2026-06-21-b.md"] = post("Of the gale", "Bea", "wind")
    open_page(browser, write_page(published(tmp_path, {"one": files})).as_uri())
    browser.execute_script("return ready.then(D => choose({tag: D.tags.indexOf('wind'), period: '13w'}))")
    assert (
        browser.find_element(By.CSS_SELECTOR, "#who .headline").text
        == "2 authors wrote what matches in the last 13 weeks, 1 new to the site"
    )
    assert [badge.text for badge in browser.find_elements(By.CSS_SELECTOR, "#who .badge")] == ["new"]


@pytest.mark.parametrize(
    ("time", "headline", "note"),
    [
        pytest.param("", "Tuesday has most, 30 of 30 stories", "No story carries a time of day other than", id="days"),
        pytest.param(" 00:00:00", "Tuesday has most, 30 of 30 stories", "No story carries a time", id="midnight"),
        pytest.param(" 00:30:00", "; the busiest hour is 0 to 1 o’clock", "In the site’s own time.", id="half past"),
    ],
)
def test_midnight_is_no_time_of_day(browser: Chrome, tmp_path: Path, time: str, headline: str, note: str) -> None:
    days = [date(2025, 12, 2) + timedelta(days=7 * week) for week in range(30)]
    files = {f"_posts/{day}-a.md": f"---\ntitle: On {day}\ndate: {day}{time}\n---\nOf {day}.\n" for day in days}
    open_page(browser, write_page(published(tmp_path, {"one": files})).as_uri())
    choose(browser, "{period: 'all'}")
    when = browser.find_element(By.ID, "when")
    assert headline in when.text and note in when.text and "nothing on Monday, Wednesday" in when.text


@pytest.mark.parametrize("name", ["four odd sites", "bundled"])
def test_every_period_can_be_chosen_of_every_site(browser: Chrome, pages: dict[str, str], name: str) -> None:
    """Also of a site without a post, and after a filter that leaves none."""
    open_page(browser, pages[name])
    broken = browser.execute_script("""
      return ready.then(D => Object.keys(PERIODS).flatMap(period => [NONE, ...D.sites.keys()].flatMap(site => ["", "no such word"].flatMap(q => {
        try { choose({period, site, q}); choose({by: chosen.by === "week" ? "month" : "week"}); return []; } catch (error) { return [`${period} ${site} ${q}: ${error}`]; }
      }))))
    """)
    assert broken == []


def test_it_is_printed_white_with_its_findings_open(browser: Chrome, bundled: str) -> None:
    open_page(browser, bundled, scheme="dark")
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    pages = len(re.findall(rb"/Type\s*/Page\b", b64decode(printed["data"])))
    assert 2 <= pages <= 7
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": []})
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert (
        browser.find_element(By.TAG_NAME, "body").value_of_css_property("background-color") == "rgba(255, 255, 255, 1)"
    )
    assert not browser.find_element(By.ID, "choice").is_displayed()
    assert all(box.get_property("open") for box in browser.find_elements(By.CSS_SELECTOR, "details.box"))
    drawn = "return document.querySelector('#how-much svg.plot').viewBox.baseVal.width"
    assert 600 < browser.execute_script(drawn) < 718, "as wide as a sheet, so that its letters are as large as others"
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    assert browser.execute_script(f"dispatchEvent(new Event('afterprint')); {drawn}") > 1000


def test_on_a_phone_the_first_touch_tells_and_the_second_chooses(browser: Chrome, bundled: str) -> None:
    open_page(browser, bundled, 390)
    touch = (
        "const plot = document.querySelector('#how-much svg.plot'), box = plot.getBoundingClientRect();"
        "plot.dispatchEvent(new PointerEvent('click', {pointerType: 'touch', clientX: box.right - 20, clientY: box.top + 40}))"
    )
    browser.execute_script(touch)
    assert browser.find_element(By.CSS_SELECTOR, ".note").is_displayed() and "period" not in browser.current_url
    browser.execute_script(touch)
    assert "period=own" in browser.current_url


RANDOM = """
const [pages, seed] = arguments;
let state = seed;
const random = () => { state = (state + 0x6D2B79F5) | 0; let t = Math.imul(state ^ (state >>> 15), 1 | state); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
"""
SHUFFLE_TOPICS = """
// Deal the topics of each story anew among the stories, and count the pages that show any topic.
return ready.then(D => {
  const at = [...D.about.keys()], lists = [...D.about.values()], mask = new Uint8Array(D.P.n).fill(1), place = D.sites[0];
  const stories = Array.from({length: D.P.n}, (_, i) => i).filter(i => D.P.stories[i] && D.P.day[i] >= mondayOf(place.asOf) - 455 && D.P.day[i] < mondayOf(place.asOf));
  let shown = 0, tested = 0;
  for (let page = 0; page < pages; page++) {
    for (let i = stories.length - 1; i > 0; i--) { const j = Math.floor(random() * (i + 1)); [stories[i], stories[j]] = [stories[j], stories[i]]; }
    const counts = countTopics({...D, about: new Map(lists.map((list, i) => [stories[i], list]))}, mask, place);
    tested += counts.tests.length;
    if (counts.tests.some(test => test.isSignal)) shown++;
  }
  return [shown, tested];
});
"""
SHUFFLE_DAYS = """
// Deal the days anew among the stories, and count the pages that show anything overdue.
return ready.then(D => {
  const site = D.sites[0], mask = new Uint8Array(D.P.n).fill(1), kept = {section: D.P.section.slice(), byline: D.P.byline.slice(), tags: D.P.tags.slice()};
  const stories = Array.from({length: D.P.n}, (_, i) => i).filter(i => D.P.stories[i]), from = [...stories];
  let shown = 0, looked = 0;
  for (let page = 0; page < pages; page++) {
    for (let i = from.length - 1; i > 0; i--) { const j = Math.floor(random() * (i + 1)); [from[i], from[j]] = [from[j], from[i]]; }
    stories.forEach((to, i) => { for (const column of ["section", "byline", "tags"]) D.P[column][to] = kept[column][from[i]]; });
    const place = {...site, asOf: site.asOf - 7 * (page % 50)}, C = countPosts(D, mask, place, openPeriod(D, place, "13w"), "story");
    const overdue = listOverdue(D, C, place);
    looked += [...C.sections, ...C.authors, ...C.tags].filter(row => row.year52 >= 8).length;
    if (overdue.length) shown++;
  }
  return [shown, looked];
});
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the page of 20,000 generated posts."""
    folder = tmp_path_factory.mktemp("large")
    make_site(folder / "site", 20_000)
    return write_page(
        publish_sites(folder / "warehouse", {"large": folder / "site"}, datetime(2025, 12, 10, 8, tzinfo=UTC))
    ).as_uri()


def test_twenty_thousand_posts_are_small_and_quick(browser: Chrome, large: str) -> None:
    """The bounds are wide, because the machine may be busy: docs/performance.md has what was measured."""
    assert Path(large.removeprefix("file://")).stat().st_size < 1_000_000
    open_page(browser, large)
    assert browser.execute_script("return ready.then(D => D.P.n)") > 19_000
    times: list[Any] = [
        browser.execute_script(
            f"const begun = performance.now(); choose({changes}); document.body.offsetHeight; return performance.now() - begun"
        )
        for changes in (
            "{section: 0}",
            "{period: 'all'}",
            "{author: 0}",
            "{section: -1, author: -1}",
            "{tag: 0}",
            "{q: 'a'}",
            "{q: '', tag: -1, period: ''}",
        )
        * 2
    ]
    assert median(times) < 600


@pytest.mark.parametrize(("shuffle", "pages"), [(SHUFFLE_TOPICS, 200), (SHUFFLE_DAYS, 200)], ids=["topics", "days"])
def test_chance_alone_shows_hardly_anything(browser: Chrome, large: str, shuffle: str, pages: int) -> None:
    open_page(browser, large)
    shown, looked = browser.execute_script(RANDOM + shuffle, pages, 20261128)
    assert looked > pages
    assert shown <= 0.06 * pages
