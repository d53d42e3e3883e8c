"""What the tables of a published file say, beside what plain Python counts in core.posts."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT, Project
from tests.support import recount_cadence as cadence
from tests.support import recount_core as core
from tests.support.recount_site import Row, Site, load_sites

CORPORA = PROJECT.parent / "shared" / "corpora"
REAL_SITES = [CORPORA / name for name in ("18f", "bitcoin-core", "jekyll-docs")]


# Each table with the columns that core.posts alone decides.
RECOUNTED: dict[str, tuple[str, Callable[[Site], list[Row]]]] = {
    "cadence.weekly": ("*", cadence.weekly),
    "cadence.anomalies": ("site, unit, period, ended_on, stories, expected, kind", cadence.anomalies),
    "core.post_authors": ("site, post_id, author_id, position, credit_share", core.post_authors),
    "quality.completeness": ("site, field, posts, filled, share", core.completeness),
    "cadence.monthly": ("*", cadence.monthly),
    "cadence.authors_monthly": ("*", cadence.authors_monthly),
    "cadence.author_cohorts": ("*", cadence.author_cohorts),
    "cadence.sections_monthly": ("*", cadence.sections_monthly),
    "cadence.lengths": ("*", cadence.lengths),
    "cadence.coauthors": ("*", cadence.coauthors),
    "cadence.hours": ("*", cadence.hours),
    "cadence.gaps": ("site, median_hours, p90_hours, longest_hours, open_gap_hours", cadence.gaps),
    "core.authors": (
        "site, author_id, first_on, last_on, posts, stories, first_stories, story_credit, usual_gap_days, is_lapsed",
        core.authors,
    ),
    "core.stories": (
        "site, story_id, work_id, title, url, posts, copies, first_published_on, last_published_at, section, "
        "section_names, sections, lang, words, author_ids, tags",
        core.stories,
    ),
    "bi.posts": (
        "post_id, story_id, is_first_of_story, site, site_title, link, month, section, categories, tags, author_ids",
        core.flat_posts,
    ),
    "bi.stories": (
        "story_id, is_first_of_work, site, link, title, month, section, tags, author_ids, words",
        core.flat_stories,
    ),
}


def differences(duck: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Return the rows of `table` that the file and the recount do not share, three of each."""
    columns, recount = RECOUNTED[table]
    where = " where posts > 0" if table == "core.authors" else ""  # the registry's other authors have no post
    made = Counter(map(repr, duck.execute(f"select {columns} from {table}{where}").fetchall()))
    again = Counter(repr(row) for site in load_sites(duck) if site.posts for row in recount(site))
    return [*(f"file: {row}" for row in list(made - again)[:3]), *(f"again: {row}" for row in list(again - made)[:3])]


@pytest.mark.parametrize("table", RECOUNTED)
def test_the_bundled_site_is_counted_alike(table: str, standing: Project) -> None:
    with duckdb.connect(str(standing.published), read_only=True) as duck:
        duck.execute("set TimeZone = 'UTC'")
        assert differences(duck, table) == []


@pytest.fixture(scope="module")
def real_sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published file of the real sites at hand, in the middle of the time of 18F."""
    sites = [str(site) for site in REAL_SITES if site.is_dir()]
    if not sites:
        pytest.skip("no real site beside this project")
    warehouse = tmp_path_factory.mktemp("real") / "warehouse"
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "--warehouse", str(warehouse), "refresh", *sites],
        cwd=PROJECT,
        env={"POSTS_AS_OF": "2016-05-18T12:00:00Z", "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return warehouse / "posts.duckdb"


@pytest.mark.slow
@pytest.mark.parametrize("table", RECOUNTED)
def test_real_sites_are_counted_alike(table: str, real_sites: Path) -> None:
    with duckdb.connect(str(real_sites), read_only=True) as duck:
        duck.execute("set TimeZone = 'UTC'")
        assert differences(duck, table) == []
