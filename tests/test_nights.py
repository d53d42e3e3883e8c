"""What can happen at night: each row of that table in docs/operating.md happens to a real refresh.

A row's published file, run and alert are what the table says; what it has in backticks is what they say.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT, Project, copied
from tests.support.repositories import Repository
from tests.support.webhook import Webhook

pytestmark = pytest.mark.slow
LFS_POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'4d' * 32}\nsize 1234\n"
NOTHING, THE_SAME = "nothing", "the same"
_RUN = """
import dagster as dg, json, sys
with dg.DagsterInstance.from_config(sys.argv[1]) as instance:
    run = instance.get_runs()[int(sys.argv[2])]
    said, red = [], {}
    for entry in instance.all_logs(run.run_id):
        event = entry.dagster_event
        data = event and event.event_specific_data
        said += [entry.user_message if event is None else (event.message if event.is_failure else ""), str(getattr(data, "error", None) or "")]
        if event and event.event_type_value == "ASSET_CHECK_EVALUATION" and not data.passed:
            red[data.check_name] = data.description
    print(json.dumps({"id": run.run_id, "status": run.status.value, "said": said, "red": red, "tags": run.tags}))
"""


@dataclass
class Night:
    """A warehouse with two sites, `blog` in a folder and `docs` in a repository, and what is given to its refresh."""

    project: Project
    blog: Path
    docs: Repository
    arguments: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    mounted: Path | None = None

    def name_sites(self, **tables: str) -> None:
        lines = [f"[sites.{name}]\n{keys}\n" for name, keys in tables.items()]
        (self.project.root / "posts.toml").write_text("\n".join(lines))

    def posts(self) -> list[Path]:
        return sorted((self.blog / "_posts").iterdir())

    def refresh(self, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.project.run("refresh", *self.arguments, cwd=None, **self.environment | environment)

    def run(self, before: int = 0) -> dict[str, Any]:
        """Return what Dagster recorded of the last run, or of one `before` it."""
        command = [sys.executable, "-c", _RUN, str(self.project.root), str(before)]
        done = subprocess.run(
            command, env=self.project.environment, cwd="/", capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)


def write_posts(folder: Path) -> None:
    (folder / "_posts").mkdir(parents=True)
    (folder / "_config.yml").write_text("title: The blog\ntimezone: Europe/Paris\nfuture: true\n")
    for day in range(1, 11):
        words = " ".join(f"word{day}x{number}" for number in range(20))
        (folder / "_posts" / f"2026-01-{day:02}-post.md").write_text(f"---\ntitle: Post {day}\n---\n{words}\n")


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project that was refreshed with both sites."""
    folder = tmp_path_factory.mktemp("evening")
    night = Night(copied(folder), folder / "blog", Repository(folder / "docs"))
    write_posts(night.blog)
    night.docs.commit_post("A guide")
    night.name_sites(blog='path = "../blog"', docs=f'git = "{night.docs.url}"')
    done = night.refresh()
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def night(evening: Path, tmp_path: Path) -> Iterator[Night]:
    folder = tmp_path / "night"
    shutil.copytree(evening, folder, symlinks=True)
    docs = Repository.__new__(Repository)
    docs.folder, docs.url = folder / "docs", (folder / "docs").as_uri()
    clone = folder / "project/warehouse/sites/docs"
    subprocess.run(["git", "-C", clone, "config", "remote.origin.url", docs.url], check=True)
    night = Night(Project(folder / "project"), folder / "blog", docs)
    night.name_sites(blog='path = "../blog"', docs=f'git = "{docs.url}"')
    yield night
    if night.mounted:
        subprocess.run(["umount", night.mounted], check=True)


def add_late_post(night: Night) -> None:
    (night.blog / "_posts/2026-02-03-late.md").write_text("---\ntitle: Late\n---\nWritten late in the evening.\n")


def lose_the_sites(night: Night) -> None:
    (night.project.root / "posts.toml").unlink()


def misspell_a_variable(night: Night) -> None:
    (night.project.root / ".env").write_text("POSTS_SITES=../blog\n")


def break_posts_toml(night: Night) -> None:
    night.name_sites(blog='path = "../blog"\nbranch')


def name_one_site_less(night: Night) -> None:
    night.name_sites(blog='path = "../blog"')


def break_one_site(night: Night) -> None:
    add_late_post(night)
    night.name_sites(blog='path = "../blog"', docs='path = "../nowhere"')


def lose_the_repository(night: Night) -> None:
    add_late_post(night)
    night.docs.folder.rename(night.docs.folder.with_name("away"))


def lose_every_site(night: Night) -> None:
    night.blog.rename(night.blog.with_name("unmounted"))
    name_one_site_less(night)
    night.arguments = ["--drop", "docs"]


def name_a_new_site_that_is_not_there(night: Night) -> None:
    night.name_sites(blog='path = "../blog"', docs=f'git = "{night.docs.url}"', new='path = "../new"')


def lose_files(night: Night) -> None:
    for path in night.posts()[:3]:
        path.unlink()


def check_out_without_lfs(night: Night) -> None:
    for path in night.posts():
        path.write_text(LFS_POINTER)


def empty_the_files(night: Night) -> None:
    for path in night.posts():
        path.write_bytes(b"")


def lose_the_settings(night: Night) -> None:
    (night.blog / "_config.yml").unlink()


def edit_model(night: Night, old: str, new: str) -> None:
    path = night.project.root / "sql/core/tags.sql"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def break_a_check(night: Night) -> None:
    (night.blog / "_posts/2026-02-03-late.md").write_text("---\ntags: [one]\n---\nText.\n")
    edit_model(night, "checks:\n", "checks:\n  never: false\n")


def break_a_model(night: Night) -> None:
    edit_model(night, "\nselect\n", "\nselect\n    no_such_column,\n")


def fill_the_disk(night: Night) -> None:
    """Put the warehouse on a disk with room for half a new file."""
    if os.geteuid() != 0:
        pytest.skip("only root mounts")
    add_late_post(night)
    warehouse, aside = night.project.root / "warehouse", night.project.root / "aside"
    warehouse.rename(aside)
    warehouse.mkdir()
    used = sum(path.stat().st_blocks * 512 for path in aside.rglob("*"))
    size = (used + night.project.root.joinpath("aside/posts.duckdb").stat().st_size // 2) >> 10
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", str(warehouse)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("nothing may be mounted here")
    night.mounted = warehouse
    shutil.copytree(aside, warehouse, dirs_exist_ok=True)


def hold_the_file(night: Night) -> None:
    add_late_post(night)
    assert night.refresh().returncode == 0
    done = night.project.run("rollback", "--hold")
    assert done.returncode == 0, done.stderr


def set_the_clock_back(night: Night) -> None:
    night.environment["POSTS_AS_OF"] = "2026-01-02T00:00:00+00:00"


def damage_the_lake(night: Night) -> None:
    pack = next((night.project.root / "warehouse/lake/posts").glob("*.parquet"))
    pack.write_bytes(b"damaged")


def damage_the_published_file(night: Night) -> None:
    with night.project.published.open("r+b") as file:
        file.seek(20_000)
        file.write(b"damaged")


def fall_silent(night: Night) -> None:
    """A post a day until 20 June, then nothing for ten days."""
    for number in range(161):
        day = date(2026, 1, 11) + timedelta(days=number)
        path = night.blog / "_posts" / f"{day}-daily.md"
        path.write_text(f"---\ntitle: Daily {day}\n---\nText of day{number}, and of no{number} other.\n")
    assert night.refresh(POSTS_AS_OF="2026-06-21T00:00:00+00:00").returncode == 0
    night.environment["POSTS_AS_OF"] = "2026-06-30T12:00:00+00:00"


def block_the_page(night: Night) -> None:
    add_late_post(night)
    page = night.project.root / "warehouse/report.html"
    page.unlink()
    page.mkdir()
    (page / "in-the-way").touch()


def kill_the_refresh(night: Night) -> None:
    """Kill it while it builds; the refresh after it has nothing to do with that."""
    add_late_post(night)
    before = night.project.published.read_bytes()
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "pipeline.cli", "refresh"],
        cwd=night.project.root,
        env=night.project.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    while "commit" not in process.stdout.readline():
        pass
    process.kill()
    process.wait()
    assert night.project.published.read_bytes() == before
    status = night.project.run("status").stdout
    assert "Last refresh: failed" in status and "its process ended without a word" in status


HAPPENINGS: dict[str, Callable[[Night], None]] = {
    "nothing has changed": lambda night: None,
    "a post is new": add_late_post,
    "the line that names the sites is lost": lose_the_sites,
    "a variable is misspelt in `.env`": misspell_a_variable,
    "posts.toml is broken": break_posts_toml,
    "a published site is named no longer": name_one_site_less,
    "one site of several cannot be read": break_one_site,
    "one repository of several cannot be fetched": lose_the_repository,
    "no site can be read": lose_every_site,
    "a site that was never published cannot be read": name_a_new_site_that_is_not_there,
    "a site lost more than a fifth of its files": lose_files,
    "Git LFS did not fetch the texts": check_out_without_lfs,
    "the files are empty": empty_the_files,
    "`_config.yml` is gone": lose_the_settings,
    "a check is broken": break_a_check,
    "a model does not run": break_a_model,
    "the disk is full": fill_the_disk,
    "a rollback holds the file": hold_the_file,
    "the clock was set back": set_the_clock_back,
    "the lake is damaged": damage_the_lake,
    "the published file is damaged": damage_the_published_file,
    "a site is late": fall_silent,
    "the page cannot be written": block_the_page,
    "the refresh is killed": kill_the_refresh,
}


def table_rows() -> dict[str, list[str]]:
    """The cells of the table's rows, by the first one."""
    text = (PROJECT / "docs/operating.md").read_text(encoding="utf-8")
    section = text.partition("## What can happen at night\n")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in section.splitlines() if "|" in line]
    return {row[0]: row[1:] for row in rows[2:]}


ROWS = table_rows()


def test_the_table_and_the_tests_have_the_same_rows() -> None:
    assert list(ROWS) == list(HAPPENINGS)


@pytest.mark.parametrize("row", ROWS)
def test_a_night(night: Night, webhook: Webhook, row: str) -> None:
    published, shown, told = ROWS[row]
    HAPPENINGS[row](night)
    page = night.project.root / "warehouse/report.html"
    before = night.project.published.read_bytes()
    written_at = page.stat().st_mtime_ns
    docs_before = (
        night.project.rows("select * from core.posts where site = 'docs'") if "as they were" in published else []
    )
    done = night.refresh(POSTS_ALERT_WEBHOOK=webhook.url)

    is_new = night.project.published.read_bytes() != before
    killed = row == "the refresh is killed"
    assert is_new is (published.startswith("new") or killed), done.stdout + done.stderr
    assert (done.returncode == 0) is (("FAILURE" not in shown and "none" not in shown) or killed), done.stderr
    if "as they were" in published:
        assert night.project.rows("select * from core.posts where site = 'docs'") == docs_before != []
        assert night.project.rows("select count(*) from core.posts where title = 'Late'") == [(1,)]
    if "page" in published:
        assert page.stat().st_mtime_ns == written_at

    if "none" not in shown:
        run = night.run(before=int(killed))
        assert run["status"] == re.match(r"[A-Z]+", shown)[0]  # type: ignore[index]
        said = "\n".join([*run["said"], *filter(None, run["red"].values())])
        for fragment in quoted(shown):
            assert fragment in said or fragment in run["red"], said
        for check in re.findall(r"`(\w+)` red", shown):
            assert run["red"][check]

    texts = [alert["text"] for alert in webhook.received]
    expected = {NOTHING: [], THE_SAME: quoted(shown)}.get(told.split(",")[0], quoted(told))
    assert len(texts) == (1 if expected else 0), texts
    for fragment in expected:
        assert fragment in texts[0] or fragment.startswith(("rules", "broken: "))


def test_the_commit_is_in_the_file_and_on_the_run_and_an_alert_links_to_its_run(night: Night, webhook: Webhook) -> None:
    commit = night.docs.commit_post("Another guide")
    said = night.refresh().stdout
    assert f"\n   commit    {commit}\n" in said
    assert night.project.rows("select site, commit from core.sites") == [("blog", None), ("docs", commit)]
    run = night.run()
    assert run["tags"]["posts/commit"] == f"docs={commit}"
    assert run["tags"]["posts/sites"] == "blog, docs"
    lose_the_settings(night)
    night.refresh(POSTS_ALERT_WEBHOOK=webhook.url, POSTS_UI_URL="https://dagster.example/")
    assert webhook.received[0]["text"].endswith(f"\n\nhttps://dagster.example/runs/{night.run()['id']}")


def test_sites_of_the_command_line_are_told_how_to_last(night: Night) -> None:
    site = night.project.root.parent / "a blog"
    night.blog.rename(site)
    env_file = night.project.root / ".env"
    past = night.project.run("refresh", str(site), "--drop", "blog", "--drop", "docs").stdout
    assert "put a line into" not in past, "a file as of another day is made once"
    said = night.project.run("refresh", str(site), POSTS_AS_OF="").stdout
    line = f"POSTS_SITE='a blog={site}'"
    assert said.endswith(f"put a line into {env_file}:\n{line}\n")
    env_file.write_text(f"{line}\n")
    assert "Nothing has changed" in night.project.run("refresh", POSTS_AS_OF="").stdout
    assert ".env" not in night.project.run("refresh", str(site), POSTS_AS_OF="").stdout, "it lasts already"


def quoted(cell: str) -> list[str]:
    """The fragments in backticks; one with … are two."""
    return [part for code in re.findall(r"`([^`]+)`", cell) for part in code.split("…") if part]
