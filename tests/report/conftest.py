"""Published files of sites that a test writes down, without Dagster."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.lake.history import Refresh
from pipeline.lake.refresh import commit, look
from pipeline.lake.sources import sources
from pipeline.settings import SQL
from pipeline.site.config import load_site
from pipeline.warehouse.catalog import load_catalog
from pipeline.warehouse.publish import publish

AS_OF = datetime(2026, 6, 30, 12, tzinfo=UTC)
Sites = Mapping[str, Mapping[str, str]]
Published = Callable[[Sites], Path]

HOSTILE = "<script>alert(1)</script>"
ENDING = "</script><!-- & <b>Eve</b> \u2028"


def published(folder: Path, sites: Sites, as_of: datetime = AS_OF) -> Path:
    """Refresh sites, given as their files by path, in `folder`, and give the published file."""
    for site, files in sites.items():
        (folder / "sites" / site).mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            target = folder / "sites" / site / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    warehouse = folder / "warehouse"
    known = [load_site(site, folder / "sites" / site) for site in sites]
    done = commit(look(known, warehouse / "lake"), warehouse / "lake", warehouse / "history", Refresh(as_of, as_of))
    given = sources(done.manifest, warehouse / "lake", warehouse / "history", SQL / "seeds")
    publish(warehouse / "posts.duckdb", load_catalog(SQL), given, as_of)
    return warehouse / "posts.duckdb"


def post(title: str, author: str = "", tags: str = "", text: str = "Words.") -> str:
    head = {"title": title, "author": author, "tags": tags}
    lines = [f"{name}: '{value}'" for name, value in head.items() if value]
    return "\n".join(["---", *lines, "---", text, ""])


ODD: Sites = {
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
    """The published file of a site that is ahead of its time, one without posts, one with a single post, and one whose texts are markup."""
    return published(tmp_path_factory.mktemp("odd"), ODD)
