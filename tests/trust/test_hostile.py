"""Sites that mean harm: each file is a row in bounded time, nothing runs, nothing is read that the site does not hold,
and nothing is published that the site did not publish.
"""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from pipeline.generators import load_site
from pipeline.inputs import lake_inputs, load_models
from pipeline.lake.changes import detect_changes
from pipeline.lake.commit import commit
from pipeline.lake.history import Refresh
from pipeline.lake.manifest import Manifest
from pipeline.project import SQL
from pipeline.warehouse.publish import publish
from pipeline.warehouse.session import Inputs
from tests.trust.hostile import FRONT_MATTER, NAMES, read, written

AS_OF = datetime(2026, 6, 30, 12, tzinfo=UTC)


def test_each_file_is_a_row_in_bounded_time_and_memory(tmp_path: Path) -> None:
    seen = read(tmp_path)
    assert seen.errors == []
    assert seen.files > 100


def published(site: Path, folder: Path) -> Path:
    """Refresh a site, without Dagster."""
    lake, past = folder / "lake", folder / "history"
    seen = detect_changes([load_site("s", site)], lake)
    commit(seen, lake, past, Refresh(AS_OF, AS_OF))
    given: Inputs = lake_inputs(Manifest.load(lake), lake, past)
    publish(folder / "posts.duckdb", load_models(SQL), given, AS_OF)
    return folder / "posts.duckdb"


def test_names_links_pipes_and_devices_of_a_hostile_site(tmp_path: Path) -> None:
    site, secret = tmp_path / "it's; a 'site'", tmp_path / "secret"
    secret.write_text("---\ntitle: A secret\n---\nkeep-this-to-yourself\n")
    for name in NAMES:
        written(site, f"_posts/{name}", FRONT_MATTER["SQL"].join(["---\n", "\n---\nText.\n"]))
    (site / "_posts" / os.fsdecode(b"2024-01-02-\xff\xfe.md")).write_text("---\n---\nText.\n")
    for number, target in enumerate(
        [str(secret), "/etc/passwd", "/dev/zero", "/dev/tty", "../../secret", "/proc/self/environ"]
    ):
        (site / f"_posts/2024-01-03-link-{number}.md").symlink_to(target)
    (site / "_posts/away").symlink_to("/etc")
    os.mkfifo(site / "_posts/2024-01-04-pipe.md")
    written(site, "_posts/2024-01-05-large.md", b"")
    os.truncate(site / "_posts/2024-01-05-large.md", 1 << 40)  # sparse
    written(site, "_config.yml", 'title: "\'); drop table core.posts; --"\nurl: "https://x\'y"\n')
    begun = time.process_time()
    live = published(site, tmp_path / "site=x" / "fate=draft" / "ware'house")  # no partitions of anything
    assert time.process_time() - begun < 60
    with duckdb.connect(str(live), read_only=True) as duck:
        fates = dict(duck.execute("select fate, count(*) from core.files group by fate").fetchall())
        paths = {path for (path,) in duck.execute("select path from core.posts").fetchall()}
        kinds = dict(
            duck.execute("select kind, count(*) from core.problems where severity = 'error' group by 1").fetchall()
        )
        titles = duck.execute("select distinct title from core.posts").fetchall()
    assert paths == {f"_posts/{name}" for name in NAMES}
    assert kinds == {"leads_out": 6, "name_not_utf8": 1, "not_a_file": 1, "too_large": 1}
    assert fates["post"] == len(NAMES)
    assert titles == [("'); drop table core.posts; --",)]
    everything = b"".join(path.read_bytes() for path in live.parent.rglob("*") if path.is_file())
    assert b"keep-this-to-yourself" not in everything


def test_nothing_is_published_that_the_site_does_not_publish(tmp_path: Path) -> None:
    """Words that compression cannot hide: each text is one word many times over in a file of its own."""
    site = tmp_path / "site"
    body = "the text says {0} and {0} again"
    hidden = {
        "_posts/2024-01-01-hidden.md": "hiddenword",
        "_posts/2099-01-01-future.md": "futureword",
        "_drafts/draft.md": "draftword",
    }
    names = ("title", "slug", "layout", "lang", "author", "tags", "categories", "image", "secret")
    for path, word in hidden.items():
        text = body.format(word)
        said = [f"{name}: {word}" for name in names] + [f"excerpt: {text}", f"description: {text}"]
        said += ["published: false"] if word == "hiddenword" else []
        written(site, path, "\n".join(["---", *said, "---", text, ""]))
    written(
        site,
        "_posts/2024-01-02-live.md",
        "---\ntitle: Live\nauthor:\n  name: Jane Doe\n  email: jane@secret.example\n---\n" + body.format("liveword"),
    )
    written(site, "_posts/2024-01-03-also.md", '---\nauthor: "Max Roe <max@secret.example>"\n---\nAlso.\n')
    written(site, "_data/authors.yml", "ines:\n  name: Ines\n  email: ines@secret.example\n")
    written(site, "_posts/2024-01-04-more.md", "---\nauthor: ines\n---\nMore.\n")
    live = published(site, tmp_path / "warehouse")
    content = live.read_bytes()
    with duckdb.connect(str(live), read_only=True) as duck:
        tables = duck.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        text = "\n".join(str(duck.execute(f"from {table}").fetchall()) for (table,) in tables)
    assert "liveword" in text
    for word in ("hiddenword", "futureword", "draftword", "secret.example"):
        assert word not in text
        assert word.encode() not in content


def test_an_analysts_helper_opens_nothing_else(tmp_path: Path) -> None:
    from pipeline.cli.connection import open_for_analyst
    from pipeline.errors import PostsError
    from pipeline.settings import Settings

    written(tmp_path, "site/_posts/2024-01-01-a.md", "---\ntitle: A\n---\nA.\n")
    published(tmp_path / "site", tmp_path / "w")
    settings = Settings.from_env(
        environment={"POSTS_SITE": str(tmp_path / "site"), "POSTS_WAREHOUSE": str(tmp_path / "w")}
    )
    with open_for_analyst(settings) as duck:
        assert duck.execute("select count(*) from core.posts").fetchall() == [(1,)]
    for statement in (
        "from read_text('/etc/passwd')",
        "copy core.posts to '/tmp/out.csv'",
        "attach '/tmp/other.duckdb' as other",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "create table core.more as select 1",
        "delete from core.posts",
    ):
        with pytest.raises(PostsError), open_for_analyst(settings) as duck:
            duck.execute(statement).fetchall()
