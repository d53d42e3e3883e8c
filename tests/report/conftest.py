"""Published files, and their pages, of sites that a test writes down; without Dagster. One browser for all tests."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from pipeline.generators import load_site
from pipeline.inputs import lake_inputs, load_models
from pipeline.lake.changes import detect_changes
from pipeline.lake.commit import commit
from pipeline.lake.history import Refresh
from pipeline.report import page
from pipeline.warehouse.publish import publish
from pipeline.warehouse.published import open_published
from tests.conftest import Project
from tests.support.browser import chromium

AS_OF = datetime(2026, 6, 30, 12, tzinfo=UTC)
Sites = Mapping[str, Mapping[str, str]]

HOSTILE = "<script>alert(1)</script>"
ENDING = "</script><!-- & <b>Eve</b> \u2028"


def published(folder: Path, sites: Sites, as_of: datetime = AS_OF) -> Path:
    """Return the published file of sites, given as their files by path, refreshed in `folder`."""
    for site, files in sites.items():
        (folder / "sites" / site).mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            target = folder / "sites" / site / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return publish_sites(folder / "warehouse", {site: folder / "sites" / site for site in sites}, as_of)


def publish_sites(warehouse: Path, roots: Mapping[str, Path], as_of: datetime = AS_OF) -> Path:
    """Return the published file of the sites in these folders, refreshed in `warehouse`."""
    lake, history = warehouse / "lake", warehouse / "history"
    scan = detect_changes([load_site(site, root) for site, root in roots.items()], lake)
    committed = commit(scan, lake, history, Refresh(as_of, as_of))
    publish(warehouse / "posts.duckdb", load_models(), lake_inputs(committed.manifest, lake, history), as_of)
    return warehouse / "posts.duckdb"


def write_page(published: Path, target: Path | None = None) -> Path:
    """Write the page of a published file beside it, or to `target`; return where it is."""
    target = target or published.parent / "report.html"
    with open_published(published) as duck:
        page.write(page.render(duck), target, published)
    return target


def post(title: str, author: str = "", tags: str = "", text: str = "Words.") -> str:
    """Return a post as a file of a site has it."""
    head = {"title": title, "author": author, "tags": tags}
    lines = [f"{name}: '{value}'" for name, value in head.items() if value]
    return "\n".join(["---", *lines, "---", text, ""])


ODD_SITES: Sites = {
    "ahead": {"_config.yml": "future: true\n", "_posts/2099-01-01-far.md": post("Far ahead", "Ada")},
    "empty": {"_config.yml": "title: An empty site\n"},
    "one": {"_posts/2026-06-01-one.md": post("Only one")},
    "hostile": {
        "_config.yml": f"title: '{HOSTILE}'\n",
        **{
            f"_posts/2026-06-0{day}-{day}.md": post(HOSTILE, ENDING, HOSTILE, "The harbour wall. " * 12)
            for day in (1, 2)
        },
        **{f"_posts/2026-05-{day:02}-{day}.md": "---\ntitle: [\n---\n" for day in range(1, 31)},
        **{f"_posts/2026-04-{day:02}-{day}.md": "---\ntitle: [\n---\n" for day in range(1, 31)},
    },
}


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a published file of four sites: in the future, empty, of one post, hostile."""
    return published(tmp_path_factory.mktemp("odd"), ODD_SITES)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Return Chromium; without it the tests of this folder that need one are skipped."""
    if not shutil.which("chromedriver"):
        pytest.skip("needs Chromium and its driver; .ci/run installs them")
    with chromium(tmp_path_factory.mktemp("profile"), browser="ALL", performance="ALL") as driver:
        driver.set_script_timeout(120)  # axe reads each cell of every table, on a machine that may be busy
        yield driver


@pytest.fixture(scope="session")
def bundled(standing: Project) -> str:
    """Return the address of the bundled site's page."""
    return (standing.root / "warehouse/report.html").as_uri()


@pytest.fixture(scope="session")
def odd_page(odd: Path) -> str:
    """Return the address of the page of the four odd sites."""
    return write_page(odd).as_uri()
